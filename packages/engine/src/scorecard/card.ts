import { type BinnedFeature, binFeature, countCells } from '../binning/bin-feature.js';
import { cellCount } from '../binning/cells.js';
import { fitLogistic, type LogisticFit } from '../logistic/fit.js';
import { type CandidateFeature, outcomesOf, rowsInUse, type Sample } from './sample.js';

export interface CardCharacteristic {
  feature: CandidateFeature;
  binned: BinnedFeature;
  /** Above 0: what the bins say alone is never turned round. */
  coefficient: number;
}

/** A fitted card on log-odds of good:bad, not calibrated. */
export interface Card {
  intercept: number;
  characteristics: readonly CardCharacteristic[];
}

/** Penalty on the coefficients, whose natural size is 1: scikit-learn's default C = 1. */
export const RIDGE = 1;

const NEAR_TOLERANCE = 1e-3;

/**
 * Bins the given features on the weighted rows and fits the card, every coefficient of a WoE held at or above 0; those
 * that end at 0 are left out. A card that was fitted `near`, on nearly the same rows, saves steps: it is where the fit begins, and ends
 * once its coefficients move far less than they differ from one replicate to the next.
 */
export function fitCard(
  sample: Sample,
  features: readonly CandidateFeature[],
  { weights, near = null }: { weights: Float64Array; near?: Card | null },
): Card {
  const rows = rowsInUse(weights);
  const binned = features.map((feature) => {
    const counts = countCells(feature.cells, cellCount(feature.layout), {
      labels: sample.labels,
      weights,
    });
    return binFeature(feature.layout, counts, feature.direction);
  });
  const fit = fitLogistic({
    columns: features.map(({ cells }, index) => woeColumn(cells, binned[index], rows)),
    ...outcomesOf(sample, weights, rows),
    ...(near !== null && { start: startFrom(near, features), tolerance: NEAR_TOLERANCE }),
    ridge: RIDGE,
    nonNegative: true,
  });
  const characteristics = features.map((feature, index) => ({
    feature,
    binned: binned[index],
    coefficient: fit.coefficients[index],
  }));
  return {
    intercept: fit.intercept,
    characteristics: characteristics.filter(({ coefficient }) => coefficient > 0),
  };
}

/** Where the fit of the near card ended. */
function startFrom(near: Card, features: readonly CandidateFeature[]): LogisticFit {
  const coefficientOf = new Map(near.characteristics.map((each) => [each.feature, each]));
  const coefficients = features.map((feature) => coefficientOf.get(feature)?.coefficient ?? 0);
  return { intercept: near.intercept, coefficients: Float64Array.from(coefficients) };
}

/** The weight of evidence of each given row. */
function woeColumn(cells: Uint8Array, { woeByCell }: BinnedFeature, rows: Int32Array) {
  const column = new Float64Array(rows.length);
  for (let at = 0; at < rows.length; at++) column[at] = woeByCell[cells[rows[at]]];
  return column;
}

/** Uncalibrated log-odds of every row of the sample. */
export function cardLogOdds(sample: Sample, card: Card): Float64Array {
  const logOdds = new Float64Array(sample.rows).fill(card.intercept);
  for (const { feature, binned, coefficient } of card.characteristics) {
    const byCell = binned.woeByCell.map((woe) => coefficient * woe);
    for (let row = 0; row < sample.rows; row++) logOdds[row] += byCell[feature.cells[row]];
  }
  return logOdds;
}
