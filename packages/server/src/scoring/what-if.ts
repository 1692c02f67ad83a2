import { type Day, type History, type Instalment, isoFromDay } from '@maia/engine';

/** What of a history was there to be judged on a day. */
export interface HistoryFacts {
  instalments: number;
  /** YYYY-MM-DD; null without instalments. */
  firstDueDate: string | null;
  lastDueDate: string | null;
}

/** Money that is missing from instalments of one currency. */
export interface Overdue {
  currency: string | null;
  amountMinor: number;
}

interface View {
  asOf: Day;
  observedThrough: Day;
}

/** Sums up the instalments that were due by the day. */
export function historyFacts({ instalments }: History, asOf: Day): HistoryFacts {
  const due = instalments.filter(({ dueDate }) => dueDate <= asOf).map(({ dueDate }) => dueDate);
  const bound = (day: number): string | null => (due.length === 0 ? null : isoFromDay(day));
  return {
    instalments: due.length,
    firstDueDate: bound(due.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY)),
    lastDueDate: bound(due.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY)),
  };
}

/** What is missing from an instalment on the day, in minor units. */
function openMinor({ amountDueMinor, receipts }: Instalment, asOf: Day): number {
  const paid = receipts
    .filter(({ receivedOn }) => receivedOn !== null && receivedOn <= asOf)
    .reduce((sum, { amountMinor }) => sum + amountMinor, 0);
  return Math.max(amountDueMinor - paid, 0);
}

/**
 * The history with everything that is overdue paid on the as-of day, by further receipts, and what that costs.
 * Instalments due after the observed day are left alone: nobody knows yet whether they were paid.
 */
export function settleOverdue(
  history: History,
  { asOf, observedThrough }: View,
  recordedAt: number,
): { history: History; settled: number; overdue: Overdue[] } {
  const amounts = new Map<string | null, number>();
  let settled = 0;
  const instalments = history.instalments.map((instalment): Instalment => {
    const amountMinor = openMinor(instalment, asOf);
    if (amountMinor === 0 || instalment.dueDate >= Math.min(observedThrough, asOf))
      return instalment;
    settled += 1;
    const { currency } = instalment;
    amounts.set(currency, (amounts.get(currency) ?? 0) + amountMinor);
    const receipt = { amountMinor, receivedOn: asOf, recordedAt };
    return { ...instalment, receipts: [...instalment.receipts, receipt] };
  });
  const overdue = [...amounts].map(([currency, amountMinor]) => ({ currency, amountMinor }));
  return { history: { ...history, instalments }, settled, overdue };
}
