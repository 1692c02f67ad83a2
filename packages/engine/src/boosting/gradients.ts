import type { Workspace } from './workspace.js';

/** Units in which gradients and hessians are whole numbers, and the bits that a cell leaves to the sum of hessians. */
export interface GradientScale {
  perGradient: number;
  perHessian: number;
  shift: number;
}

/** Bits of the sums that the kernel turns into a Float64 exactly, and of one row's whole number. */
const EXACT_BITS = 51;
const ROW_BITS = 30;

/**
 * The finest units in which neither the whole number of a row nor a sum over all rows can overflow: |p − y| is at most 1 and
 * p (1 − p) at most 1/4, times the weight.
 */
export function scaleFor(weights: Float64Array): GradientScale {
  let total = 1;
  let heaviest = 0;
  for (const weight of weights) {
    total += weight;
    heaviest = Math.max(heaviest, weight);
  }
  const shift = 62 - Math.ceil(Math.log2(weights.length + 1));
  const rowBits = ROW_BITS - Math.ceil(Math.log2(heaviest));
  const sumBits = Math.ceil(Math.log2(total));
  return {
    perGradient: 2 ** Math.min(rowBits, EXACT_BITS - sumBits),
    perHessian: 2 ** Math.min(rowBits, Math.min(shift, EXACT_BITS) - sumBits),
    shift,
  };
}

/** Gradients and hessians of the weighted log-loss of all rows. */
export function computeGradients(
  { kernel, at, rows }: Workspace,
  { perGradient, perHessian }: GradientScale,
): void {
  const { gradients, logOdds, goods, weights } = at;
  kernel.computeGradients(gradients, rows.length, logOdds, goods, weights, perGradient, perHessian);
}
