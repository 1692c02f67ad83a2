import type { Company } from '@maia/sdk';
import type { ScoredReport } from './scored-report.js';

/** The settings that a cut-off is told from. */
export interface CutOffSettings {
  settings: Pick<Company['settings'], 'cutOff' | 'scoreScale'>;
}

/**
 * The lender's cut-off for the score of a report. Null when none is set, when the role may not read the
 * settings, or when the report was made on another scale, where the number would mean something else.
 */
export function cutOffOf(
  { scale }: Pick<ScoredReport, 'scale'>,
  company: CutOffSettings | null,
): number | null {
  if (company === null) return null;
  const { cutOff, scoreScale } = company.settings;
  return scoreScale.min === scale.min && scoreScale.max === scale.max ? cutOff : null;
}
