import { type BinnedTable, binCount } from './bins.js';

/** Numbers per bin: sum of gradients, sum of hessians, count of rows. */
export const CELL = 3;

/** Where the bins of the inputs of one tree lie in its histograms; the missing bin of an input follows its others. */
export interface HistogramLayout {
  /** Where the column of each input begins in the table. */
  columns: Int32Array;
  /** First number of each input. */
  starts: Int32Array;
  /** Bins of each input besides the missing one. */
  sizes: Int32Array;
  /** Numbers in all. */
  length: number;
}

export function layOutHistogram(table: BinnedTable, inputs: Int32Array): HistogramLayout {
  const sizes = inputs.map((input) => binCount(table.inputs[input]));
  const starts = new Int32Array(inputs.length);
  for (let slot = 1; slot < inputs.length; slot++) {
    starts[slot] = starts[slot - 1] + CELL * (sizes[slot - 1] + 1);
  }
  const length = sizes.reduce((sum, size) => sum + CELL * (size + 1), 0);
  return { columns: inputs.map((input) => input * table.rows), starts, sizes, length };
}

/** Rows of one tree, in the order of its parts, with their gradients beside them. */
export interface GradientRows {
  rows: Int32Array;
  gradients: Float64Array;
  hessians: Float64Array;
}

/**
 * Sums the gradients of rows [start, end) by bin. Gradients are whole multiples of a power of two, so that every sum is exact and does
 * not depend on the order of the rows.
 */
export function fillHistogram(
  sums: Float64Array,
  { rows, gradients, hessians }: GradientRows,
  range: { start: number; end: number; bins: Uint8Array; layout: HistogramLayout },
): void {
  const { start, end, bins } = range;
  const { columns, starts, sizes, length } = range.layout;
  sums.fill(0, 0, length);
  for (let slot = 0; slot < columns.length; slot++) {
    const column = columns[slot];
    const from = starts[slot];
    const missing = sizes[slot];
    for (let at = start; at < end; at++) {
      const cell = from + CELL * Math.min(bins[column + rows[at]], missing);
      sums[cell] += gradients[at];
      sums[cell + 1] += hessians[at];
      sums[cell + 2] += 1;
    }
  }
}

/** The histogram of a part less that of one child is that of the other child. */
export function subtractHistogram(
  whole: Float64Array,
  part: Float64Array,
  { length }: HistogramLayout,
): void {
  for (let cell = 0; cell < length; cell++) whole[cell] -= part[cell];
}
