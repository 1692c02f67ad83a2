import { readCompany } from '../company/service.js';
import type { Context } from '../context.js';
import type { ReportOut } from '../reports/schemas.js';
import type { Language } from '../scoring/report-texts.js';
import { historyFacts, type Overdue, payNextOnTime, settleOverdue } from '../scoring/what-if.js';
import type { AdviceOut, ExplanationOut } from './schemas.js';
import { type Scored, scoredHistory } from './scored-history.js';
import { EXPLANATION_TEXTS } from './texts.js';

const ATTRIBUTE_PREFIX = 'attribute:';
const MINOR_PER_MAJOR = 100;

function amountsText(overdue: readonly Overdue[], language: Language): string {
  const format = new Intl.NumberFormat(language, {
    minimumFractionDigits: 2,
    maximumFractionDigits: 2,
  });
  return overdue
    .map(({ currency, amountMinor }) =>
      [currency, format.format(amountMinor / MINOR_PER_MAJOR)].filter(Boolean).join(' '),
    )
    .join(', ');
}

/** How many instalments on time are tried, the fewest first. */
const INSTALMENTS_TO_TRY = [3, 6, 12];

function toMajor(overdue: readonly Overdue[]): AdviceOut['amounts'] {
  return overdue.map(({ currency, amountMinor }) => ({
    currency,
    amount: amountMinor / MINOR_PER_MAJOR,
  }));
}

/**
 * What would raise the score, found by scoring it: paying everything that is overdue, and after it the fewest instalments on time
 * that raise the score further, with the calendar moved on. Nothing that does not raise it.
 */
async function adviceFor(
  { history, viewpoint, rescore }: Scored,
  language: Language,
): Promise<AdviceOut[]> {
  if (history === null) return [];
  const texts = EXPLANATION_TEXTS[language];
  const number = new Intl.NumberFormat(language);
  const recordedAt = Date.now();
  const from = (await rescore(history)).score ?? 0;
  const advice: AdviceOut[] = [];
  const paid = settleOverdue(history, viewpoint, recordedAt);
  const settled = paid.settled === 0 ? from : ((await rescore(paid.history)).score ?? 0);
  if (settled > from)
    advice.push({
      code: 'payOverdue',
      text: texts.payOverdue({
        count: paid.settled,
        amount: amountsText(paid.overdue, language),
        from: number.format(from),
        to: number.format(settled),
      }),
      instalments: paid.settled,
      amounts: toMajor(paid.overdue),
      score: settled,
      points: settled - from,
    });
  for (const count of INSTALMENTS_TO_TRY) {
    const later = payNextOnTime(paid.history, viewpoint, { count, recordedAt });
    if (later === null) break;
    const to = (await rescore(later.history, later.view)).score ?? 0;
    if (to <= Math.max(from, settled)) continue;
    const text = texts.payOnTime({
      count,
      afterOverdue: paid.settled > 0,
      from: number.format(from),
      to: number.format(to),
    });
    const amounts = toMajor(later.amounts);
    advice.push({
      code: 'payOnTime',
      text,
      instalments: count,
      amounts,
      score: to,
      points: to - from,
    });
    break;
  }
  return advice;
}

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
