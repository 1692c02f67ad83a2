import {
  computeFeatures,
  type Day,
  type FeatureSpace,
  type Instalment,
  type TrainingData,
} from '@maia/engine';
import type { Outcome, TrainingCustomer } from './portfolio-reader.js';

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

  /** `rowsMax` is room for rows; fewer may come. */
  constructor(space: FeatureSpace, rowsMax: number, observedThrough: (asOf: Day) => Day) {
    this.#space = space;
    this.#observedThrough = observedThrough;
    this.#columns = space.definitions.map(() => new Float64Array(rowsMax));
    this.#labels = new Uint8Array(rowsMax);
    this.#asOf = new Int32Array(rowsMax);
    this.#unknowable = new Uint32Array(space.definitions.length);
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
  }

  data(): TrainingData<FeatureSpace> {
    const rows = this.#customers.length;
    return {
      featureSpace: this.#space,
      columns: this.#columns.map((column) => column.subarray(0, rows)),
      labels: this.#labels.subarray(0, rows),
      asOf: this.#asOf.subarray(0, rows),
      customers: this.#customers,
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
