import { calibrate, planCalibration, poolOutOfFold } from '../calibration/cross-fit.js';
import { addMonths } from '../features/calendar.js';
import { crossValidationOf } from '../metrics/cross-validation.js';
import { predictionsOf } from '../metrics/predictions.js';
import { validate } from '../metrics/validate.js';
import type { TargetDefinition } from '../model/model.js';
import { rowsInUse, type Sample, withoutFold } from '../scorecard/sample.js';
import { MINIMUM_CUSTOMERS } from './errors.js';
import { countCustomers } from './prepare.js';
import type { OutOfTimeValidation } from './training.js';

/** The newest as-of days beside older ones. */
export interface OutOfTimeSplit {
  rung: 'outOfTime' | 'newestCohort';
  /** First of the newest days, and last of the older ones. */
  asOf: number;
  olderThrough: number;
  older: Float64Array;
  last: Float64Array;
  /** The older days without the customers of each fold. */
  olderByFold: readonly Float64Array[];
}

/**
 * The newest days with as many bads and goods as a training needs, beside days at least one window older: their outcomes were known when
 * the newest customers were seen. Where the history is too short for that, or the window is not known, beside all older days:
 * other customers, but partly the same months. Null where neither leaves enough.
 */
export function splitOutOfTime(
  sample: Sample,
  target: TargetDefinition = { source: 'outcomes' },
): OutOfTimeSplit | null {
  const days = [...new Set(sample.asOf)].sort((a, b) => b - a);
  const rowsWhere = (keep: (day: number) => boolean) =>
    sample.weights.map((weight, row) => (keep(sample.asOf[row]) ? weight : 0));
  const asOf = days.find((day) =>
    hasEnough(
      sample,
      rowsWhere((each) => each >= day),
    ),
  );
  if (asOf === undefined) return null;
  const split = (rung: OutOfTimeSplit['rung'], before: number): OutOfTimeSplit | null => {
    const olderThrough = days.find((day) => day < before);
    if (olderThrough === undefined) return null;
    const older = rowsWhere((day) => day <= olderThrough);
    if (!hasEnough(sample, older)) return null;
    const olderByFold = Array.from({ length: sample.folds }, (_, fold) =>
      withoutFold(sample, older, fold),
    );
    const last = rowsWhere((day) => day >= asOf);
    return { rung, asOf, olderThrough, older, last, olderByFold };
  };
  const apart =
    target.source === 'payments'
      ? split('outOfTime', addMonths(asOf, -target.windowMonths) + 1)
      : null;
  return apart ?? split('newestCohort', asOf);
}

/** The newest as-of days, predicted by models and a calibration of the older days and of other customers. */
export function judgeOutOfTime(
  sample: Sample,
  { rung, asOf, olderThrough, older, last }: OutOfTimeSplit,
  byFold: readonly Float64Array[],
): OutOfTimeValidation {
  const outOfFold = poolOutOfFold(sample, older, byFold);
  const plan = planCalibration({ ...sample, ...subset(sample, rowsInUse(older)) });
  const map = calibrate(sample, { weights: older, outOfFold }, plan);
  const rows = rowsInUse(last);
  const logOdds = Float64Array.from(rows, (row) => {
    return map.slope * byFold[sample.foldOf[row]][row] + map.intercept;
  });
  const newest = subset(sample, rows);
  const byFoldOfNewest = byFold.map((each) => Float64Array.from(rows, (row) => each[row]));
  const predictions = predictionsOf(logOdds, newest, crossValidationOf(newest, byFoldOfNewest));
  return { ...validate(predictions), rung, asOf, olderThrough };
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
    foldOf: Uint8Array.from(rows, (row) => sample.foldOf[row]),
    asOf: Int32Array.from(rows, (row) => sample.asOf[row]),
  };
}
