import type { Language } from '../scoring/report-texts.js';
import { type Overdue, payNextOnTime, settleOverdue } from '../scoring/what-if.js';
import type { AdviceOut } from './schemas.js';
import type { Scored } from './scored-history.js';
import { EXPLANATION_TEXTS } from './texts.js';

const MINOR_PER_MAJOR = 100;

/** How many instalments on time are tried, the fewest first. */
const INSTALMENTS_TO_TRY = [3, 6, 12];

/** What was found to raise the score, before it is put into words. */
type Found = Omit<AdviceOut, 'text'>;

type History = NonNullable<Scored['history']>;

function toMajor(overdue: readonly Overdue[]): AdviceOut['amounts'] {
  return overdue.map(({ currency, amountMinor }) => ({
    currency,
    amount: amountMinor / MINOR_PER_MAJOR,
  }));
}

function amountsText(amounts: AdviceOut['amounts'], language: Language): string {
  const format = new Intl.NumberFormat(language, {
    minimumFractionDigits: 2,
    maximumFractionDigits: 2,
  });
  return amounts
    .map(({ currency, amount }) => [currency, format.format(amount)].filter(Boolean).join(' '))
    .join(', ');
}

/** The fewest instalments on time that bring the score above another; null where none of those tried does. */
async function findOnTime(
  { viewpoint, rescore }: Scored,
  history: History,
  { from, above, recordedAt }: { from: number; above: number; recordedAt: number },
): Promise<Found | null> {
  for (const count of INSTALMENTS_TO_TRY) {
    const later = payNextOnTime(history, viewpoint, { count, recordedAt });
    if (later === null) return null;
    const score = (await rescore(later.history, later.view)).score ?? 0;
    if (score <= above) continue;
    const amounts = toMajor(later.amounts);
    return { code: 'payOnTime', instalments: count, amounts, score, points: score - from };
  }
  return null;
}

/**
 * What would raise the score, found by scoring it: paying everything that is overdue, and after it the fewest instalments on time
 * that raise the score further, with the calendar moved on. Nothing that does not raise it.
 */
export async function adviceFor(scored: Scored, language: Language): Promise<AdviceOut[]> {
  const { history, viewpoint, rescore } = scored;
  if (history === null) return [];
  const recordedAt = Date.now();
  const from = (await rescore(history)).score ?? 0;
  const paid = settleOverdue(history, viewpoint, recordedAt);
  const settled = paid.settled === 0 ? from : ((await rescore(paid.history)).score ?? 0);
  const found: Found[] = [];
  if (settled > from)
    found.push({
      code: 'payOverdue',
      instalments: paid.settled,
      amounts: toMajor(paid.overdue),
      score: settled,
      points: settled - from,
    });
  const above = Math.max(from, settled);
  const onTime = await findOnTime(scored, paid.history, { from, above, recordedAt });
  if (onTime !== null) found.push(onTime);
  const number = new Intl.NumberFormat(language);
  return found.map((each) => {
    const { payOverdue, payOnTime } = EXPLANATION_TEXTS[language];
    const count = each.instalments;
    const change = { count, from: number.format(from), to: number.format(each.score) };
    const text =
      each.code === 'payOverdue'
        ? payOverdue({ ...change, amount: amountsText(each.amounts, language) })
        : payOnTime({ ...change, afterOverdue: paid.settled > 0 });
    const { code, ...rest } = each;
    return { code, text, ...rest };
  });
}
