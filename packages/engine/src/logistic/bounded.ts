import { solvePositiveDefinite } from './cholesky.js';

/**
 * Minimises ½ z'Hz − c'z with z[j] ≥ 0 where `bounded[j]`, H positive definite, by the active-set
 * method of Lawson and Hanson (Solving Least Squares Problems, 1974, ch. 23), from a feasible start.
 */
export function minimiseBounded(
  hessian: Float64Array,
  linear: Float64Array,
  { bounded, start }: { bounded: readonly boolean[]; start: Float64Array },
): Float64Array {
  const size = linear.length;
  const free = Array.from(start, (value, index) => !bounded[index] || value > 0);
  const point = Float64Array.from(start);
  const spent = new Set<number>();
  for (let round = 0; round < 50 * (size + 1); round++) {
    const target = solveOnFree(hessian, linear, free);
    const step = stepToBound(point, target, { bounded, free });
    for (let index = 0; index < size; index++) {
      if (free[index]) point[index] += step.length * (target[index] - point[index]);
    }
    if (step.blocking >= 0) {
      // An index that enters and leaves without moving is at its bound to working precision.
      if (step.length === 0) spent.add(step.blocking);
      point[step.blocking] = 0;
      free[step.blocking] = false;
      continue;
    }
    const entering = mostUseful(hessian, linear, {
      point,
      skipped: (index) => free[index] || spent.has(index),
    });
    if (entering < 0) return point;
    free[entering] = true;
  }
  throw new Error('the bounded quadratic programme did not end');
}

function solveOnFree(hessian: Float64Array, linear: Float64Array, free: readonly boolean[]) {
  const size = linear.length;
  const indices = free.flatMap((isFree, index) => (isFree ? [index] : []));
  const matrix = new Float64Array(indices.length ** 2);
  indices.forEach((row, i) => {
    indices.forEach((column, j) => {
      matrix[i * indices.length + j] = hessian[row * size + column];
    });
  });
  const reduced = solvePositiveDefinite(
    matrix,
    Float64Array.from(indices, (index) => linear[index]),
  );
  if (reduced === null) throw new Error('the Hessian is not positive definite');
  const solution = new Float64Array(size);
  indices.forEach((index, i) => {
    solution[index] = reduced[i];
  });
  return solution;
}

function stepToBound(
  point: Float64Array,
  target: Float64Array,
  { bounded, free }: { bounded: readonly boolean[]; free: readonly boolean[] },
) {
  let length = 1;
  let blocking = -1;
  for (let index = 0; index < point.length; index++) {
    if (!bounded[index] || !free[index] || target[index] > 0) continue;
    const share = point[index] / (point[index] - target[index]);
    if (share < length || target[index] === point[index]) {
      length = target[index] === point[index] ? 0 : share;
      blocking = index;
    }
  }
  return { length, blocking };
}

/** The index at its bound along which the objective falls fastest, or −1. */
function mostUseful(
  hessian: Float64Array,
  linear: Float64Array,
  { point, skipped }: { point: Float64Array; skipped: (index: number) => boolean },
): number {
  const size = point.length;
  let best = -1;
  let steepest = 1e-12;
  for (let row = 0; row < size; row++) {
    if (skipped(row)) continue;
    let descent = linear[row];
    for (let column = 0; column < size; column++) {
      descent -= hessian[row * size + column] * point[column];
    }
    const relative = descent / (1 + Math.abs(linear[row]));
    if (relative > steepest) {
      steepest = relative;
      best = row;
    }
  }
  return best;
}
