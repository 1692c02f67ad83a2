import { calibrate, outOfFoldLogOdds, planCalibration } from '../calibration/cross-fit.js';
import { predictionsOf } from '../metrics/predictions.js';
import { type Validation, validate } from '../metrics/validate.js';
import { type Card, cardLogOdds } from '../scorecard/card.js';
import { rowsInUse, type Sample } from '../scorecard/sample.js';
import { MINIMUM_CUSTOMERS } from './errors.js';
import { countCustomers } from './prepare.js';

/**
 * The newest as-of day, predicted by cards and a calibration of the older days and of other customers. Null where there is one day,
 * or where either side has fewer bads or goods than a training needs.
 */
export function validateOutOfTime(
  sample: Sample,
  build: (weights: Float64Array) => Card,
): (Validation & { asOf: number }) | null {
  const newest = sample.asOf.reduce(
    (latest, day) => Math.max(latest, day),
    Number.NEGATIVE_INFINITY,
  );
  const older = sample.weights.map((weight, row) => (sample.asOf[row] < newest ? weight : 0));
  const last = sample.weights.map((weight, row) => (sample.asOf[row] < newest ? 0 : weight));
  if (![older, last].every((weights) => hasEnough(sample, weights))) return null;
  const ahead = new Float64Array(sample.rows);
  const outOfFold = outOfFoldLogOdds(sample, older, (weights, fold) => {
    const card = build(weights);
    cardLogOdds(sample, card).forEach((value, row) => {
      if (sample.foldOf[row] === fold) ahead[row] = value;
    });
    return card;
  });
  const plan = planCalibration({ ...sample, ...subset(sample, rowsInUse(older)) });
  const map = calibrate(sample, { weights: older, outOfFold }, plan);
  const rows = rowsInUse(last);
  const logOdds = Float64Array.from(rows, (row) => map.slope * ahead[row] + map.intercept);
  return { ...validate(predictionsOf(logOdds, subset(sample, rows))), asOf: newest };
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
