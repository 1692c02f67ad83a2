import { assignCells, layOutCells } from '../binning/cells.js';
import { hashText } from '../random.js';
import type { Sample } from '../scorecard/sample.js';
import { MINIMUM_CUSTOMERS, TooFewBadsError, TrainingDataError } from './errors.js';
import type { TrainingData, TrainingOptions } from './training.js';

/**
 * The rows in their canonical order (customer, day, label, values), weighted, in folds and cut into cells. Everything after it is
 * the same bits whatever the order in which the rows came.
 */
export function prepareSample(data: TrainingData, options: TrainingOptions): Sample {
  assertWellFormed(data, options);
  const order = canonicalOrder(data);
  const customerOf = numberCustomers(data.customers, order);
  const customers = order.length === 0 ? 0 : customerOf[order.length - 1] + 1;
  const labels = Uint8Array.from(order, (row) => data.labels[row]);
  assertEnoughCustomers(labels, customerOf);
  const excluded = new Set(options.excludedFeatures.map(({ code }) => code));
  const features = data.featureSpace.definitions.flatMap((definition, column) => {
    if (excluded.has(definition.code)) return [];
    const values = data.columns[column];
    const layout = layOutCells(values, definition, options.specialValues[definition.code] ?? []);
    const cells = assignCells(layout, values, order);
    return [{ code: definition.code, column, direction: definition.direction, layout, cells }];
  });
  return {
    rows: order.length,
    customers,
    order,
    customerOf,
    foldOf: Uint8Array.from(order, (row) => foldOfCustomer(data.customers[row], options)),
    folds: options.folds,
    asOf: Int32Array.from(order, (row) => data.asOf[row]),
    labels,
    weights: customerWeights(customerOf, customers),
    features,
  };
}

function foldOfCustomer(customer: string, options: TrainingOptions): number {
  return hashText(`fold ${options.seed} ${customer}`) % options.folds;
}

function assertWellFormed(data: TrainingData, options: TrainingOptions): void {
  const rows = data.labels.length;
  const lengths = [data.customers.length, data.asOf.length, ...data.columns.map((c) => c.length)];
  if (lengths.some((length) => length !== rows)) {
    throw new TrainingDataError('columns, labels, customers and days differ in length');
  }
  if (data.columns.length !== data.featureSpace.definitions.length) {
    throw new TrainingDataError('there must be one column per feature definition');
  }
  if (data.labels.some((label) => label > 1)) throw new TrainingDataError('labels must be 0 or 1');
  data.columns.forEach((column, index) => {
    if (column.some((value) => value === Infinity || value === -Infinity)) {
      const { code } = data.featureSpace.definitions[index];
      throw new TrainingDataError(`feature ${code} has an infinite value`);
    }
  });
  if (options.folds < 2 || options.folds > 50) throw new TrainingDataError('folds must be 2 to 50');
}

function canonicalOrder(data: TrainingData): Int32Array {
  const order = Int32Array.from(data.customers, (_, row) => row);
  const differingColumn = (a: number, b: number) => {
    for (const column of data.columns) {
      const [left, right] = [column[a], column[b]];
      if (Object.is(left, right)) continue;
      if (Number.isNaN(left)) return 1;
      if (Number.isNaN(right)) return -1;
      if (left !== right) return left - right;
    }
    return 0;
  };
  return order.sort((a, b) => {
    const [left, right] = [data.customers[a], data.customers[b]];
    if (left !== right) return left < right ? -1 : 1;
    return data.asOf[a] - data.asOf[b] || data.labels[a] - data.labels[b] || differingColumn(a, b);
  });
}

function numberCustomers(customers: readonly string[], order: Int32Array): Int32Array {
  const numbers = new Int32Array(order.length);
  for (let row = 1; row < order.length; row++) {
    const same = customers[order[row]] === customers[order[row - 1]];
    numbers[row] = numbers[row - 1] + (same ? 0 : 1);
  }
  return numbers;
}

function customerWeights(customerOf: Int32Array, customers: number): Float64Array {
  const rowsOf = new Int32Array(customers);
  for (const customer of customerOf) rowsOf[customer] += 1;
  return Float64Array.from(customerOf, (customer) => 1 / rowsOf[customer]);
}

function assertEnoughCustomers(labels: Uint8Array, customerOf: Int32Array): void {
  const { goodCustomers, badCustomers } = countCustomers(labels, customerOf);
  if (badCustomers < MINIMUM_CUSTOMERS || goodCustomers < MINIMUM_CUSTOMERS) {
    throw new TooFewBadsError(badCustomers, goodCustomers);
  }
}

/** A customer with any bad row is a bad customer, one with any good row a good one; some are both. */
export function countCustomers(labels: Uint8Array, customerOf: Int32Array) {
  const bad = new Set<number>();
  const good = new Set<number>();
  labels.forEach((label, row) => {
    (label === 1 ? bad : good).add(customerOf[row]);
  });
  return { goodCustomers: good.size, badCustomers: bad.size };
}
