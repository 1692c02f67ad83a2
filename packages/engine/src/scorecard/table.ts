import { type BinnedFeature, countCells } from '../binning/bin-feature.js';
import { cellCount, missingCell, ordinaryCellCount } from '../binning/cells.js';
import type { Bin, BinRange, ObservedBin, Scale } from '../model/model.js';
import type { CandidateFeature, Sample } from './sample.js';

/** The bins of one feature as a person reads them, with what training saw in each. */
export function observedBins(
  sample: Sample,
  feature: CandidateFeature,
  binned: BinnedFeature,
): ObservedBin[] {
  const { layout, cells } = feature;
  const counts = countCells(cells, cellCount(layout), sample);
  const collect = (range: BinRange, members: readonly number[]): ObservedBin => ({
    ...range,
    goods: members.reduce((sum, cell) => sum + counts.goods[cell], 0),
    bads: members.reduce((sum, cell) => sum + counts.bads[cell], 0),
    woe: binned.woeByCell[members[0]],
  });
  const ordinary = Array.from({ length: binned.bins }, (_, bin) => {
    const members = binned.binOfCell.flatMap((of, cell) => (of === bin ? [cell] : []));
    return collect(rangeOf(feature, members), members);
  });
  const first = ordinaryCellCount(layout);
  const specials = layout.specials.map((value, index) =>
    collect({ kind: 'special', value }, [first + index]),
  );
  const missing = collect({ kind: 'missing' }, [missingCell(layout)]);
  return [...ordinary, ...specials, ...(missing.goods + missing.bads > 0 ? [missing] : [])];
}

function rangeOf({ layout }: CandidateFeature, members: readonly number[]): BinRange {
  if (layout.categories > 0) return { kind: 'categories', codes: members };
  const [first, last] = [members[0], members[members.length - 1]];
  return {
    kind: 'range',
    from: first === 0 ? null : layout.grid[first - 1],
    to: last === layout.grid.length ? null : layout.grid[last],
  };
}

/**
 * Log-odds and points of each bin. The scale's offset and the intercept are spread evenly over the characteristics, so that
 * the points of a person's bins sum to the unrounded, unclamped score.
 */
export function withPoints(
  bins: readonly ObservedBin[],
  scale: Scale,
  card: { logOddsPerWoe: number; intercept: number; characteristics: number },
): Bin[] {
  const share = (scale.offset + scale.factor * card.intercept) / card.characteristics;
  return bins.map((bin) => {
    const logOdds = card.logOddsPerWoe * bin.woe;
    return { ...bin, logOdds, points: share + scale.factor * logOdds };
  });
}
