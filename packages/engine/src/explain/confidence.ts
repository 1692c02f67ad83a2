import { cellOf } from '../binning/cells.js';
import type { DepthSupport, ScorecardModel, Uncertainty } from '../model/model.js';
import type { Entry } from './contributions.js';

/** Standard deviation of the calibrated log-odds of one row over the bootstrap replicates. */
export function bootstrapSpread(logOdds: readonly number[]): number {
  const mean = logOdds.reduce((sum, value) => sum + value, 0) / logOdds.length;
  const squares = logOdds.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return Math.sqrt(squares / (logOdds.length - 1));
}

/** Calibrated log-odds of one row by each refit of a card. */
export function replicatedLogOdds(model: ScorecardModel, row: Float64Array): number[] {
  const cells = model.characteristics.map((characteristic) =>
    cellOf(characteristic, row[characteristic.column]),
  );
  return model.replicates.map(({ intercept, characteristics }) =>
    characteristics.reduce((sum, runs, index) => sum + valueAt(runs, cells[index]), intercept),
  );
}

/**
 * How much of this person's log-odds is open: the bootstrap's variance, what a history of this depth has not shown yet, and what the
 * inputs would tell that are not known whatever the depth: attributes that are missing and values never seen in training. Without
 * a measure of depth every missing input counts.
 */
export function openVariance(
  { contributionCovariance, depth }: Uncertainty,
  row: Float64Array,
  { entries, spread }: { entries: readonly Entry[]; spread: number },
): number {
  const isOpen = entries.map(({ definition, value, unknown }) => {
    const comesWithDepth = Number.isNaN(value) && definition.family !== 'attribute';
    return unknown && !(depth !== null && comesWithDepth);
  });
  const shallow = depth === null ? 0 : unresolvedAt(depth, row[depth.column]);
  return spread ** 2 + shallow + varianceOfOpen(contributionCovariance, isOpen);
}

/** The inputs that are not known could have moved the score as much as they do across the portfolio. */
function varianceOfOpen(lowerTriangle: readonly number[], isOpen: readonly boolean[]): number {
  let variance = 0;
  isOpen.forEach((open, i) => {
    if (!open) return;
    for (let j = 0; j <= i; j++) {
      if (isOpen[j]) variance += (i === j ? 1 : 2) * lowerTriangle[(i * (i + 1)) / 2 + j];
    }
  });
  return Math.max(0, variance);
}

function unresolvedAt({ depths, unresolvedVariance }: DepthSupport, depth: number): number {
  const known = Number.isNaN(depth) ? 0 : depth;
  const above = depths.findIndex((each) => each > known);
  if (above === 0) return unresolvedVariance[0];
  if (above < 0) return unresolvedVariance[depths.length - 1];
  const share = (known - depths[above - 1]) / (depths[above] - depths[above - 1]);
  const [from, to] = [unresolvedVariance[above - 1], unresolvedVariance[above]];
  return from + share * (to - from);
}

function valueAt(runs: { starts: readonly number[]; values: readonly number[] }, cell: number) {
  return runs.values[runs.starts.findLastIndex((start) => start <= cell)];
}
