import { classWeights, forEachTie, type Predictions, rankRows } from './predictions.js';

/** What measures of the ranking need. */
export type Ranked = Pick<
  Predictions,
  'logOdds' | 'labels' | 'weights' | 'customerOf' | 'crossValidation'
>;

/** An estimate with its interval. */
export interface Estimate {
  value: number;
  low: number;
  high: number;
}

/** 97.5 % point of the normal distribution. */
export const NORMAL_95 = 1.959963984540054;

/**
 * Probability that a good ranks safer than a bad, ties counted half, with the 95 % interval of DeLong, DeLong and
 * Clarke-Pearson (1988), summed by customer as in Obuchowski (1997).
 *
 * Out-of-fold predictions are compared within their folds only. A fold with many bads leaves few to its model, which then calls
 * everyone in it safe: over all rows that lowers the value, below 0.5 where nothing tells (Parker, Günter and Bedo 2007).
 */
export function areaUnderCurve(predictions: Ranked): Estimate {
  const parts = byFold(predictions).map((part) => {
    const { goods, bads } = classWeights(part);
    return { ...curveOf(part, { goods, bads }), pairs: goods * bads };
  });
  const pairs = parts.reduce((sum, part) => sum + part.pairs, 0);
  const value = parts.reduce((sum, part) => sum + (part.pairs / pairs) * part.value, 0);
  const variance = parts.reduce((sum, part) => sum + ((part.pairs / pairs) * part.error) ** 2, 0);
  const half = NORMAL_95 * Math.sqrt(variance * (predictions.crossValidation?.varianceFactor ?? 1));
  return { value, low: Math.max(0, value - half), high: Math.min(1, value + half) };
}

/** The folds that hold both classes; all rows where no folds are told or none does. */
function byFold(predictions: Ranked): Ranked[] {
  const { crossValidation, labels } = predictions;
  if (crossValidation === undefined) return [predictions];
  const folds: number[][] = [];
  crossValidation.foldOf.forEach((fold, row) => {
    while (folds.length <= fold) folds.push([]);
    folds[fold].push(row);
  });
  const usable = folds.filter((rows) => new Set(rows.map((row) => labels[row])).size === 2);
  return usable.length === 0 ? [predictions] : usable.map((rows) => pickRows(predictions, rows));
}

/** The predictions of some rows. */
export function pickRows(predictions: Ranked, rows: readonly number[]): Ranked {
  const { logOdds, labels, weights, customerOf, crossValidation } = predictions;
  return {
    logOdds: Float64Array.from(rows, (row) => logOdds[row]),
    labels: Uint8Array.from(rows, (row) => labels[row]),
    weights: Float64Array.from(rows, (row) => weights[row]),
    customerOf: Int32Array.from(rows, (row) => customerOf[row]),
    ...(crossValidation && {
      crossValidation: {
        ...crossValidation,
        foldOf: Uint8Array.from(rows, (row) => crossValidation.foldOf[row]),
      },
    }),
  };
}

function curveOf(predictions: Ranked, { goods, bads }: { goods: number; bads: number }) {
  const placements = placementsOf(predictions, { goods, bads });
  let value = 0;
  for (let row = 0; row < placements.length; row++) {
    if (predictions.labels[row] === 1) value += predictions.weights[row] * placements[row];
  }
  value /= bads;
  return { value, error: clusteredError(predictions, { placements, value, goods, bads }) };
}

/** 2 × AUC − 1. */
export function giniOf(auc: Estimate): Estimate {
  return { value: 2 * auc.value - 1, low: 2 * auc.low - 1, high: 2 * auc.high - 1 };
}

/** For a bad: share of goods ranked safer; for a good: share of bads ranked riskier; ties half. */
function placementsOf(predictions: Ranked, sums: { goods: number; bads: number }): Float64Array {
  const { labels, weights, logOdds } = predictions;
  const ranking = rankRows(logOdds);
  const placements = new Float64Array(labels.length);
  let goodsBelow = 0;
  let badsBelow = 0;
  forEachTie(logOdds, ranking, (start, end) => {
    let goodsTied = 0;
    let badsTied = 0;
    for (let position = start; position < end; position++) {
      const row = ranking[position];
      if (labels[row] === 1) badsTied += weights[row];
      else goodsTied += weights[row];
    }
    const goodsAbove = sums.goods - goodsBelow - goodsTied;
    for (let position = start; position < end; position++) {
      const row = ranking[position];
      placements[row] =
        labels[row] === 1
          ? (goodsAbove + goodsTied / 2) / sums.goods
          : (badsBelow + badsTied / 2) / sums.bads;
    }
    goodsBelow += goodsTied;
    badsBelow += badsTied;
  });
  return placements;
}

/**
 * Standard error of the difference of two class means, Σ w × placement over the bads and over the goods, where the rows of a customer
 * are not independent. The mean of the placements is `value` in both classes.
 */
export function clusteredError(
  { labels, weights, customerOf }: Ranked,
  curve: { placements: Float64Array; value: number; goods: number; bads: number },
): number {
  const ofBads = new Map<number, number>();
  const ofGoods = new Map<number, number>();
  for (let row = 0; row < labels.length; row++) {
    const [sums, total] = labels[row] === 1 ? [ofBads, curve.bads] : [ofGoods, curve.goods];
    const part = (weights[row] / total) * (curve.placements[row] - curve.value);
    sums.set(customerOf[row], (sums.get(customerOf[row]) ?? 0) + part);
  }
  const unbiased = (count: number) => (count > 1 ? Math.sqrt(count / (count - 1)) : 1);
  const [badFactor, goodFactor] = [unbiased(ofBads.size), unbiased(ofGoods.size)];
  let variance = 0;
  for (const [customer, part] of ofBads) {
    variance += (badFactor * part + goodFactor * (ofGoods.get(customer) ?? 0)) ** 2;
  }
  for (const [customer, part] of ofGoods) {
    if (!ofBads.has(customer)) variance += (goodFactor * part) ** 2;
  }
  return Math.sqrt(variance);
}
