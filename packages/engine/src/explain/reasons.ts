import type { Contribution, Reason } from '../model/scored.js';

/** More than four reasons are seen as unhelpful (Regulation B, comment 9(b)(2)-1). */
const MAXIMUM_REASONS = 4;

/** Below this many points a family did nothing that a person could see. */
const MINIMUM_POINTS = 1e-9;

/**
 * What lowered and what raised a score: contributions summed by family, so that one fact is told once, then ranked. A family
 * is told by the feature that did most in its direction.
 */
export function rankReasons(
  contributions: readonly Contribution[],
  pointsPerLogOdds: number,
): { reasons: Reason[]; strengths: Reason[] } {
  const families = new Map<string, Contribution[]>();
  for (const contribution of contributions) {
    const members = families.get(contribution.family);
    if (members === undefined) families.set(contribution.family, [contribution]);
    else members.push(contribution);
  }
  const told = [...families.values()].map((members) => tellFamily(members, pointsPerLogOdds));
  return {
    reasons: told
      .filter(({ points }) => points < -MINIMUM_POINTS)
      .sort((a, b) => a.points - b.points || compareCodes(a, b))
      .slice(0, MAXIMUM_REASONS),
    strengths: told
      .filter(({ points }) => points > MINIMUM_POINTS)
      .sort((a, b) => b.points - a.points || compareCodes(a, b))
      .slice(0, MAXIMUM_REASONS),
  };
}

function tellFamily(members: readonly Contribution[], pointsPerLogOdds: number): Reason {
  const total = members.reduce((sum, { contribution }) => sum + contribution, 0);
  const sign = total < 0 ? -1 : 1;
  const [strongest] = [...members].sort(
    (a, b) => sign * (b.contribution - a.contribution) || compareCodes(a, b),
  );
  return { ...strongest, contribution: total, points: pointsPerLogOdds * total };
}

function compareCodes(a: Contribution, b: Contribution): number {
  return a.code < b.code ? -1 : Number(a.code > b.code);
}
