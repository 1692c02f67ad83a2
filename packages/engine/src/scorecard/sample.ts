import type { CellLayout } from '../binning/cells.js';
import type { RiskDirection } from '../features/feature.js';

/** A feature as the card sees it: where its values fall, not what they are. */
export interface CandidateFeature {
  code: string;
  /** Position of the feature in the row. */
  column: number;
  direction: RiskDirection;
  layout: CellLayout;
  /** Cell of each row. */
  cells: Uint8Array;
}

/** The rows of a training in their canonical order. Folds and bootstraps differ only in the weights. */
export interface Sample {
  rows: number;
  customers: number;
  /** Row of the training data behind each row. */
  order: Int32Array;
  /** Number of the customer of each row. */
  customerOf: Int32Array;
  /** Fold of each row, the same for all rows of a customer. */
  foldOf: Uint8Array;
  folds: number;
  asOf: Int32Array;
  /** 1 is bad. */
  labels: Uint8Array;
  /** 1/n for each of a customer's n rows. */
  weights: Float64Array;
  features: readonly CandidateFeature[];
}

/** Rows that a set of weights uses. */
export function rowsInUse(weights: Float64Array): Int32Array {
  let used = 0;
  for (const weight of weights) if (weight > 0) used += 1;
  const rows = new Int32Array(used);
  let position = 0;
  for (let row = 0; row < weights.length; row++) if (weights[row] > 0) rows[position++] = row;
  return rows;
}

/** What a logistic regression needs of the given rows: 1 where the customer stayed good, and the weight. */
export function outcomesOf({ labels }: Sample, weights: Float64Array, rows: Int32Array) {
  const events = new Uint8Array(rows.length);
  const used = new Float64Array(rows.length);
  for (let at = 0; at < rows.length; at++) {
    events[at] = 1 - labels[rows[at]];
    used[at] = weights[rows[at]];
  }
  return { events, weights: used };
}

/** The weights with one fold's rows set to 0. */
export function withoutFold(sample: Sample, weights: Float64Array, fold: number): Float64Array {
  return weights.map((weight, row) => (sample.foldOf[row] === fold ? 0 : weight));
}
