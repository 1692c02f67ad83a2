import { cellOf } from '../binning/cells.js';
import type { DepthSupport, ScorecardModel, Uncertainty } from '../model/model.js';

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
 * How much of this person's log-odds is open: the bootstrap's variance, and what a thin history has not shown yet. The
 * latter is seen from two sides, the inputs that are missing and the number of instalments, of which the larger counts.
 */
export function openVariance(
  { contributionCovariance, depth }: Uncertainty,
  row: Float64Array,
  { entries, spread }: { entries: readonly { unknown: boolean }[]; spread: number },
): number {
  const missing = varianceOfUnknown(contributionCovariance, entries);
  const shallow = depth === null ? 0 : unresolvedAt(depth, row[depth.column]);
  return spread ** 2 + Math.max(missing, shallow);
}

/** The inputs that are not known could have moved the score as much as they do across the portfolio. */
function varianceOfUnknown(
  lowerTriangle: readonly number[],
  entries: readonly { unknown: boolean }[],
): number {
  let variance = 0;
  entries.forEach((entry, i) => {
    if (!entry.unknown) return;
    for (let j = 0; j <= i; j++) {
      if (!entries[j].unknown) continue;
      variance += (i === j ? 1 : 2) * lowerTriangle[(i * (i + 1)) / 2 + j];
    }
  });
  return Math.max(0, variance);
}

function unresolvedAt({ from, unresolvedVariance }: DepthSupport, depth: number): number {
  const known = Number.isNaN(depth) ? 0 : depth;
  const group = from.findLastIndex((start) => start <= known);
  return unresolvedVariance[Math.max(0, group)];
}

function valueAt(runs: { starts: readonly number[]; values: readonly number[] }, cell: number) {
  return runs.values[runs.starts.findLastIndex((start) => start <= cell)];
}
