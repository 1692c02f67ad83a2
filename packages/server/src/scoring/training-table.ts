import {
  AttributeCollector,
  computeFeatures,
  createFeatureSpace,
  type Day,
  type FeatureSpace,
  hashText,
  type Instalment,
  type TrainingData,
} from '@maia/engine';
import type { Transaction } from '../db/transaction.js';
import { countReceipts, observedThroughOf, type ReceiptCounts } from './observed-through.js';
import {
  readCustomers,
  readHistories,
  readMedians,
  type TrainingCustomer,
} from './portfolio-reader.js';
import type { OnProgress, TrainingRequest } from './training-request.js';

/** More rows than this teach a card nothing new; customers are then sampled by the hash of their reference. */
export const ROWS_MAX = 300_000;

/** A feature that was unknowable in more rows than this, and is known in live scoring, must not be learned. */
const UNKNOWABLE_SHARE_MAX = 0.05;

/** The rows that a model is learned from, and what was left out. */
export interface TrainingTable {
  data: TrainingData<FeatureSpace>;
  exclusions: { reason: string; rows: number }[];
  /** Features that must not be used because past rows cannot know what today's can. */
  unknowable: { code: string; reason: string }[];
}

class RowBuilder {
  readonly columns: Float64Array[];
  readonly labels: Uint8Array;
  readonly asOf: Int32Array;
  readonly customers: string[] = [];
  readonly unknowable: Uint32Array;
  readonly #space: FeatureSpace;
  readonly #observedThrough: (asOf: Day) => Day;

  constructor(space: FeatureSpace, rows: number, observedThrough: (asOf: Day) => Day) {
    this.#space = space;
    this.#observedThrough = observedThrough;
    this.columns = space.definitions.map(() => new Float64Array(rows));
    this.labels = new Uint8Array(rows);
    this.asOf = new Int32Array(rows);
    this.unknowable = new Uint32Array(space.definitions.length);
  }

  add(customer: TrainingCustomer, instalments: readonly Instalment[]): void {
    const history = { instalments, attributes: customer.attributes };
    for (const { asOf, bad } of customer.outcomes) {
      const row = this.customers.length;
      const viewpoint = { asOf, observedThrough: this.#observedThrough(asOf) };
      const values = computeFeatures(this.#space, history, viewpoint, this.unknowable);
      for (let column = 0; column < values.length; column++)
        this.columns[column][row] = values[column];
      this.labels[row] = bad ? 1 : 0;
      this.asOf[row] = asOf;
      this.customers.push(customer.referenceId);
    }
  }
}

/**
 * Reads the portfolio in two passes, first the medians and kinds of attributes, then the features of every
 * outcome. The transaction must show one snapshot (repeatable read), so that both passes see the same.
 */
export async function readTrainingTable(
  trx: Transaction,
  request: TrainingRequest,
  onProgress: OnProgress,
): Promise<TrainingTable> {
  onProgress(0, 'reading outcomes');
  const customers = await readCustomers(trx);
  const exclusions = selectOutcomes(customers, request);
  onProgress(0.05, 'reading the portfolio');
  const space = createFeatureSpace({
    rule: request.rule,
    medians: await readMedians(trx),
    attributes: attributesOf(customers, request),
  });
  const builder = new RowBuilder(
    space,
    countRows(customers),
    observedThroughBy(await countReceipts(trx), request.observedThrough),
  );
  const total = customers.size;
  await readHistories(trx, (customerId, instalments) => {
    const customer = customers.get(customerId);
    if (customer === undefined) return;
    builder.add(customer, instalments);
    customers.delete(customerId);
    const done = total - customers.size;
    if (done % 256 === 0) onProgress(0.1 + (0.9 * done) / total, 'computing features');
  });
  // Those who are left have no payments.
  for (const customer of customers.values()) builder.add(customer, []);
  return tableOf(builder, space, exclusions);
}

function tableOf(
  builder: RowBuilder,
  space: FeatureSpace,
  exclusions: TrainingTable['exclusions'],
): TrainingTable {
  const { columns, labels, asOf, customers } = builder;
  const allowed = UNKNOWABLE_SHARE_MAX * labels.length;
  const unknowable = space.definitions
    .filter((_, column) => builder.unknowable[column] > allowed)
    .map(({ code }) => ({
      code,
      reason:
        'Partial payments before the first import were never recorded, so past values are unknown too often.',
    }));
  return {
    data: { featureSpace: space, columns, labels, asOf, customers },
    exclusions,
    unknowable,
  };
}

/** Drops the outcomes that the request leaves out, and customers beyond the row limit; says how many. */
function selectOutcomes(
  customers: Map<string, TrainingCustomer>,
  request: TrainingRequest,
): TrainingTable['exclusions'] {
  const { asOf, observationDates } = request;
  const exclusions: TrainingTable['exclusions'] = [];
  const drop = (reason: string, keep: (outcome: { asOf: Day }) => boolean): void => {
    const before = countRows(customers);
    for (const [id, customer] of customers) {
      customer.outcomes = customer.outcomes.filter(keep);
      if (customer.outcomes.length === 0) customers.delete(id);
    }
    const rows = before - countRows(customers);
    if (rows > 0) exclusions.push({ reason, rows });
  };
  if (asOf !== null) drop('afterAsOf', (outcome) => outcome.asOf <= asOf);
  if (observationDates !== null) {
    const days = new Set(observationDates);
    drop('notAnObservationDate', (outcome) => days.has(outcome.asOf));
  }
  const rows = countRows(customers);
  if (rows > ROWS_MAX) {
    const share = ROWS_MAX / rows;
    for (const [id, { referenceId }] of customers)
      if (hashText(`sample ${request.seed} ${referenceId}`) / 2 ** 32 >= share)
        customers.delete(id);
    exclusions.push({ reason: 'sampledByCustomer', rows: rows - countRows(customers) });
  }
  return exclusions;
}

function countRows(customers: ReadonlyMap<string, TrainingCustomer>): number {
  let rows = 0;
  for (const { outcomes } of customers.values()) rows += outcomes.length;
  return rows;
}

function attributesOf(customers: ReadonlyMap<string, TrainingCustomer>, request: TrainingRequest) {
  const collector = new AttributeCollector();
  for (const { attributes } of customers.values()) collector.add(attributes);
  return collector.specs({
    exclude: new Set(request.attributes.exclude),
    roles: request.attributes.roles,
  });
}

function observedThroughBy(counts: ReceiptCounts, set: Day | null): (asOf: Day) => Day {
  const byAsOf = new Map<Day, Day>();
  return (asOf) => {
    let day = byAsOf.get(asOf);
    if (day === undefined) {
      day = set === null ? observedThroughOf(counts, asOf) : Math.min(set, asOf);
      byAsOf.set(asOf, day);
    }
    return day;
  };
}
