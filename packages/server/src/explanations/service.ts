import { readCompany } from '../company/service.js';
import type { Context } from '../context.js';
import type { ReportOut } from '../reports/schemas.js';
import type { Language } from '../scoring/report-texts.js';
import { historyFacts } from '../scoring/what-if.js';
import { adviceFor } from './advice.js';
import type { ExplanationOut } from './schemas.js';
import { type Scored, scoredHistory } from './scored-history.js';
import { EXPLANATION_TEXTS } from './texts.js';

const ATTRIBUTE_PREFIX = 'attribute:';

function dataUsed(
  { history, viewpoint }: Scored,
  { features, observedThrough }: ReportOut,
): ExplanationOut['dataUsed'] {
  const none = { instalments: null, firstDueDate: null, lastDueDate: null };
  const facts = history === null ? none : historyFacts(history, viewpoint.asOf);
  const attributes = features
    .filter(({ code }) => code.startsWith(ATTRIBUTE_PREFIX))
    .map(({ code, value }) => ({ name: code.slice(ATTRIBUTE_PREFIX.length), value }));
  return { ...facts, observedThrough, attributes, features };
}

/**
 * What the applicant of a report may ask to be told, in their language. Throws NotFoundError, or ConflictError for
 * a report that has no score yet.
 */
export async function explain(
  context: Context,
  name: string,
  language: Language,
): Promise<ExplanationOut> {
  const scored = await scoredHistory(context, name, language);
  const { report, row } = scored;
  const company = await readCompany(context);
  const advice = await adviceFor(scored, language);
  const texts = EXPLANATION_TEXTS[language];
  const contact = company.settings.reviewContact;
  const { id, uuid, referenceId, asOf, created_at } = report;
  return {
    report: { id, uuid, referenceId, asOf, created_at },
    language,
    score: report.score,
    scoreProbability: report.scoreProbability,
    scoreConfidence: report.scoreConfidence,
    scale: report.scale,
    interval: report.interval,
    reasons: report.reasons,
    strengths: report.strengths,
    notices: report.notices,
    dataUsed: dataUsed(scored, report),
    advice,
    adviceText: advice.map(({ text }) => text).join(' ') || texts.noAdvice,
    model: { version: row.score_version, binaryPath: row.model_id },
    review: { company: company.Name, contact, text: texts.askFor(company.Name, contact) },
  };
}
