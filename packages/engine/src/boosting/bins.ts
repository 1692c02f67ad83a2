import type { FeatureDefinition, RiskDirection } from '../features/feature.js';

/** The bin of what is not known: missing values, special codes and categories that training never saw. */
export const MISSING_BIN = 255;

/** How the values of one input become bins. */
export interface BinLayout {
  /** Rising thresholds; the bin of x is the count of thresholds below x, so bins are (from, to]. */
  edges: readonly number[];
  /** Count of category codes, each a bin of its own; 0 for a number. */
  categories: number;
  /** Numbers that are codes rather than quantities; they count as missing. */
  specials: readonly number[];
}

/** A feature as the trees see it. */
export interface TreeInput extends BinLayout {
  code: string;
  /** Position of the feature in the row. */
  column: number;
  direction: RiskDirection;
}

/** The rows of a training, cut into bins once; folds, bags and bootstraps differ only in the weights. */
export interface BinnedTable {
  rows: number;
  inputs: readonly TreeInput[];
  /** Bins column after column: that of input i and row r is `bins[i × rows + r]`. */
  bins: Uint8Array;
  /** 1 where the customer stayed good: trees predict log-odds of good:bad. */
  goods: Uint8Array;
  /** Number of the customer of each row. */
  customerOf: Int32Array;
}

/** Bins of an input besides the missing one. */
export function binCount({ edges, categories }: BinLayout): number {
  return categories > 0 ? categories : edges.length + 1;
}

/** The bin of one value; `binColumn` gives the same for many. */
export function binOf(layout: BinLayout, value: number): number {
  if (Number.isNaN(value) || layout.specials.includes(value)) return MISSING_BIN;
  if (layout.categories === 0) return countEdgesBelow(layout.edges, value);
  const known = Number.isInteger(value) && value >= 0 && value < layout.categories;
  return known ? value : MISSING_BIN;
}

/** The bins of a column. */
export function binColumn(layout: BinLayout, column: Float64Array, bins: Uint8Array): void {
  const { edges, categories, specials } = layout;
  const isPlain = categories === 0 && specials.length === 0;
  const thresholds = new Float64Array(MISSING_BIN + 1).fill(Number.POSITIVE_INFINITY);
  thresholds.set(edges);
  for (let row = 0; row < column.length; row++) {
    const value = column[row];
    const isBinned = isPlain && !Number.isNaN(value);
    bins[row] = isBinned ? countBelow(thresholds, value) : binOf(layout, value);
  }
}

/** Of 256 rising thresholds how many lie below: eight steps of a search without a branch, which the processor could not foresee. */
function countBelow(thresholds: Float64Array, value: number): number {
  let below = Number(thresholds[127] < value) << 7;
  below += Number(thresholds[below + 63] < value) << 6;
  below += Number(thresholds[below + 31] < value) << 5;
  below += Number(thresholds[below + 15] < value) << 4;
  below += Number(thresholds[below + 7] < value) << 3;
  below += Number(thresholds[below + 3] < value) << 2;
  below += Number(thresholds[below + 1] < value) << 1;
  return below + Number(thresholds[below] < value);
}

/** Rows from which thresholds are learned where there are more, evenly spaced. */
const ROWS_FOR_EDGES = 200_000;

/**
 * Thresholds as in scikit-learn's histogram boosting: between all distinct values while there are at most `maximum`, else between
 * as many quantiles. No label is looked at.
 */
export function layOutBins(
  column: Float64Array,
  definition: FeatureDefinition,
  { specials, maximum = MISSING_BIN }: { specials: readonly number[]; maximum?: number },
): BinLayout {
  if (definition.unit === 'category') {
    const categories = definition.categories?.length ?? column.reduce(highestCount, 0);
    if (categories > MISSING_BIN) {
      throw new RangeError(`feature ${definition.code} has too many categories: ${categories}`);
    }
    return { edges: [], categories, specials };
  }
  const known = knownValues(column, specials).sort();
  return { edges: edgesBetween(known, maximum), categories: 0, specials };
}

function highestCount(count: number, code: number): number {
  return code >= count ? code + 1 : count;
}

function knownValues(column: Float64Array, specials: readonly number[]): Float64Array {
  const count = Math.min(ROWS_FOR_EDGES, column.length);
  const spacing = column.length / count;
  const known = new Float64Array(count);
  let size = 0;
  for (let at = 0; at < count; at++) {
    const value = column[Math.floor((at + 0.5) * spacing)];
    if (!Number.isNaN(value) && !specials.includes(value)) known[size++] = value;
  }
  return known.subarray(0, size);
}

function edgesBetween(sorted: Float64Array, maximum: number): number[] {
  // One more than fit is enough to know that they do not fit.
  const distinct: number[] = [];
  for (let at = 0; at < sorted.length && distinct.length <= maximum; at++) {
    if (at === 0 || sorted[at] !== sorted[at - 1]) distinct.push(sorted[at]);
  }
  if (distinct.length <= maximum) {
    return distinct.slice(1).map((value, index) => middle(distinct[index], value));
  }
  const edges: number[] = [];
  for (let quantile = 1; quantile < maximum; quantile++) {
    const position = ((sorted.length - 1) * quantile) / maximum;
    const edge = middle(sorted[Math.floor(position)], sorted[Math.ceil(position)]);
    if (edges.length === 0 || edge > edges[edges.length - 1]) edges.push(edge);
  }
  return edges;
}

/** The lower of two neighbours where nothing fits between them. Adding 0 turns −0, which JSON does not keep, into 0. */
function middle(low: number, high: number): number {
  const between = low + (high - low) / 2;
  return (between < high ? between : low) + 0;
}

function countEdgesBelow(edges: readonly number[], value: number): number {
  let low = 0;
  let high = edges.length;
  while (low < high) {
    const at = (low + high) >>> 1;
    if (edges[at] < value) low = at + 1;
    else high = at;
  }
  return low;
}
