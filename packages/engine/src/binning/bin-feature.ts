import type { RiskDirection } from '../features/feature.js';
import { type CellLayout, missingCell, ordinaryCellCount } from './cells.js';
import {
  type BinningRules,
  type ClassTotals,
  informationOfBin,
  noiseOfOneBin,
  type OptimalPartition,
  partitionMonotone,
  type Trend,
  weightOfEvidence,
} from './optimal.js';

/** Customers' weights by cell and class. */
export interface CellCounts {
  goods: Float64Array;
  bads: Float64Array;
}

/** Below this many customers a missing or special bin says nothing and is neutral. */
const MINIMUM_ASIDE = 30;

/** One feature cut into bins, without any number of a person in it. */
export interface BinnedFeature {
  /** Bin of each ordinary cell, numbered by rising value, categories from the worst on. */
  binOfCell: number[];
  bins: number;
  trend: Trend | null;
  /** By cell, missing and special ones too; 0 for unseen and for what is too rare. */
  woeByCell: Float64Array;
  informationValue: number;
  /** Expectation of the information value under pure noise. */
  noiseInformationValue: number;
}

export function countCells(
  cells: Uint8Array | Uint16Array,
  size: number,
  sample: { labels: Uint8Array; weights: Float64Array },
): CellCounts {
  const goods = new Float64Array(size);
  const bads = new Float64Array(size);
  for (let row = 0; row < cells.length; row++) {
    if (sample.labels[row] === 1) bads[cells[row]] += sample.weights[row];
    else goods[cells[row]] += sample.weights[row];
  }
  return { goods, bads };
}

/**
 * Rules by the number of bad customers: under 500 few bins, and wide ones where we draw their limits; categories are as wide as they
 * come. The counts are weights, and a customer's rows weigh 1 together, so that a bin never holds fewer distinct bad
 * customers than its weight says.
 */
export function rulesFor(totals: ClassTotals, isCategory: boolean): BinningRules {
  const customers = totals.goods + totals.bads;
  if (totals.bads < 500) {
    return {
      maximumBins: 4,
      minimumWeight: (isCategory ? 0.05 : 0.1) * customers,
      minimumOfEachClass: Math.max(5, 0.05 * totals.bads),
    };
  }
  return { maximumBins: 8, minimumWeight: 0.05 * customers, minimumOfEachClass: 25 };
}

/**
 * Bins of one feature: numbers by the best monotone partition in the given direction of risk (the better of both when
 * free), categories ordered by smoothed bad rate and then merged in the same way.
 */
export function binFeature(
  layout: CellLayout,
  counts: CellCounts,
  direction: RiskDirection,
): BinnedFeature {
  const totals = { goods: sum(counts.goods), bads: sum(counts.bads) };
  const ordinary = ordinaryCellCount(layout);
  const categorical = layout.categories > 0;
  const order = categorical ? orderCategories(counts, ordinary, totals) : naturalOrder(ordinary);
  const trends: readonly Trend[] = categorical ? ['rises'] : trendsOf(direction);
  const rules = rulesFor(totals, categorical);
  const { partition, trend } = partitionOrdered(order, counts, { totals, trends, rules });
  const bins = partition.starts.length;
  const binOfCell = new Array<number>(ordinary).fill(0);
  order.forEach((cell, position) => {
    binOfCell[cell] = partition.starts.findLastIndex((start) => start <= position);
  });
  const inside = weighBins(binOfCell, counts, { bins, totals });
  const aside = weighAside(layout, counts, totals);
  // Categories are put in order by their outcomes, so each of them is a chance for noise, merged or not.
  const free = (categorical ? occupied(counts, ordinary) : bins) - 1 + aside.used;
  return {
    binOfCell,
    bins,
    trend: categorical ? null : trend,
    woeByCell: Float64Array.from([...binOfCell.map((bin) => inside.woes[bin]), ...aside.woes, 0]),
    informationValue: inside.information + aside.information,
    noiseInformationValue: Math.max(0, free) * noiseOfOneBin(totals),
  };
}

/** Weight of evidence of each bin and the information of all. */
function weighBins(
  binOfCell: readonly number[],
  counts: CellCounts,
  { bins, totals }: { bins: number; totals: ClassTotals },
) {
  let information = 0;
  const woes = mergeCells(binOfCell, counts, bins).map(({ goods, bads }) => {
    if (goods + bads === 0) return 0;
    const woe = weightOfEvidence(goods, bads, totals);
    information += informationOfBin({ goods, bads, woe }, totals);
    return woe;
  });
  return { woes, information };
}

/** The same for the special cells and the missing one; too rare ones are neutral. */
function weighAside(layout: CellLayout, counts: CellCounts, totals: ClassTotals) {
  let information = 0;
  let used = 0;
  const woes: number[] = [];
  for (let cell = ordinaryCellCount(layout); cell <= missingCell(layout); cell++) {
    const [goods, bads] = [counts.goods[cell], counts.bads[cell]];
    const said = goods + bads >= MINIMUM_ASIDE;
    const woe = said ? weightOfEvidence(goods, bads, totals) : 0;
    information += informationOfBin({ goods, bads, woe }, totals);
    if (said) used += 1;
    woes.push(woe);
  }
  return { woes, information, used };
}

/** Sums of the cells of each bin. */
function mergeCells(binOfCell: readonly number[], counts: CellCounts, bins: number) {
  const merged = Array.from({ length: bins }, () => ({ goods: 0, bads: 0 }));
  binOfCell.forEach((bin, cell) => {
    merged[bin].goods += counts.goods[cell];
    merged[bin].bads += counts.bads[cell];
  });
  return merged;
}

function partitionOrdered(
  order: readonly number[],
  counts: CellCounts,
  options: { totals: ClassTotals; trends: readonly Trend[]; rules: BinningRules },
): { partition: OptimalPartition; trend: Trend } {
  const goods = Float64Array.from(order, (cell) => counts.goods[cell]);
  const bads = Float64Array.from(order, (cell) => counts.bads[cell]);
  const { totals, trends, rules } = options;
  let best: OptimalPartition = { starts: [0], netInformationValue: Number.NEGATIVE_INFINITY };
  let bestTrend = trends[0];
  for (const trend of trends) {
    const partition = partitionMonotone(goods, bads, { totals, trend, rules });
    if (partition !== null && partition.netInformationValue > best.netInformationValue) {
      best = partition;
      bestTrend = trend;
    }
  }
  return { partition: best, trend: bestTrend };
}

/** Risk rising with the value means log-odds of good:bad falling with it. */
function trendsOf(direction: RiskDirection): Trend[] {
  if (direction === 'free') return ['falls', 'rises'];
  return direction === 'rises' ? ['falls'] : ['rises'];
}

/** From the worst category to the best; rates are drawn towards the mean by ten customers. */
function orderCategories(counts: CellCounts, ordinary: number, totals: ClassTotals): number[] {
  const prior = totals.bads / (totals.goods + totals.bads);
  const rate = (cell: number) =>
    (counts.bads[cell] + 10 * prior) / (counts.goods[cell] + counts.bads[cell] + 10);
  return naturalOrder(ordinary).sort((a, b) => rate(b) - rate(a) || a - b);
}

function naturalOrder(size: number): number[] {
  return Array.from({ length: size }, (_, cell) => cell);
}

function occupied(counts: CellCounts, ordinary: number): number {
  let cells = 0;
  for (let cell = 0; cell < ordinary; cell++) {
    if (counts.goods[cell] + counts.bads[cell] > 0) cells += 1;
  }
  return cells;
}

function sum(values: Float64Array): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}
