import { receiptsBy, toleratedMinor } from '../features/as-of.js';
import type { Day, Instalment, SettlementRule } from '../features/history.js';

/** Ends of days on which an instalment was not settled: from `from` to before `until`. */
export interface OpenSpan {
  dueDate: Day;
  /** Minus infinity from the beginning. */
  from: Day;
  /** Infinity where it was never settled. */
  until: Day;
}

/**
 * When an instalment was open, by all that was ever received for it: the days on which `instalmentAsOf` would find it
 * open. A reversal opens it again; one of which nothing material can be missing never is.
 */
export function openSpans(instalment: Instalment, rule: SettlementRule): OpenSpan[] {
  const { amountDueMinor, dueDate } = instalment;
  const requiredMinor = amountDueMinor - toleratedMinor(amountDueMinor, rule);
  if (amountDueMinor <= 0 || requiredMinor <= 0) return [];
  const receipts = receiptsBy(instalment.receipts, Number.POSITIVE_INFINITY);
  const spans: OpenSpan[] = [];
  let openFrom: Day | null = Number.NEGATIVE_INFINITY;
  let paidMinor = 0;
  receipts.forEach(({ amountMinor, receivedOn }, index) => {
    paidMinor += amountMinor;
    if (receipts[index + 1]?.receivedOn === receivedOn) return;
    const settled =
      paidMinor > 0 && (rule.settledBy === 'anyPayment' || paidMinor >= requiredMinor);
    if (settled && openFrom !== null) {
      spans.push({ dueDate, from: openFrom, until: receivedOn });
      openFrom = null;
    } else if (!settled && openFrom === null) openFrom = receivedOn;
  });
  if (openFrom !== null) spans.push({ dueDate, from: openFrom, until: Number.POSITIVE_INFINITY });
  return spans;
}
