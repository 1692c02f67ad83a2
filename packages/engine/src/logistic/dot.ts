/**
 * Σ a × b from one index to another. In four sums, since one alone would wait for each addition to end before the next; the order of
 * the additions is always the same.
 */
export function dot(a: Float64Array, b: Float64Array, from = 0, to = a.length): number {
  const even = to - ((to - from) % 4);
  let first = 0;
  let second = 0;
  let third = 0;
  let fourth = 0;
  for (let index = from; index < even; index += 4) {
    first += a[index] * b[index];
    second += a[index + 1] * b[index + 1];
    third += a[index + 2] * b[index + 2];
    fourth += a[index + 3] * b[index + 3];
  }
  for (let index = even; index < to; index++) first += a[index] * b[index];
  return first + second + (third + fourth);
}
