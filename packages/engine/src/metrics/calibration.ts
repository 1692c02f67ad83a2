import { fitAffine } from '../calibration/affine.js';
import { type Estimate, NORMAL_95 } from './discrimination.js';
import { classWeights, equalCountBins, type Predictions } from './predictions.js';
import { wilsonInterval } from './proportion.js';
import { vennAbers } from './venn-abers.js';

export interface CalibrationBin {
  customers: number;
  expectedBadRate: number;
  observedBadRate: number;
  /** Wilson, 95 %. */
  observedLow: number;
  observedHigh: number;
  /** Venn-Abers: the rate by isotonic calibration for one more customer of the expected rate, had they stayed good or gone bad. */
  isotonicLow: number;
  isotonicHigh: number;
}

export interface CalibrationError {
  /** Mean distance of observed and expected bad rates over the bins, weighted by their size. */
  ece: number;
  /** What a perfectly calibrated model of this sample size would show on average. */
  ecePerfect: number;
  bins: readonly CalibrationBin[];
}

/**
 * Expected calibration error over bins of equal count. The value of a perfect model is the mean of a folded normal in each bin.
 */
export function calibrationError(
  predictions: Pick<Predictions, 'pd' | 'labels' | 'weights'>,
  bins = 10,
): CalibrationError {
  const sums = sumByBin(predictions, bins);
  const { total } = classWeights(predictions);
  let ece = 0;
  let ecePerfect = 0;
  for (const bin of sums) {
    ece += Math.abs(bin.observed - bin.expected) / total;
    ecePerfect += Math.sqrt((2 / Math.PI) * bin.variance) / total;
  }
  const used = sums.filter(({ weight }) => weight > 0);
  const isotonic = vennAbers(
    predictions,
    used.map(({ expected, weight }) => expected / weight),
  );
  const described = used.map((bin, index) => ({
    ...describeBin(bin),
    isotonicLow: isotonic[index].low,
    isotonicHigh: isotonic[index].high,
  }));
  return { ece, ecePerfect, bins: described };
}

interface BinSums {
  weight: number;
  expected: number;
  observed: number;
  variance: number;
}

function sumByBin(
  { pd, labels, weights }: Pick<Predictions, 'pd' | 'labels' | 'weights'>,
  bins: number,
): BinSums[] {
  const sums = Array.from({ length: bins }, (): BinSums => {
    return { weight: 0, expected: 0, observed: 0, variance: 0 };
  });
  equalCountBins(pd, weights, bins).forEach((bin, row) => {
    sums[bin].weight += weights[row];
    sums[bin].expected += weights[row] * pd[row];
    sums[bin].observed += weights[row] * labels[row];
    sums[bin].variance += weights[row] ** 2 * pd[row] * (1 - pd[row]);
  });
  return sums;
}

function describeBin({ weight, expected, observed }: BinSums) {
  const rate = observed / weight;
  const { low, high } = wilsonInterval(rate, weight);
  return {
    customers: weight,
    expectedBadRate: expected / weight,
    observedBadRate: rate,
    observedLow: low,
    observedHigh: high,
  };
}

/**
 * Cox's recalibration: slope of the outcome on the log-odds (1 is perfect) and the level error at slope 1 (0 is perfect), each
 * with its 95 % interval from the observed information.
 */
export function calibrationLine(predictions: Predictions): {
  slope: Estimate;
  intercept: Estimate;
} {
  const line = fitAffine(predictions);
  const level = fitAffine(predictions, 1);
  const slopeError = Math.sqrt(inverseInformation(predictions, line).slope);
  const levelError = Math.sqrt(inverseInformation(predictions, level).levelAlone);
  return {
    slope: around(line.slope, slopeError),
    intercept: around(level.intercept, levelError),
  };
}

function around(value: number, error: number): Estimate {
  return { value, low: value - NORMAL_95 * error, high: value + NORMAL_95 * error };
}

function inverseInformation(
  { logOdds, weights }: Predictions,
  { slope, intercept }: { slope: number; intercept: number },
) {
  let [constant, linear, square] = [0, 0, 0];
  for (let row = 0; row < logOdds.length; row++) {
    const probability = 1 / (1 + Math.exp(-slope * logOdds[row] - intercept));
    const information = weights[row] * probability * (1 - probability);
    constant += information;
    linear += information * logOdds[row];
    square += information * logOdds[row] ** 2;
  }
  return { slope: constant / (constant * square - linear ** 2), levelAlone: 1 / constant };
}
