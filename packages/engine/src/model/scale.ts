import type { Scale } from './model.js';

export interface ScaleOptions {
  pointsToDouble: number;
  baseScore: number;
  /** Odds good:bad at the base score. */
  baseOdds: number;
  min: number;
  max: number;
}

/** Even odds are 20 points, doubling the odds good:bad adds 10. */
export const DEFAULT_SCALE: ScaleOptions = {
  pointsToDouble: 10,
  baseScore: 20,
  baseOdds: 1,
  min: 0,
  max: 100,
};

/** factor = PDO / ln 2, offset = base − factor × ln(base odds). Throws RangeError on a scale that cannot be. */
export function createScale(options: ScaleOptions): Scale {
  const { pointsToDouble, baseScore, baseOdds, min, max } = options;
  const finite = [pointsToDouble, baseScore, baseOdds, min, max].every(Number.isFinite);
  if (!finite || pointsToDouble <= 0 || baseOdds <= 0 || min >= max) {
    throw new RangeError('a scale needs points to double and base odds above 0, and min below max');
  }
  const factor = pointsToDouble / Math.LN2;
  const offset = baseScore - factor * Math.log(baseOdds);
  return {
    pointsToDouble,
    baseScore,
    baseOdds,
    min,
    max,
    factor,
    offset,
    orientation: 'higherIsSafer',
  };
}

/** Score of log-odds of good:bad, clamped, unrounded. */
export function scoreOf(scale: Scale, logOdds: number): number {
  return Math.min(scale.max, Math.max(scale.min, scale.offset + scale.factor * logOdds));
}

/** A percentage as a whole number that never claims certainty: 1 to 99. */
export function wholePercentage(percentage: number): number {
  return Math.min(99, Math.max(1, Math.round(percentage)));
}
