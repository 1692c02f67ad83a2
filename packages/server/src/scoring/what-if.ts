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

/** How far back or ahead a usual gap between instalments is looked for, and what it is without any. */
const GAP_DAYS = { min: 7, max: 62, usual: 30 };

/**
 * The history with the next instalments paid on the day each falls due, and the calendar moved on to the last of them. Those
 * that the lender knows of come first; after them the loan is taken to go on in its usual rhythm and amount. Null
 * where nothing has ever fallen due, so that there is no rhythm to go on with.
 */
export function payNextOnTime(
  history: History,
  view: View,
  { count, recordedAt }: { count: number; recordedAt: number },
): { history: History; view: View; amounts: Overdue[] } | null {
  const seenThrough = Math.min(view.observedThrough, view.asOf);
  const byDueDate = [...history.instalments].sort((a, b) => a.dueDate - b.dueDate);
  const next = byDueDate.filter(({ dueDate, openedOn }) => {
    return dueDate > seenThrough && (dueDate <= view.asOf || (openedOn ?? 0) <= view.asOf);
  });
  const planned = [...next.slice(0, count), ...goOn(byDueDate, count - next.length, view.asOf)];
  if (planned.length < count) return null;
  const asOf = planned.reduce((latest, { dueDate }) => Math.max(latest, dueDate), view.asOf);
  const amounts = new Map<string | null, number>();
  const pay = (instalment: Instalment): Instalment => {
    const amountMinor = openMinor(instalment, asOf);
    if (amountMinor === 0 || instalment.dueDate <= seenThrough || instalment.dueDate > asOf)
      return instalment;
    const { currency } = instalment;
    amounts.set(currency, (amounts.get(currency) ?? 0) + amountMinor);
    const receivedOn = Math.max(instalment.dueDate, view.asOf);
    const receipt = { amountMinor, receivedOn, recordedAt };
    return { ...instalment, receipts: [...instalment.receipts, receipt] };
  };
  const added = planned.slice(Math.min(count, next.length));
  return {
    history: { ...history, instalments: [...history.instalments, ...added].map(pay) },
    view: { asOf, observedThrough: asOf },
    amounts: [...amounts].map(([currency, amountMinor]) => ({ currency, amountMinor })),
  };
}

/** Further instalments of the newest loan, in the rhythm of its last two due dates. */
function goOn(byDueDate: readonly Instalment[], count: number, asOf: Day): Instalment[] {
  const newest = byDueDate.at(-1);
  if (count <= 0 || newest === undefined || newest.dueDate > asOf + GAP_DAYS.max * 24) return [];
  const gap = newest.dueDate - (byDueDate.at(-2)?.dueDate ?? newest.dueDate);
  const days = gap >= GAP_DAYS.min && gap <= GAP_DAYS.max ? gap : GAP_DAYS.usual;
  const first = Math.max(newest.dueDate, asOf);
  return Array.from({ length: count }, (_, index) => ({
    ...newest,
    dueDate: first + (index + 1) * days,
    receipts: [],
    restructured: false,
  }));
}
