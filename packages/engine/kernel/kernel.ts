// The loops in which a fit of boosted trees spends its time, in AssemblyScript: `npm run kernel` compiles them to the WebAssembly in
// ../src/boosting/generated. Every pointer is a byte offset into the memory that ../src/boosting/workspace.ts lays out.
//
// Gradients and hessians are whole numbers of a fixed unit, so that every sum is exact and does not depend on the order of rows.
// A cell of a histogram has 16 bytes: i64 sum of gradients, then i64 (rows << shift | sum of hessians). An input has 256 cells, the
// last one for missing values. Eight inputs form a group, whose bins of one row are the eight bytes of a word.

const CELL_BYTES: usize = 16;
const INPUT_BYTES: usize = 4096;
const GROUP_BYTES: usize = 32768;
const MISSING_CELL: usize = 4080;
/** Rows whose bins of all groups are read before the next rows: they stay in the cache from group to group. */
const BLOCK_ROWS: usize = 512;

function add(cell: usize, pair: v128): void {
  v128.store(cell, i64x2.add(v128.load(cell), pair));
}

/** Adds one row to the cells of the eight inputs of a group. */
function addRow(group: usize, word: u64, pair: v128): void {
  add(group + ((<usize>word & 255) << 4), pair);
  add(group + INPUT_BYTES + ((<usize>(word >> 8) & 255) << 4), pair);
  add(group + 2 * INPUT_BYTES + ((<usize>(word >> 16) & 255) << 4), pair);
  add(group + 3 * INPUT_BYTES + ((<usize>(word >> 24) & 255) << 4), pair);
  add(group + 4 * INPUT_BYTES + ((<usize>(word >> 32) & 255) << 4), pair);
  add(group + 5 * INPUT_BYTES + ((<usize>(word >> 40) & 255) << 4), pair);
  add(group + 6 * INPUT_BYTES + ((<usize>(word >> 48) & 255) << 4), pair);
  add(group + 7 * INPUT_BYTES + ((<usize>(word >> 56)) << 4), pair);
}

/** The histogram of `count` rows: `packed` holds the words of each row, `gradients` an i32 pair for each row. */
export function fillHistogram(
  histogram: usize,
  groups: usize,
  packed: usize,
  rows: usize,
  count: usize,
  gradients: usize,
  block: usize,
  shift: i32,
): void {
  const one = i64x2.replace_lane(i64x2.splat(0), 1, (<i64>1) << shift);
  const stride = groups << 3;
  memory.fill(histogram, 0, groups * GROUP_BYTES);
  for (let start: usize = 0; start < count; start += BLOCK_ROWS) {
    const length = min(BLOCK_ROWS, count - start);
    const some = rows + (start << 2);
    // The first group gathers the gradients, which the others then read in a row.
    for (let at: usize = 0; at < length; at++) {
      const row = <usize>load<u32>(some + (at << 2));
      const pair = i64x2.add(
        i64x2.extend_low_i32x4_s(v128.load64_zero(gradients + (row << 3))),
        one,
      );
      v128.store(block + (at << 4), pair);
      addRow(histogram, load<u64>(packed + row * stride), pair);
    }
    for (let group: usize = 1; group < groups; group++) {
      const cells = histogram + group * GROUP_BYTES;
      const words = packed + (group << 3);
      for (let at: usize = 0; at < length; at++) {
        const row = <usize>load<u32>(some + (at << 2));
        addRow(cells, load<u64>(words + row * stride), v128.load(block + (at << 4)));
      }
    }
  }
}

/** The histogram of a part less that of one child is that of the other child. */
export function subtractHistogram(whole: usize, part: usize, groups: usize): void {
  const end = groups * GROUP_BYTES;
  for (let at: usize = 0; at < end; at += CELL_BYTES) {
    v128.store(whole + at, i64x2.sub(v128.load(whole + at), v128.load(part + at)));
  }
}

/** e^x of both lanes by Cody and Waite's reduction and a Taylor polynomial; relative error below 1e-11 where |x| ≤ 60. */
function exponential(x: v128): v128 {
  const within = f64x2.min(f64x2.max(x, f64x2.splat(-60)), f64x2.splat(60));
  const power = f64x2.nearest(f64x2.mul(within, f64x2.splat(Math.LOG2E)));
  let rest = f64x2.sub(within, f64x2.mul(power, f64x2.splat(0.6931471803691238)));
  rest = f64x2.sub(rest, f64x2.mul(power, f64x2.splat(1.9082149292705877e-10)));
  let sum = f64x2.splat(1.0 / 362880.0);
  sum = f64x2.add(f64x2.mul(sum, rest), f64x2.splat(1.0 / 40320.0));
  sum = f64x2.add(f64x2.mul(sum, rest), f64x2.splat(1.0 / 5040.0));
  sum = f64x2.add(f64x2.mul(sum, rest), f64x2.splat(1.0 / 720.0));
  sum = f64x2.add(f64x2.mul(sum, rest), f64x2.splat(1.0 / 120.0));
  sum = f64x2.add(f64x2.mul(sum, rest), f64x2.splat(1.0 / 24.0));
  sum = f64x2.add(f64x2.mul(sum, rest), f64x2.splat(1.0 / 6.0));
  sum = f64x2.add(f64x2.mul(sum, rest), f64x2.splat(0.5));
  sum = f64x2.add(f64x2.mul(sum, rest), f64x2.splat(1));
  sum = f64x2.add(f64x2.mul(sum, rest), f64x2.splat(1));
  const exponent = i64x2.extend_low_i32x4_s(i32x4.trunc_sat_f64x2_s_zero(power));
  return f64x2.mul(sum, i64x2.shl(i64x2.add(exponent, i64x2.splat(1023)), 52));
}

/** Gradients and hessians of the log-loss in their units, two rows at a time; arrays reach to an even number of rows. */
export function computeGradients(
  gradients: usize,
  rows: usize,
  logOdds: usize,
  goods: usize,
  weights: usize,
  perGradient: f64,
  perHessian: f64,
): void {
  const one = f64x2.splat(1);
  for (let row: usize = 0; row < rows; row += 2) {
    const odds = exponential(f64x2.neg(v128.load(logOdds + (row << 3))));
    const chance = f64x2.div(one, f64x2.add(one, odds));
    const labels = i16x8.extend_low_i8x16_u(v128.load16_splat(goods + row));
    const good = f64x2.convert_low_i32x4_u(i32x4.extend_low_i16x8_u(labels));
    const weight = v128.load(weights + (row << 3));
    const gradient = f64x2.mul(
      f64x2.mul(f64x2.sub(chance, good), weight),
      f64x2.splat(perGradient),
    );
    const curvature = f64x2.mul(chance, f64x2.sub(one, chance));
    const hessian = f64x2.mul(f64x2.mul(curvature, weight), f64x2.splat(perHessian));
    const wholeGradients = i32x4.trunc_sat_f64x2_s_zero(f64x2.nearest(gradient));
    const wholeHessians = i32x4.trunc_sat_f64x2_s_zero(f64x2.nearest(hessian));
    v128.store(
      gradients + (row << 3),
      v128.shuffle<i32>(wholeGradients, wholeHessians, 0, 4, 1, 5),
    );
  }
}

/** Writes three f64: the sums of gradients and of hessians and the count of rows over an input's cells. */
export function sumCells(
  cells: usize,
  shift: i32,
  perGradient: f64,
  perHessian: f64,
  out: usize,
): void {
  let gradient: i64 = 0;
  let rest: i64 = 0;
  for (let at: usize = 0; at < INPUT_BYTES; at += CELL_BYTES) {
    gradient += load<i64>(cells + at);
    rest += load<i64>(cells + at, 8);
  }
  store<f64>(out, <f64>gradient / perGradient);
  store<f64>(out, <f64>(rest & (((<i64>1) << shift) - 1)) / perHessian, 8);
  store<f64>(out, <f64>(rest >> shift), 16);
}

/** Writes for the bins of a category, the missing one last, the count of rows and the gradient per smoothed hessian. */
export function rateBins(
  cells: usize,
  bins: usize,
  shift: i32,
  perGradient: f64,
  perHessian: f64,
  smoothing: f64,
  out: usize,
): void {
  for (let bin: usize = 0; bin <= bins; bin++) {
    const cell = cells + (bin === bins ? MISSING_CELL : bin << 4);
    const rest = load<i64>(cell, 8);
    const hessian = <f64>(rest & (((<i64>1) << shift) - 1)) / perHessian;
    store<f64>(out + (bin << 4), <f64>(rest >> shift));
    store<f64>(out + (bin << 4), <f64>load<i64>(cell) / perGradient / (hessian + smoothing), 8);
  }
}

/** 1 when rows of the part miss the input. */
export function hasMissing(cells: usize): i32 {
  return load<i64>(cells + MISSING_CELL, 8) !== 0 ? 1 : 0;
}

/**
 * Grows one side bin by bin, from the left (step 1, the missing values stay right) or from the right (step −1, they stay left).
 * `problem` and `found` are written and read by ../src/boosting/split.ts; `found` keeps the best split over all calls.
 */
export function scanSplits(
  cells: usize,
  first: i32,
  step: i32,
  count: i32,
  sign: f64,
  slot: f64,
  shift: i32,
  problem: usize,
  found: usize,
): void {
  const mask = ((<i64>1) << shift) - 1;
  const gradient = load<f64>(problem);
  const hessian = load<f64>(problem, 8);
  const rows = load<f64>(problem, 16);
  const parentGain = load<f64>(problem, 24);
  const low = v128.load64_splat(problem + 32);
  const high = v128.load64_splat(problem + 40);
  const penalty = v128.load64_splat(problem + 48);
  const minimumRows = load<f64>(problem, 56);
  const minimumHessian = load<f64>(problem, 64);
  const gradientUnit = load<f64>(problem, 72);
  const hessianUnit = load<f64>(problem, 80);
  const risingSign = sign * <f64>step;
  let bestGain = load<f64>(found);
  let gradients: i64 = 0;
  let rest: i64 = 0;
  let cell = cells + ((<usize>first) << 4);
  const stride = (<usize>step) << 4;
  for (let index = 0; index < count; index++, cell += stride) {
    const packed = load<i64>(cell, 8);
    // An empty bin gives the same split as its neighbour.
    if (packed === 0) continue;
    gradients += load<i64>(cell);
    rest += packed;
    const n = <f64>(rest >> shift);
    if (n < minimumRows) continue;
    if (rows - n < minimumRows) break;
    const h = <f64>(rest & mask) * hessianUnit;
    if (h < minimumHessian) continue;
    if (hessian - h < minimumHessian) break;
    const g = <f64>gradients * gradientUnit;
    const sums = f64x2.replace_lane(f64x2.splat(g), 1, gradient - g);
    const curvatures = f64x2.replace_lane(f64x2.splat(h), 1, hessian - h);
    const steps = f64x2.div(f64x2.neg(sums), f64x2.add(curvatures, penalty));
    const values = f64x2.pmin(f64x2.pmax(steps, low), high);
    const gains = f64x2.mul(sums, values);
    const gain = parentGain - f64x2.extract_lane(gains, 0) - f64x2.extract_lane(gains, 1);
    if (!(gain > bestGain)) continue;
    const difference = f64x2.extract_lane(values, 1) - f64x2.extract_lane(values, 0);
    if (difference * risingSign < 0) continue;
    bestGain = gain;
    const bin = <f64>(first + step * index);
    store<f64>(found, gain);
    store<f64>(found, slot, 8);
    store<f64>(found, step > 0 ? bin : bin - 1, 16);
    store<f64>(found, <f64>step, 24);
    store<f64>(found, step > 0 ? g : gradient - g, 32);
    store<f64>(found, step > 0 ? h : hessian - h, 40);
    store<f64>(found, step > 0 ? n : rows - n, 48);
  }
}
