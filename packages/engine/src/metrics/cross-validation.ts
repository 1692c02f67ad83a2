import type { Predictions } from './predictions.js';

/**
 * How much more a cross-validated AUC varies than its folds do. A model's gain on one fold is the product of what that fold shows and
 * what the others taught, so every pair of folds counts in two of them; as far as what was taught is chance, that doubles the
 * variance, and as far as it is the same whichever fold is left out, it does not. Models of nothing, which share all
 * but two of k folds, correlate by (k − 2) / (k − 1).
 *
 * @param byFold log-odds of every row by the model that did not see each fold
 * @returns 1 for models that agree to 2 for models of nothing
 */
export function crossValidationOf(
  { foldOf, weights }: { foldOf: Uint8Array; weights: Float64Array },
  byFold: readonly Float64Array[],
): NonNullable<Predictions['crossValidation']> {
  const models = byFold.map((logOdds) => standardised(logOdds, weights));
  let sum = 0;
  let pairs = 0;
  models.forEach((left, i) => {
    for (const right of models.slice(0, i)) {
      sum += meanProduct(left, right, weights);
      pairs += 1;
    }
  });
  const taughtByChance = (byFold.length - 1) * (1 - sum / pairs);
  return { foldOf, varianceFactor: 1 + Math.min(1, Math.max(0, taughtByChance)) };
}

/** With mean 0 and variance 1; all 0 where every row has the same. */
function standardised(values: Float64Array, weights: Float64Array): Float64Array {
  const ones = values.map(() => 1);
  const mean = meanProduct(values, ones, weights);
  const centred = values.map((value) => value - mean);
  const spread = Math.sqrt(meanProduct(centred, centred, weights));
  return spread > 0 ? centred.map((value) => value / spread) : centred.fill(0);
}

function meanProduct(left: Float64Array, right: Float64Array, weights: Float64Array): number {
  let sum = 0;
  let total = 0;
  for (let row = 0; row < left.length; row++) {
    sum += weights[row] * left[row] * right[row];
    total += weights[row];
  }
  return sum / total;
}
