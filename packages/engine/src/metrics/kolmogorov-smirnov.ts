import { clusteredError, type Estimate, NORMAL_95, type Ranked } from './discrimination.js';
import { classWeights, forEachTie, rankRows } from './predictions.js';

/** 95 % point of Kolmogorov's distribution: what √n times the distance of two samples of nothing stays under. */
const KOLMOGOROV_95 = 1.358098;

/**
 * Standard errors by which the largest of all distances lies above the true one on average: 0.44 to 0.53 with 150 bads and 800 goods
 * whose normal scores are 0.5 to 1.5 apart; slowly less with more.
 */
const OVERSHOOT = 0.5;

/**
 * Largest distance of the two classes' distribution functions, read only after each run of ties, with the 95 % interval of
 * Raghavachari (1973): that of the distance at the point where it is largest, summed by customer. The low end allows for the
 * overshoot of a largest value, and is 0 where chance alone would reach the value in 5 of 100 samples.
 */
export function kolmogorovSmirnov(predictions: Ranked): Estimate {
  const { labels, logOdds, crossValidation } = predictions;
  const { goods, bads } = classWeights(predictions);
  const { value, at, goodShare, badShare } = largestDistance(predictions, { goods, bads });
  const placements = Float64Array.from(logOdds, (each, row) => {
    const isBelow = Number(each <= at);
    return labels[row] === 1 ? isBelow - badShare : goodShare - isBelow;
  });
  const factor = Math.sqrt(crossValidation?.varianceFactor ?? 1);
  const error = factor * clusteredError(predictions, { placements, value: 0, goods, bads });
  const byChance = KOLMOGOROV_95 * factor * Math.sqrt(inverseSize(predictions));
  return {
    value,
    low: value > byChance ? Math.max(0, value - (NORMAL_95 + OVERSHOOT) * error) : 0,
    high: Math.min(1, value + NORMAL_95 * error),
  };
}

/** Where the distance is largest, and the shares of the classes up to there. */
function largestDistance(
  { logOdds, labels, weights }: Ranked,
  { goods, bads }: { goods: number; bads: number },
) {
  const ranking = rankRows(logOdds);
  let goodShare = 0;
  let badShare = 0;
  let largest = { value: 0, at: Number.NEGATIVE_INFINITY, goodShare, badShare };
  forEachTie(logOdds, ranking, (start, end) => {
    for (let position = start; position < end; position++) {
      const row = ranking[position];
      if (labels[row] === 1) badShare += weights[row] / bads;
      else goodShare += weights[row] / goods;
    }
    const value = badShare - goodShare;
    if (value > largest.value)
      largest = { value, at: logOdds[ranking[start]], goodShare, badShare };
  });
  return largest;
}

/** 1/n + 1/m of the customers of both classes, where one whose rows weigh more counts more (Kish 1965). */
function inverseSize({ labels, weights, customerOf }: Ranked): number {
  const sums = [new Map<number, number>(), new Map<number, number>()];
  weights.forEach((weight, row) => {
    const ofClass = sums[labels[row]];
    ofClass.set(customerOf[row], (ofClass.get(customerOf[row]) ?? 0) + weight);
  });
  return sums.reduce((total, ofClass) => {
    let [sum, squares] = [0, 0];
    for (const weight of ofClass.values()) {
      sum += weight;
      squares += weight ** 2;
    }
    return total + squares / sum ** 2;
  }, 0);
}
