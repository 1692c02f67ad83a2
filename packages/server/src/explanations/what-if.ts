import type { Context } from '../context.js';
import { mergeAttributes } from '../customers/attributes.js';
import { ConflictError } from '../errors.js';
import type { ReportOut } from '../reports/schemas.js';
import { vectorHistory } from '../reports/vector-history.js';
import type { Language } from '../scoring/report-texts.js';
import type { WhatIfIn, WhatIfOut } from './schemas.js';
import { scoredHistory } from './scored-history.js';

function shown(report: ReportOut): WhatIfOut['before'] {
  const { score, scoreProbability, scoreConfidence, pd, interval, reasons, strengths } = report;
  return { score, scoreProbability, scoreConfidence, pd, interval, reasons, strengths };
}

/**
 * Scores the history of a report with changes, by the report's model and on its day; stores nothing. Throws
 * NotFoundError, what reading the body throws, or ConflictError for a report that waits or whose customer was erased.
 */
export async function whatIf(
  context: Context,
  request: { name: string; language: Language; readBody: () => WhatIfIn },
): Promise<WhatIfOut> {
  const { row, history, rescore } = await scoredHistory(context, request.name, request.language);
  const body = request.readBody();
  if (history === null)
    throw new ConflictError('The customer of this report was erased; nothing is left to change.');
  const payments = body.payments ?? null;
  const after = await rescore({
    attributes: mergeAttributes(history.attributes, body.attributes ?? {}),
    instalments:
      payments === null ? history.instalments : vectorHistory({ payments }, new Date()).instalments,
  });
  const before = await rescore(history);
  return {
    asOf: row.as_of,
    scoreVersion: row.score_version,
    before: shown(before),
    after: shown(after),
    points: (after.score ?? 0) - (before.score ?? 0),
  };
}
