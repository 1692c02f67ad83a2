import { cellCount, ordinaryCellCount } from '../binning/cells.js';
import type { CandidateFeature } from '../scorecard/sample.js';

/** A feature in few slices that no outcome has shaped. */
export interface SlicedFeature {
  code: string;
  /** Cell of each row, and slice of each cell. */
  cells: Uint8Array;
  sliceOf: Uint8Array;
  slices: number;
}

const NUMBER_SLICES = 10;

/**
 * Slices of a feature: ten of about equal count for a number, and one for each category, special value and what is missing. The bins of
 * the card would not do for a proxy, because they are merged by risk, and trees cut where they like.
 */
export function sliceFeature(
  { code, layout, cells }: CandidateFeature,
  weights: Float64Array,
): SlicedFeature {
  const ordinary = ordinaryCellCount(layout);
  const aside = cellCount(layout) - ordinary;
  const isCategory = layout.categories > 0;
  const slices = (isCategory ? ordinary : NUMBER_SLICES) + aside;
  const sums = new Float64Array(ordinary + aside);
  for (let row = 0; row < cells.length; row++) sums[cells[row]] += weights[row];
  let total = 0;
  for (let cell = 0; cell < ordinary; cell++) total += sums[cell];
  let below = 0;
  const sliceOf = Uint8Array.from(sums, (sum, cell) => {
    if (cell >= ordinary) return slices - aside + cell - ordinary;
    if (isCategory) return cell;
    const middle = total > 0 ? (below + sum / 2) / total : 0;
    below += sum;
    return Math.min(NUMBER_SLICES - 1, Math.floor(NUMBER_SLICES * middle));
  });
  return { code, cells, sliceOf, slices };
}
