import { type Card, cardLogOdds } from '../scorecard/card.js';
import { type Sample, withoutFold } from '../scorecard/sample.js';
import { type AffineMap, fitAffine } from './affine.js';

/** Bad customers that the newest cohorts must hold to set the level. */
const BADS_FOR_LEVEL = 50;

/** Uncalibrated log-odds of every row from a card that saw no row of its fold; NaN where the weight is 0. */
export function outOfFoldLogOdds(
  sample: Sample,
  weights: Float64Array,
  build: (weights: Float64Array, fold: number) => Card,
): Float64Array {
  const byFold = Array.from({ length: sample.folds }, (_, fold) =>
    cardLogOdds(sample, build(withoutFold(sample, weights, fold), fold)),
  );
  return poolOutOfFold(sample, weights, byFold);
}

/** Of each row the log-odds by the model that did not see its fold; NaN where the weight is 0. */
export function poolOutOfFold(
  sample: Sample,
  weights: Float64Array,
  byFold: readonly Float64Array[],
): Float64Array {
  const pooled = new Float64Array(sample.rows).fill(Number.NaN);
  for (let row = 0; row < sample.rows; row++) {
    if (weights[row] > 0) pooled[row] = byFold[sample.foldOf[row]][row];
  }
  return pooled;
}

/** What a calibration learns from; decided once and kept for folds and bootstraps. */
export interface CalibrationPlan {
  bads: number;
  /** First as-of day of the rows that set the level; null for all. */
  levelFrom: number | null;
}

/**
 * With several as-of days the level comes from the newest of them that hold 50 bad customers together, because the level
 * drifts faster than the ranking.
 */
export function planCalibration(sample: Sample): CalibrationPlan {
  return {
    bads: distinctBads(sample, Number.NEGATIVE_INFINITY),
    levelFrom: newestDaysWithBads(sample),
  };
}

/**
 * The affine map from out-of-fold log-odds to outcomes. The slope is learned however few the bads: those are who make a model say too
 * much, and two numbers are not too many for the 50 that there must be.
 */
export function calibrate(
  sample: Sample,
  fitted: { weights: Float64Array; outOfFold: Float64Array },
  plan: CalibrationPlan,
): AffineMap {
  const map = fitAffine(rowsFrom(sample, fitted, null));
  if (plan.levelFrom === null) return map;
  return fitAffine(rowsFrom(sample, fitted, plan.levelFrom), map.slope);
}

/** Out-of-fold log-odds calibrated by the other folds' rows, so that validation judges the map too. */
export function crossCalibrated(
  sample: Sample,
  outOfFold: Float64Array,
  plan: CalibrationPlan,
): Float64Array {
  const calibrated = new Float64Array(sample.rows);
  for (let fold = 0; fold < sample.folds; fold++) {
    const weights = withoutFold(sample, sample.weights, fold);
    const map = calibrate(sample, { weights, outOfFold }, plan);
    for (let row = 0; row < sample.rows; row++) {
      if (sample.foldOf[row] === fold) calibrated[row] = map.slope * outOfFold[row] + map.intercept;
    }
  }
  return calibrated;
}

function rowsFrom(
  sample: Sample,
  { weights, outOfFold }: { weights: Float64Array; outOfFold: Float64Array },
  from: number | null,
) {
  const labels = new Uint8Array(sample.rows);
  const logOdds = new Float64Array(sample.rows);
  const used = new Float64Array(sample.rows);
  let count = 0;
  for (let row = 0; row < sample.rows; row++) {
    if (!(weights[row] > 0) || (from !== null && sample.asOf[row] < from)) continue;
    labels[count] = sample.labels[row];
    logOdds[count] = outOfFold[row];
    used[count++] = weights[row];
  }
  return {
    labels: labels.subarray(0, count),
    logOdds: logOdds.subarray(0, count),
    weights: used.subarray(0, count),
  };
}

function distinctBads(sample: Sample, from: number): number {
  const seen = new Set<number>();
  for (let row = 0; row < sample.rows; row++) {
    if (sample.labels[row] === 1 && sample.asOf[row] >= from) seen.add(sample.customerOf[row]);
  }
  return seen.size;
}

/** First of the newest as-of days that together hold enough bads and some goods; null when that is all days. */
function newestDaysWithBads(sample: Sample): number | null {
  const days = [...new Set(sample.asOf)].sort((a, b) => b - a);
  const hasGoods = (day: number) =>
    sample.labels.some((label, row) => label === 0 && sample.asOf[row] >= day);
  const first = days.find((day) => distinctBads(sample, day) >= BADS_FOR_LEVEL && hasGoods(day));
  return first === undefined || first === days.at(-1) ? null : first;
}
