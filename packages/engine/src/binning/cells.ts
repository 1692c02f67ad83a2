import type { FeatureDefinition } from '../features/feature.js';

/**
 * How a value finds its cell, the finest unit of which bins are made. Cells are numbered: ranges of
 * the grid (or category codes), then one per special value, then missing, then unseen.
 */
export interface CellLayout {
  /** Rising edges; the cell of x is the count of edges ≤ x, so cells are [from, to). */
  grid: readonly number[];
  /** Count of category codes; 0 for a number. */
  categories: number;
  /** Numbers that are codes rather than quantities. */
  specials: readonly number[];
}

/** More cells than this would not fit the byte in which a row's cell is kept. */
const MAXIMUM_CELLS = 250;

export function ordinaryCellCount(layout: CellLayout): number {
  return layout.categories > 0 ? layout.categories : layout.grid.length + 1;
}

export function missingCell(layout: CellLayout): number {
  return ordinaryCellCount(layout) + layout.specials.length;
}

export function unseenCell(layout: CellLayout): number {
  return missingCell(layout) + 1;
}

export function cellCount(layout: CellLayout): number {
  return missingCell(layout) + 2;
}

/** The cell of one value; the same function serves training and scoring. */
export function cellOf(layout: CellLayout, value: number): number {
  if (Number.isNaN(value)) return missingCell(layout);
  const special = layout.specials.indexOf(value);
  if (special >= 0) return ordinaryCellCount(layout) + special;
  if (layout.categories === 0) return countEdgesUpTo(layout.grid, value);
  const known = Number.isInteger(value) && value >= 0 && value < layout.categories;
  return known ? value : unseenCell(layout);
}

/** Cells of a whole column, in the given order of rows. */
export function assignCells(
  layout: CellLayout,
  column: Float64Array,
  order: Int32Array,
): Uint8Array {
  const cells = new Uint8Array(order.length);
  for (let row = 0; row < order.length; row++) cells[row] = cellOf(layout, column[order[row]]);
  return cells;
}

/**
 * Cells of about equal count (at most `maximum` for a number), made without looking at any label, so that
 * folds and bootstraps can share them. A value more frequent than a cell is a cell of its own.
 */
export function layOutCells(
  column: Float64Array,
  definition: FeatureDefinition,
  specials: readonly number[],
  maximum = 50,
): CellLayout {
  if (definition.unit === 'category') {
    const categories = definition.categories?.length ?? countCategories(column);
    if (categories + specials.length + 2 > MAXIMUM_CELLS) {
      throw new RangeError(`feature ${definition.code} has too many categories: ${categories}`);
    }
    return { grid: [], categories, specials };
  }
  const known = new Float64Array(column.length);
  let size = 0;
  for (let row = 0; row < column.length; row++) {
    const value = column[row];
    if (!Number.isNaN(value) && !specials.includes(value)) known[size++] = value;
  }
  return { grid: quantileEdges(known.subarray(0, size).sort(), maximum), categories: 0, specials };
}

function countCategories(column: Float64Array): number {
  let highest = -1;
  for (const value of column) if (value > highest) highest = value;
  return highest + 1;
}

function quantileEdges(sorted: Float64Array, maximum: number): number[] {
  const share = sorted.length / maximum;
  const edges: number[] = [];
  let cellStart = 0;
  for (let start = 0; start < sorted.length; ) {
    let end = start + 1;
    while (end < sorted.length && sorted[end] === sorted[start]) end++;
    const full = start - cellStart >= share;
    const tooMuchTogether = start > cellStart && end - cellStart > 1.5 * share;
    if (full || tooMuchTogether) {
      edges.push(sorted[start]);
      cellStart = start;
    }
    start = end;
  }
  return edges;
}

function countEdgesUpTo(grid: readonly number[], value: number): number {
  let low = 0;
  let high = grid.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (grid[middle] <= value) low = middle + 1;
    else high = middle;
  }
  return low;
}
