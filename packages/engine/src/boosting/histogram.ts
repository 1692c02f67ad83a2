/** Numbers per bin: sum of gradients, sum of hessians, count of rows. */
export const CELL = 3;
/** Numbers per input: 256 bins. */
export const INPUT_STRIDE = 256 * CELL;

/** Rows of one tree, in the order of its parts, with their gradients beside them. */
export interface GradientRows {
  rows: Int32Array;
  gradients: Float64Array;
  hessians: Float64Array;
}

/**
 * Sums gradients by bin for the inputs of a tree. Gradients are whole multiples of a power of two, so that every sum is exact and
 * does not depend on the order of the rows.
 */
export function fillHistogram(
  sums: Float64Array,
  { rows, gradients, hessians }: GradientRows,
  range: {
    start: number;
    end: number;
    bins: Uint8Array;
    /** Where the column of each input begins. */
    offsets: Int32Array;
  },
): void {
  const { start, end, bins, offsets } = range;
  sums.fill(0);
  for (let slot = 0; slot < offsets.length; slot++) {
    const column = offsets[slot];
    const from = slot * INPUT_STRIDE;
    for (let at = start; at < end; at++) {
      const cell = from + CELL * bins[column + rows[at]];
      sums[cell] += gradients[at];
      sums[cell + 1] += hessians[at];
      sums[cell + 2] += 1;
    }
  }
}

/** The histogram of a part less that of one child is that of the other child. */
export function subtractHistogram(whole: Float64Array, part: Float64Array): void {
  for (let cell = 0; cell < whole.length; cell++) whole[cell] -= part[cell];
}
