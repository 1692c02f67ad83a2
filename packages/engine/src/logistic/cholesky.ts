/**
 * Solves A x = b for a symmetric positive definite A, given by rows (size × size, only the lower triangle is read).
 * Null when A is not positive definite to working precision.
 */
export function solvePositiveDefinite(
  matrix: Float64Array,
  right: Float64Array,
): Float64Array | null {
  const size = right.length;
  const lower = factorise(matrix, size);
  if (lower === null) return null;
  const solution = Float64Array.from(right);
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < row; column++) {
      solution[row] -= lower[row * size + column] * solution[column];
    }
    solution[row] /= lower[row * size + row];
  }
  for (let row = size - 1; row >= 0; row--) {
    for (let below = row + 1; below < size; below++) {
      solution[row] -= lower[below * size + row] * solution[below];
    }
    solution[row] /= lower[row * size + row];
  }
  return solution;
}

function factorise(matrix: Float64Array, size: number): Float64Array | null {
  const lower = new Float64Array(size * size);
  for (let row = 0; row < size; row++) {
    for (let column = 0; column <= row; column++) {
      let value = matrix[row * size + column];
      for (let k = 0; k < column; k++) value -= lower[row * size + k] * lower[column * size + k];
      if (column < row) lower[row * size + column] = value / lower[column * size + column];
      else if (value > 1e-13 * matrix[row * size + row]) lower[row * size + row] = Math.sqrt(value);
      else return null;
    }
  }
  return lower;
}
