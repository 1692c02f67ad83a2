import {
  computeFeatures,
  type Day,
  type FeatureSpace,
  historyLadder,
  type Instalment,
  type Ladder,
  type TrainingData,
} from '@maia/engine';
import { drawOf } from './draw.js';
import type { Outcome, TrainingCustomer } from './portfolio-reader.js';

/** Customers whose histories are cut short, to learn what a short one leaves open. */
const LADDERS_MAX = 1000;

/** A feature that was unknowable in more rows than this, and is known in live scoring, must not be learned. */
const UNKNOWABLE_SHARE_MAX = 0.05;

const NEVER_RECORDED =
  'Partial payments before the first import were never recorded, so past values are unknown too often.';

/** Fills the columns of a training, customer by customer. */
export class RowBuilder {
  readonly #space: FeatureSpace;
  readonly #observedThrough: (asOf: Day) => Day;
  readonly #columns: Float64Array[];
  readonly #labels: Uint8Array;
  readonly #asOf: Int32Array;
  readonly #customers: string[] = [];
  readonly #unknowable: Uint32Array;
  readonly #ladders: Ladder[] = [];
  readonly #ladderShare: number;

  /** `rowsMax` is room for rows; fewer may come. */
  constructor(
    space: FeatureSpace,
    { rowsMax, customers }: { rowsMax: number; customers: number },
    observedThrough: (asOf: Day) => Day,
  ) {
    this.#space = space;
    this.#observedThrough = observedThrough;
    this.#columns = space.definitions.map(() => new Float64Array(rowsMax));
    this.#labels = new Uint8Array(rowsMax);
    this.#asOf = new Int32Array(rowsMax);
    this.#unknowable = new Uint32Array(space.definitions.length);
    this.#ladderShare = LADDERS_MAX / customers;
  }

  add(
    { referenceId, attributes }: TrainingCustomer,
    instalments: readonly Instalment[],
    outcomes: readonly Outcome[],
  ): void {
    const history = { instalments, attributes };
    for (const { asOf, bad } of outcomes) {
      const row = this.#customers.length;
      if (row === this.#labels.length) throw new RangeError('there are more rows than announced');
      const viewpoint = { asOf, observedThrough: this.#observedThrough(asOf) };
      const values = computeFeatures(this.#space, history, viewpoint, this.#unknowable);
      for (let column = 0; column < values.length; column++)
        this.#columns[column][row] = values[column];
      this.#labels[row] = bad ? 1 : 0;
      this.#asOf[row] = asOf;
      this.#customers.push(referenceId);
    }
    const newest = outcomes.at(-1);
    if (newest === undefined || drawOf(`ladder ${referenceId}`) >= this.#ladderShare) return;
    const viewpoint = { asOf: newest.asOf, observedThrough: this.#observedThrough(newest.asOf) };
    this.#ladders.push(historyLadder(this.#space, history, viewpoint));
  }

  data(): TrainingData<FeatureSpace> {
    const rows = this.#customers.length;
    return {
      featureSpace: this.#space,
      columns: this.#columns.map((column) => column.subarray(0, rows)),
      labels: this.#labels.subarray(0, rows),
      asOf: this.#asOf.subarray(0, rows),
      customers: this.#customers,
      ladders: this.#ladders,
    };
  }

  /** Features that must not be used because past rows cannot know what today's can, with the reason. */
  unknowable(): { code: string; reason: string }[] {
    const allowed = UNKNOWABLE_SHARE_MAX * this.#customers.length;
    return this.#space.definitions
      .filter((_, column) => this.#unknowable[column] > allowed)
      .map(({ code }) => ({ code, reason: NEVER_RECORDED }));
  }
}
