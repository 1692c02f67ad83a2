import type { Day, Instalment, SettlementRule } from '../features/history.js';
import { type Delinquency, delinquencyOf } from './delinquency.js';
import { type OpenSpan, openSpans } from './open-spans.js';

/** How a customer repaid, with hindsight: what outcomes and the tables of a portfolio are read from. */
export interface Repayment {
  /** First day on which the lender knew of an instalment; infinity when there is none. */
  knownFrom: Day;
  spans: readonly OpenSpan[];
  delinquency: Delinquency;
}

export function repaymentOf(instalments: readonly Instalment[], rule: SettlementRule): Repayment {
  const spans = instalments.flatMap((instalment) => openSpans(instalment, rule));
  const knownFrom = instalments.reduce(
    (first, instalment) => Math.min(first, firstKnownOn(instalment)),
    Number.POSITIVE_INFINITY,
  );
  return { knownFrom, spans, delinquency: delinquencyOf(spans) };
}

/** Due date of the oldest instalment that is not settled at the end of a day, be it due before or after it; null when there is none. */
export function oldestOwedDueDate({ spans }: Repayment, day: Day): Day | null {
  let oldest: Day | null = null;
  for (const { dueDate, from, until } of spans) {
    if (from <= day && day < until && (oldest === null || dueDate < oldest)) oldest = dueDate;
  }
  return oldest;
}

/** The day from which `instalmentAsOf` finds the instalment. */
function firstKnownOn({ amountDueMinor, dueDate, openedOn, receipts }: Instalment): Day {
  if (amountDueMinor <= 0) return Number.POSITIVE_INFINITY;
  let first = openedOn === null ? dueDate : Math.min(dueDate, openedOn);
  for (const { amountMinor, receivedOn } of receipts) {
    if (amountMinor !== 0 && receivedOn !== null) first = Math.min(first, receivedOn);
  }
  return first;
}
