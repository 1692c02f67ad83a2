import {
  type BinnedFeature,
  binFeature,
  type CellCounts,
  countCells,
} from '../binning/bin-feature.js';
import { cellCount } from '../binning/cells.js';
import type { CandidateFeature, Sample } from './sample.js';

/** What one feature can tell alone. */
export interface Screened {
  feature: CandidateFeature;
  binned: BinnedFeature;
  /**
   * Σ (goods share − bads share) × WoE over customers that did not shape the WoE, averaged over the folds: the information
   * value without its optimism, 0 on average for noise.
   */
  crossValidatedInformationValue: number;
  /** Bins of each fold's complement: encoding a row by its own fold's leaves its label out. */
  byFold: readonly BinnedFeature[];
  /** Whether the trend is the same without most of the folds. */
  stable: boolean;
}

/** Bins of one feature on the weighted rows, and on the rows without each fold. */
export function screenFeature(
  sample: Sample,
  feature: CandidateFeature,
  weights: Float64Array,
): Screened {
  const counts = countByFold(sample, feature, weights);
  const all = addCounts(counts);
  const binned = binFeature(feature.layout, all, feature.direction);
  let information = 0;
  let sameTrend = 0;
  let used = 0;
  const byFold = counts.map((outside) => {
    const inside = subtractCounts(all, outside);
    const refit = binFeature(feature.layout, inside, feature.direction);
    if (refit.trend === binned.trend) sameTrend += 1;
    const transferred = transferredInformation(refit, outside);
    if (transferred !== null) {
      information += transferred;
      used += 1;
    }
    return refit;
  });
  return {
    feature,
    binned,
    crossValidatedInformationValue: used === 0 ? 0 : information / used,
    byFold,
    stable: sameTrend >= counts.length - 1,
  };
}

/** Weight of evidence of each given row, by bins that the row's own fold did not shape. */
export function crossFittedColumn({ foldOf }: Sample, screened: Screened, rows: Int32Array) {
  const { cells } = screened.feature;
  const woes = screened.byFold.map(({ woeByCell }) => woeByCell);
  const column = new Float64Array(rows.length);
  for (let at = 0; at < rows.length; at++) {
    const row = rows[at];
    column[at] = woes[foldOf[row]][cells[row]];
  }
  return column;
}

function countByFold(sample: Sample, feature: CandidateFeature, weights: Float64Array) {
  const size = cellCount(feature.layout);
  const joint = new Uint16Array(sample.rows);
  for (let row = 0; row < sample.rows; row++) {
    joint[row] = sample.foldOf[row] * size + feature.cells[row];
  }
  const counts = countCells(joint, size * sample.folds, { labels: sample.labels, weights });
  return Array.from({ length: sample.folds }, (_, fold) => ({
    goods: counts.goods.slice(fold * size, (fold + 1) * size),
    bads: counts.bads.slice(fold * size, (fold + 1) * size),
  }));
}

function addCounts(parts: readonly CellCounts[]): CellCounts {
  const total = { goods: parts[0].goods.slice(), bads: parts[0].bads.slice() };
  for (const part of parts.slice(1)) {
    part.goods.forEach((value, cell) => {
      total.goods[cell] += value;
    });
    part.bads.forEach((value, cell) => {
      total.bads[cell] += value;
    });
  }
  return total;
}

/** Cells whose weights cancel to a rounding error are empty. */
function subtractCounts(all: CellCounts, part: CellCounts): CellCounts {
  const rest = (value: number, taken: number) => (value - taken > 1e-9 ? value - taken : 0);
  return {
    goods: all.goods.map((value, cell) => rest(value, part.goods[cell])),
    bads: all.bads.map((value, cell) => rest(value, part.bads[cell])),
  };
}

function transferredInformation(binned: BinnedFeature, outside: CellCounts): number | null {
  let goods = 0;
  let bads = 0;
  for (const value of outside.goods) goods += value;
  for (const value of outside.bads) bads += value;
  if (goods === 0 || bads === 0) return null;
  let information = 0;
  binned.woeByCell.forEach((woe, cell) => {
    information += (outside.goods[cell] / goods - outside.bads[cell] / bads) * woe;
  });
  return information;
}
