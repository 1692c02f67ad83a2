import { classWeights, type Predictions } from './predictions.js';

type Probabilities = Pick<Predictions, 'pd' | 'labels' | 'weights'>;

/** Mean squared error of the probability. */
export function brierScore(predictions: Probabilities): number {
  return weightedMean(predictions, (pd, label) => (pd - label) ** 2);
}

/** Mean of −ln of the probability given to what happened; probabilities are kept 2^−52 from 0 and 1. */
export function logLoss(predictions: Probabilities): number {
  const edge = Number.EPSILON;
  return weightedMean(predictions, (pd, label) => {
    const kept = Math.min(1 - edge, Math.max(edge, pd));
    return -Math.log(label === 1 ? kept : 1 - kept);
  });
}

/** The contract's four, with their threshold and positive class. */
export interface ThresholdMetrics {
  /** A row counts as predicted bad from this probability on. */
  threshold: number;
  positiveClass: 'bad';
  accuracy: number;
  /** Share of bads among those predicted bad; null when none is. */
  precision: number | null;
  /** Mean absolute and root mean squared error of the probability. */
  mae: number;
  rmse: number;
}

/**
 * Accuracy, precision, MAE and RMSE. The threshold is the observed bad rate unless given: at 0.5 a portfolio with few bads has nobody
 * predicted bad, and a constant would be the most accurate.
 */
export function thresholdMetrics(
  predictions: Probabilities,
  threshold = badRate(predictions),
): ThresholdMetrics {
  const { pd, labels, weights } = predictions;
  let predictedBad = 0;
  let rightlyBad = 0;
  for (let row = 0; row < pd.length; row++) {
    if (pd[row] < threshold) continue;
    predictedBad += weights[row];
    if (labels[row] === 1) rightlyBad += weights[row];
  }
  return {
    threshold,
    positiveClass: 'bad',
    accuracy: weightedMean(predictions, (p, label) => (p >= threshold === (label === 1) ? 1 : 0)),
    precision: predictedBad > 0 ? rightlyBad / predictedBad : null,
    mae: weightedMean(predictions, (p, label) => Math.abs(p - label)),
    rmse: Math.sqrt(brierScore(predictions)),
  };
}

export function badRate(predictions: Pick<Predictions, 'labels' | 'weights'>): number {
  const { bads, total } = classWeights(predictions);
  return bads / total;
}

function weightedMean(
  { pd, labels, weights }: Probabilities,
  value: (pd: number, label: number) => number,
): number {
  let sum = 0;
  let total = 0;
  for (let row = 0; row < pd.length; row++) {
    sum += weights[row] * value(pd[row], labels[row]);
    total += weights[row];
  }
  return sum / total;
}
