/** Normal quantile by its upper tail, 0 to 0.5, to 5e-4 (Abramowitz and Stegun 26.2.23). */
export function normalUpperQuantile(tail: number): number {
  const t = Math.sqrt(-2 * Math.log(tail));
  const above = 2.515517 + t * (0.802853 + t * 0.010328);
  const below = 1 + t * (1.432788 + t * (0.189269 + t * 0.001308));
  return t - above / below;
}

/** Chi-square quantile by its upper tail, for any degrees of freedom from 1 on, to 3 % (Wilson and Hilferty 1931). */
export function chiSquareUpperQuantile(tail: number, degrees: number): number {
  const spread = 2 / (9 * degrees);
  return degrees * (1 - spread + normalUpperQuantile(tail) * Math.sqrt(spread)) ** 3;
}
