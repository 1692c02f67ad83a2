// The search for the best split of a part over the histogram of its rows.
//
// `problem` has eleven f64, written by ../src/boosting/split.ts: the part's gradient, hessian, rows and gradient × value; the bounds of
// the values of its children; the penalty, the least rows and the least hessian of a child; and what a whole number of the
// histogram is worth as a gradient and as a hessian. `found` has seven f64, those of the best split over all calls since its
// gain was set to 0: gain, input, highest bin that goes left, direction of the scan, and gradient, hessian and rows of the left side.

// Where the numbers of `problem` lie.
const GRADIENT: usize = 0;
const HESSIAN: usize = 8;
const ROWS: usize = 16;
const GRADIENT_VALUE: usize = 24;
const LOW: usize = 32;
const HIGH: usize = 40;
const PENALTY: usize = 48;
const LEAST_ROWS: usize = 56;
const LEAST_HESSIAN: usize = 64;
const GRADIENT_UNIT: usize = 72;
const HESSIAN_UNIT: usize = 80;

// Where those of `found` do.
const GAIN: usize = 0;
const SLOT: usize = 8;
const BIN: usize = 16;
const STEP: usize = 24;
const LEFT_GRADIENT: usize = 32;
const LEFT_HESSIAN: usize = 40;
const LEFT_ROWS: usize = 48;

/** Rounding errors of the quick comparison that the exact one may still turn. */
const SLACK: f64 = 1e-12;

/**
 * Searches numbers: `inputs` has for each of them four i32, where its cells begin in the histogram, its position among the
 * inputs of the tree, its bins besides the missing one, whose cell is the last, and the sign that the values must follow as it rises.
 */
export function searchNumbers(
  histogram: usize,
  inputs: usize,
  count: i32,
  shift: i32,
  problem: usize,
  found: usize,
): void {
  for (let at = 0; at < count; at++, inputs += 16) {
    const cells = histogram + <usize>load<u32>(inputs);
    const slot = load<i32>(inputs, 4);
    const size = load<i32>(inputs, 8);
    const sign = load<i32>(inputs, 12);
    if (load<i64>(cells + ((<usize>size) << 4), 8) === 0) {
      scanSplits(cells, 0, 1, size - 1, sign, slot, shift, problem, found);
      continue;
    }
    scanSplits(cells, 0, 1, size, sign, slot, shift, problem, found);
    // From the other end, so that the side that grows never holds the missing values.
    scanSplits(cells, size - 1, -1, size - 1, sign, slot, shift, problem, found);
  }
}

/** Whole numbers below 2⁵¹ as f64, by the bits of a f64 whose last bit is worth 1. */
function toNumbers(whole: v128): v128 {
  const bits = i64x2.add(whole, i64x2.splat(0x4338000000000000));
  return f64x2.sub(bits, f64x2.splat(6755399441055744));
}

/** Hessian times value: the Newton step −G / (H + λ) within the bounds, without the division. */
function boundedStep(gradients: v128, hessians: v128, low: v128, high: v128): v128 {
  const lowest = f64x2.mul(low, hessians);
  const highest = f64x2.mul(high, hessians);
  return f64x2.pmin(f64x2.pmax(f64x2.neg(gradients), lowest), highest);
}

/**
 * Grows one side bin by bin, from the left (step 1, the missing values stay right) or from the right (step −1, they stay left).
 *
 * Two neighbouring splits are compared at a time with the best one so far, both sides multiplied by the hessians of the
 * children so that nothing is divided; only a split that may gain more is then weighed exactly.
 */
export function scanSplits(
  cells: usize,
  first: i32,
  step: i32,
  count: i32,
  sign: i32,
  slot: i32,
  shift: i32,
  problem: usize,
  found: usize,
): void {
  const mask = ((<i64>1) << shift) - 1;
  const gradientUnit = load<f64>(problem, GRADIENT_UNIT);
  const hessianUnit = load<f64>(problem, HESSIAN_UNIT);
  const gradient = load<f64>(problem, GRADIENT) / gradientUnit;
  const hessian = load<f64>(problem, HESSIAN) / hessianUnit;
  const rows = <i64>load<f64>(problem, ROWS);
  // Both children have at least so much and, of what the part has, at most so much.
  const leastRows = <i64>load<f64>(problem, LEAST_ROWS);
  const leastHessian = <i64>ceil(load<f64>(problem, LEAST_HESSIAN) / hessianUnit);
  const mostRows = rows - leastRows;
  const mostHessian = <i64>hessian - leastHessian;

  const stride = (<usize>step) << 4;
  let cell = cells + ((<usize>first) << 4);
  let sums = i64x2.splat(0);
  let index = -1;
  let packed: i64;
  do {
    if (++index >= count) return;
    sums = i64x2.add(sums, v128.load(cell));
    cell += stride;
    packed = i64x2.extract_lane(sums, 1);
  } while (packed >> shift < leastRows || (packed & mask) < leastHessian);

  const scale = hessianUnit / gradientUnit;
  const low = f64x2.splat(load<f64>(problem, LOW) * scale);
  const high = f64x2.splat(load<f64>(problem, HIGH) * scale);
  const penalty = load<f64>(problem, PENALTY) / hessianUnit;
  const masks = i64x2.splat(mask);
  let threshold = thresholdOf(problem, found);
  for (;;) {
    if (packed >> shift > mostRows || (packed & mask) > mostHessian) return;
    const next = i64x2.add(sums, v128.load(cell));
    const gradients = toNumbers(v128.shuffle<i64>(sums, next, 0, 2));
    const hessians = toNumbers(v128.and(v128.shuffle<i64>(sums, next, 1, 3), masks));
    const others = f64x2.sub(f64x2.splat(gradient), gradients);
    const penalized = f64x2.add(hessians, f64x2.splat(penalty));
    const otherPenalized = f64x2.sub(f64x2.splat(hessian + penalty), hessians);
    const gain = f64x2.mul(
      f64x2.mul(gradients, boundedStep(gradients, penalized, low, high)),
      otherPenalized,
    );
    const otherGain = f64x2.mul(
      f64x2.mul(others, boundedStep(others, otherPenalized, low, high)),
      penalized,
    );
    const asked = f64x2.mul(f64x2.splat(threshold), f64x2.mul(penalized, otherPenalized));
    const better = i64x2.bitmask(f64x2.lt(f64x2.add(gain, otherGain), asked));
    if (better !== 0) {
      const bin = first + step * index;
      if ((better & 1) !== 0) weigh(sums, bin, step, sign, slot, shift, problem, found);
      const packedNext = i64x2.extract_lane(next, 1);
      if (
        (better & 2) !== 0 &&
        index + 1 < count &&
        packedNext >> shift <= mostRows &&
        (packedNext & mask) <= mostHessian
      ) {
        weigh(next, bin + step, step, sign, slot, shift, problem, found);
      }
      threshold = thresholdOf(problem, found);
    }
    index += 2;
    if (index >= count) return;
    sums = i64x2.add(next, v128.load(cell + stride));
    cell += stride << 1;
    packed = i64x2.extract_lane(sums, 1);
  }
}

/** What the sum of gradient × value of two children must be less than to gain more than the best split, in units of the histogram. */
function thresholdOf(problem: usize, found: usize): f64 {
  const gradientUnit = load<f64>(problem, GRADIENT_UNIT);
  const least = load<f64>(problem, GRADIENT_VALUE) - load<f64>(found, GAIN);
  const inUnits = (least * load<f64>(problem, HESSIAN_UNIT)) / (gradientUnit * gradientUnit);
  return inUnits + SLACK * abs(inUnits);
}

/** Keeps a split of enough rows and hessian when it gains more than the best one and follows the sign. */
function weigh(
  sums: v128,
  bin: i32,
  step: i32,
  sign: i32,
  slot: i32,
  shift: i32,
  problem: usize,
  found: usize,
): void {
  const packed = i64x2.extract_lane(sums, 1);
  const gradient = load<f64>(problem, GRADIENT);
  const hessian = load<f64>(problem, HESSIAN);
  const low = load<f64>(problem, LOW);
  const high = load<f64>(problem, HIGH);
  const penalty = load<f64>(problem, PENALTY);
  const g = <f64>i64x2.extract_lane(sums, 0) * load<f64>(problem, GRADIENT_UNIT);
  const h = <f64>(packed & (((<i64>1) << shift) - 1)) * load<f64>(problem, HESSIAN_UNIT);
  const value = min(max(-g / (h + penalty), low), high);
  const otherValue = min(max(-(gradient - g) / (hessian - h + penalty), low), high);
  const gain = load<f64>(problem, GRADIENT_VALUE) - g * value - (gradient - g) * otherValue;
  if (!(gain > load<f64>(found, GAIN)) || (otherValue - value) * <f64>(sign * step) < 0) return;
  const n = <f64>(packed >> shift);
  const isLeft = step > 0;
  store<f64>(found, gain, GAIN);
  store<f64>(found, <f64>slot, SLOT);
  store<f64>(found, <f64>(isLeft ? bin : bin - 1), BIN);
  store<f64>(found, <f64>step, STEP);
  store<f64>(found, isLeft ? g : gradient - g, LEFT_GRADIENT);
  store<f64>(found, isLeft ? h : hessian - h, LEFT_HESSIAN);
  store<f64>(found, isLeft ? n : load<f64>(problem, ROWS) - n, LEFT_ROWS);
}
