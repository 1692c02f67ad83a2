/** 95 % point of the normal distribution: the upper end of a two-sided 90 % interval. */
const NORMAL_90 = 1.6448536269514722;

/**
 * Upper 5 % point of Student's distribution by the expansion of Cornish and Fisher (Abramowitz and Stegun 26.7.5); from 4
 * degrees of freedom on it is right to three digits.
 */
export function studentQuantile90(degreesOfFreedom: number): number {
  const z = NORMAL_90;
  const n = degreesOfFreedom;
  return (
    z +
    (z ** 3 + z) / (4 * n) +
    (5 * z ** 5 + 16 * z ** 3 + 3 * z) / (96 * n ** 2) +
    (3 * z ** 7 + 19 * z ** 5 + 17 * z ** 3 - 15 * z) / (384 * n ** 3) +
    (79 * z ** 9 + 776 * z ** 7 + 1482 * z ** 5 - 1920 * z ** 3 - 945 * z) / (92160 * n ** 4)
  );
}
