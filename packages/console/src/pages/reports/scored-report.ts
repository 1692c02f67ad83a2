import type { Report } from '@maia/sdk';

/** A report that has its score. */
export interface ScoredReport extends Report {
  score: number;
  scoreProbability: number;
  scoreConfidence: number;
  scale: NonNullable<Report['scale']>;
}

/**
 * Whether anything that the model uses is known of the person; else the score is an average over others, and
 * says nothing for or against this one.
 */
export function hasHistory({ notices }: Pick<Report, 'notices'>): boolean {
  return !notices.some(({ code }) => code === 'noHistory');
}

/** Tells reports with a score from those that still wait for it. */
export function isScored(report: Report): report is ScoredReport {
  return (
    report.score !== null &&
    report.scoreProbability !== null &&
    report.scoreConfidence !== null &&
    report.scale !== null
  );
}

/** Whether the person is bad already by the model's target: a score without probability and confidence. */
export function isAlreadyBad({ notices }: Pick<Report, 'notices'>): boolean {
  return notices.some(({ code }) => code === 'alreadyBad');
}
