import { calibrate, planCalibration, poolOutOfFold } from '../calibration/cross-fit.js';
import { predictionsOf } from '../metrics/predictions.js';
import { type Validation, validate } from '../metrics/validate.js';
import { rowsInUse, type Sample, withoutFold } from '../scorecard/sample.js';
import { MINIMUM_CUSTOMERS } from './errors.js';
import { countCustomers } from './prepare.js';

/** The newest as-of day beside all older ones. */
export interface OutOfTimeSplit {
  asOf: number;
  older: Float64Array;
  last: Float64Array;
  /** The older days without the customers of each fold. */
  olderByFold: readonly Float64Array[];
}

/** Null where there is one day, or where either side has fewer bads or goods than a training needs. */
export function splitOutOfTime(sample: Sample): OutOfTimeSplit | null {
  const asOf = sample.asOf.reduce((latest, day) => Math.max(latest, day), Number.NEGATIVE_INFINITY);
  const older = sample.weights.map((weight, row) => (sample.asOf[row] < asOf ? weight : 0));
  const last = sample.weights.map((weight, row) => (sample.asOf[row] < asOf ? 0 : weight));
  if (![older, last].every((weights) => hasEnough(sample, weights))) return null;
  const olderByFold = Array.from({ length: sample.folds }, (_, fold) =>
    withoutFold(sample, older, fold),
  );
  return { asOf, older, last, olderByFold };
}

/** The newest as-of day, predicted by models and a calibration of the older days and of other customers. */
export function judgeOutOfTime(
  sample: Sample,
  { asOf, older, last }: OutOfTimeSplit,
  byFold: readonly Float64Array[],
): Validation & { asOf: number } {
  const outOfFold = poolOutOfFold(sample, older, byFold);
  const plan = planCalibration({ ...sample, ...subset(sample, rowsInUse(older)) });
  const map = calibrate(sample, { weights: older, outOfFold }, plan);
  const rows = rowsInUse(last);
  const logOdds = Float64Array.from(rows, (row) => {
    return map.slope * byFold[sample.foldOf[row]][row] + map.intercept;
  });
  return { ...validate(predictionsOf(logOdds, subset(sample, rows))), asOf };
}

function hasEnough(sample: Sample, weights: Float64Array): boolean {
  const { labels, customerOf } = subset(sample, rowsInUse(weights));
  const { goodCustomers, badCustomers } = countCustomers(labels, customerOf);
  return goodCustomers >= MINIMUM_CUSTOMERS && badCustomers >= MINIMUM_CUSTOMERS;
}

function subset(sample: Sample, rows: Int32Array) {
  return {
    rows: rows.length,
    labels: Uint8Array.from(rows, (row) => sample.labels[row]),
    weights: Float64Array.from(rows, (row) => sample.weights[row]),
    customerOf: Int32Array.from(rows, (row) => sample.customerOf[row]),
    asOf: Int32Array.from(rows, (row) => sample.asOf[row]),
  };
}
