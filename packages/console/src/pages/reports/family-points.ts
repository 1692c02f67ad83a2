import type { Report, ReportFeature } from '@maia/sdk';

export interface FamilyPoints {
  family: string;
  /** On the lender's scale; positive raised the score. */
  points: number;
}

export interface ScoredParts extends Pick<Report, 'reasons' | 'strengths'> {
  features: readonly Pick<ReportFeature, 'family' | 'contribution'>[];
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

function familyLogOdds(features: ScoredParts['features']): Map<string, number> {
  const totals = new Map<string, number>();
  for (const { family, contribution } of features)
    totals.set(family, (totals.get(family) ?? 0) + contribution);
  return totals;
}

/**
 * Points per unit of log-odds on the scale that this report was made with, which may no longer be
 * that of the settings: its reasons and strengths state the points of whole families. Null without any.
 */
function pointsPerLogOdds(parts: ScoredParts, logOdds: ReadonlyMap<string, number>): number | null {
  const stated = [...parts.reasons, ...parts.strengths];
  const points = sum(stated.map((reason) => Math.abs(reason.points)));
  const contributions = sum(stated.map(({ family }) => Math.abs(logOdds.get(family) ?? 0)));
  return contributions > 0 && points > 0 ? points / contributions : null;
}

/** What every family of inputs did to the score, the strongest first; empty when nothing did anything. */
export function familyPoints(parts: ScoredParts): FamilyPoints[] {
  const logOdds = familyLogOdds(parts.features);
  const factor = pointsPerLogOdds(parts, logOdds);
  if (factor === null) return [];
  return [...logOdds]
    .map(([family, total]) => ({ family, points: factor * total }))
    .sort((a, b) => Math.abs(b.points) - Math.abs(a.points));
}
