/** Windows are told by the due date, in days back from the observed day; `all` is the whole history. */
export const WINDOWS = ['30d', '60d', '90d', '180d', '365d', 'all'] as const;
export type Window = (typeof WINDOWS)[number];

/** Length in days, in the order of `WINDOWS`. */
export const WINDOW_DAYS: readonly number[] = [30, 60, 90, 180, 365, Number.POSITIVE_INFINITY];

/** What the instalments due in one window add up to. Amounts are in the customer's unit (see `Facts`). */
export interface WindowTotals {
  count: number;
  lateCount: number;
  late30Count: number;
  late60Count: number;
  late90Count: number;
  openCount: number;
  notFullCount: number;
  overpaidCount: number;
  earlyCount: number;
  restructuredCount: number;
  lateDays: number;
  lateDaysMax: number;
  settledLateDays: number;
  settledLateDaysMax: number;
  earlyDays: number;
  due: number;
  lateDue: number;
  lateDaysTimesDue: number;
  covered: number;
  /** As `covered`, with the partial payments of open instalments. NaN when those are not known. */
  coveredWithPartial: number;
  unknownPaidCount: number;
  /** Instalments whose amount can be compared with the portfolio, and their sums in its medians. */
  comparableCount: number;
  relativeDue: number;
  relativePaid: number;
}

export function emptyTotals(): WindowTotals {
  return {
    count: 0,
    lateCount: 0,
    late30Count: 0,
    late60Count: 0,
    late90Count: 0,
    openCount: 0,
    notFullCount: 0,
    overpaidCount: 0,
    earlyCount: 0,
    restructuredCount: 0,
    lateDays: 0,
    lateDaysMax: 0,
    settledLateDays: 0,
    settledLateDaysMax: 0,
    earlyDays: 0,
    due: 0,
    lateDue: 0,
    lateDaysTimesDue: 0,
    covered: 0,
    coveredWithPartial: 0,
    unknownPaidCount: 0,
    comparableCount: 0,
    relativeDue: 0,
    relativePaid: 0,
  };
}
