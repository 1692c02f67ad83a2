import { fitLogistic } from '../logistic/fit.js';

export interface AffineMap {
  slope: number;
  intercept: number;
}

/** A score that tells nothing would ask for a slope of 0 or less, which would undo the ranking. */
const MINIMUM_SLOPE = 0.05;

/**
 * Platt's map on log-odds of good:bad (Platt 1999): calibrated = slope × raw + intercept, slope > 0 so that the ranking and
 * additive reasons stay. `slope` fixes it, and only the level is learned.
 */
export function fitAffine(
  sample: { labels: Uint8Array; logOdds: Float64Array; weights: Float64Array },
  slope: number | null = null,
): AffineMap {
  const goods = sample.labels.map((label) => 1 - label);
  if (slope === null) {
    const problem = { columns: [sample.logOdds], events: goods, weights: sample.weights };
    const fit = fitLogistic({ ...problem, ridge: 0, nonNegative: true });
    if (fit.coefficients[0] >= MINIMUM_SLOPE) {
      return { slope: fit.coefficients[0], intercept: fit.intercept };
    }
    return fitAffine(sample, MINIMUM_SLOPE);
  }
  const offset = sample.logOdds.map((value) => slope * value);
  return { slope, intercept: solveLevel(goods, offset, sample.weights) };
}

/** The intercept that makes the expected number of goods equal to the observed one, by bisection-guarded Newton. */
function solveLevel(goods: Uint8Array, offset: Float64Array, weights: Float64Array): number {
  let observed = 0;
  let total = 0;
  for (let row = 0; row < goods.length; row++) {
    observed += weights[row] * goods[row];
    total += weights[row];
  }
  if (!(observed > 0 && observed < total)) throw new RangeError('one of the two classes is empty');
  let low = -60;
  let high = 60;
  let level = 0;
  for (let iteration = 0; iteration < 200; iteration++) {
    let excess = -observed;
    let curvature = 0;
    for (let row = 0; row < goods.length; row++) {
      const probability = 1 / (1 + Math.exp(-offset[row] - level));
      excess += weights[row] * probability;
      curvature += weights[row] * probability * (1 - probability);
    }
    if (excess > 0) high = level;
    else low = level;
    const newton = level - excess / curvature;
    const next = newton > low && newton < high ? newton : (low + high) / 2;
    if (Math.abs(next - level) < 1e-12) return next;
    level = next;
  }
  return level;
}
