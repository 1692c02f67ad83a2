// Histograms of a tree's inputs. A cell has 16 bytes: i64 sum of gradients, then i64 (rows << shift | sum of hessians). Gradients and
// hessians are whole numbers of a fixed unit, so that every sum is exact and does not depend on the order of rows.
//
// Eight inputs form a group, whose bins of one row are the eight bytes of a word. `layout` has two u32 for each group: where
// its first input's cells begin in a histogram, and how far from one input's cells to the next one's, both in bytes.

const CELL_BYTES: usize = 16;
/** Rows whose bins of all groups are read before the next rows: they stay in the cache from group to group. */
const BLOCK_ROWS: usize = 256;

function add(cell: usize, pair: v128): void {
  v128.store(cell, i64x2.add(v128.load(cell), pair));
}

/** Adds a block's rows, whose words and gradients were gathered, to the cells of the eight inputs of a group. */
function addRows(cells: usize, stride: usize, words: usize, pairs: usize, length: usize): void {
  for (let at: usize = 0; at < length; at++) {
    const word = load<u64>(words + (at << 3));
    const pair = v128.load(pairs + (at << 4));
    let input = cells;
    add(input + ((<usize>word & 255) << 4), pair);
    input += stride;
    add(input + ((<usize>(word >> 8) & 255) << 4), pair);
    input += stride;
    add(input + ((<usize>(word >> 16) & 255) << 4), pair);
    input += stride;
    add(input + ((<usize>(word >> 24) & 255) << 4), pair);
    input += stride;
    add(input + ((<usize>(word >> 32) & 255) << 4), pair);
    input += stride;
    add(input + ((<usize>(word >> 40) & 255) << 4), pair);
    input += stride;
    add(input + ((<usize>(word >> 48) & 255) << 4), pair);
    input += stride;
    add(input + ((<usize>(word >> 56)) << 4), pair);
  }
}

/** The histogram of `count` rows: `packed` holds the words of each row, `gradients` an i32 pair for each row. */
export function fillHistogram(
  histogram: usize,
  bytes: usize,
  layout: usize,
  groups: usize,
  packed: usize,
  rows: usize,
  count: usize,
  gradients: usize,
  block: usize,
  shift: i32,
): void {
  const one = i64x2.replace_lane(i64x2.splat(0), 1, (<i64>1) << shift);
  const words = block + (BLOCK_ROWS << 4);
  memory.fill(histogram, 0, bytes);
  for (let start: usize = 0; start < count; start += BLOCK_ROWS) {
    const length = min(BLOCK_ROWS, count - start);
    const some = rows + (start << 2);
    for (let at: usize = 0; at < length; at++) {
      const row = <usize>load<u32>(some + (at << 2));
      const pair = i64x2.extend_low_i32x4_s(v128.load64_zero(gradients + (row << 3)));
      v128.store(block + (at << 4), i64x2.add(pair, one));
      const from = packed + row * (groups << 3);
      let to = words + (at << 3);
      for (let group: usize = 0; group < groups; group++) {
        store<u64>(to, load<u64>(from + (group << 3)));
        to += BLOCK_ROWS << 3;
      }
    }
    for (let group: usize = 0; group < groups; group++) {
      const cells = histogram + <usize>load<u32>(layout + (group << 3));
      const stride = <usize>load<u32>(layout + (group << 3), 4);
      addRows(cells, stride, words + group * (BLOCK_ROWS << 3), block, length);
    }
  }
}

/** The histogram of a part less that of one child is that of the other child. */
export function subtractHistogram(whole: usize, part: usize, bytes: usize): void {
  for (let at: usize = 0; at < bytes; at += CELL_BYTES) {
    v128.store(whole + at, i64x2.sub(v128.load(whole + at), v128.load(part + at)));
  }
}

/** Writes three f64: the sums of gradients and of hessians and the count of rows over `count` cells. */
export function sumCells(
  cells: usize,
  count: usize,
  shift: i32,
  perGradient: f64,
  perHessian: f64,
  out: usize,
): void {
  let gradient: i64 = 0;
  let rest: i64 = 0;
  for (let at: usize = 0; at < count; at++) {
    gradient += load<i64>(cells + (at << 4));
    rest += load<i64>(cells + (at << 4), 8);
  }
  store<f64>(out, <f64>gradient / perGradient);
  store<f64>(out, <f64>(rest & (((<i64>1) << shift) - 1)) / perHessian, 8);
  store<f64>(out, <f64>(rest >> shift), 16);
}

/** Writes for `count` cells the count of rows and the gradient per smoothed hessian. */
export function rateCells(
  cells: usize,
  count: usize,
  shift: i32,
  perGradient: f64,
  perHessian: f64,
  smoothing: f64,
  out: usize,
): void {
  for (let at: usize = 0; at < count; at++) {
    const rest = load<i64>(cells + (at << 4), 8);
    const hessian = <f64>(rest & (((<i64>1) << shift) - 1)) / perHessian;
    const gradient = <f64>load<i64>(cells + (at << 4)) / perGradient;
    store<f64>(out + (at << 4), <f64>(rest >> shift));
    store<f64>(out + (at << 4), gradient / (hessian + smoothing), 8);
  }
}

/** 1 when the cell has rows. */
export function hasRows(cell: usize): i32 {
  return load<i64>(cell, 8) !== 0 ? 1 : 0;
}
