// Gradients and hessians of the log-loss as whole numbers of a fixed unit, an i32 pair for each row.

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
