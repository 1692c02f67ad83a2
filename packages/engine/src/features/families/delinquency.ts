import type { Facts } from '../facts.js';
import type { RiskDirection } from '../feature.js';
import { isTroubled, lateMonthsShare, relapses, streakLongest, streakNow } from '../sequence.js';
import { WINDOWS, type WindowTotals } from '../windows.js';
import {
  type Feature,
  feature,
  happened,
  newest,
  recent,
  type Traits,
  windowed,
} from './declare.js';

/**
 * An open instalment that is paid becomes a settled one that was late, so these can rise when a customer pays. Where that
 * settles it, nothing may count against paying; where any payment does, an open instalment may as well be one for
 * which nothing was asked, and only a settled one is known to have been late.
 */
const SETTLED_LATE: readonly Feature[] = [
  happened('settledLateDaysMax', past('days'), ({ windows }) => settled(windows.all).lateDaysMax),
  happened('settledLateDaysMean', past('days'), ({ windows }) => settled(windows.all).lateDaysMean),
].map((each) => ({ ...each, settledBy: 'anyPayment' }));

/** How late, how often, how recently. Money still missing now comes first: it can be paid. */
export const DELINQUENCY: readonly Feature[] = [
  feature('overdueDays', now('days'), ({ entries }) =>
    entries.reduce((days, { state }) => Math.max(days, state.overdueDays), 0),
  ),
  feature('overdueCount', now('count'), overdueCount),
  feature('overdueShare', now('share'), (facts) => overdueDue(facts) / facts.windows.all.due),
  feature('overdueToTypical', now('ratio'), (facts) => overdueDue(facts) / typicalDue(facts)),
  feature(
    'overdueLargest',
    now('ratio'),
    (facts) =>
      facts.entries.reduce(
        (due, entry) => (entry.state.overdueDays > 0 ? Math.max(due, entry.due) : due),
        0,
      ) / typicalDue(facts),
  ),
  {
    ...feature('arrearsToTypical', now('ratio'), (facts) => arrears(facts) / typicalDue(facts)),
    partialPaymentsIn: 'all',
  },

  ...windowed('lateDaysMax', WINDOWS, past('days'), (totals) => totals.lateDaysMax),
  ...windowed('lateDaysMean', WINDOWS, past('days'), (totals) => totals.lateDays / totals.count),
  ...windowed('lateShare', WINDOWS, past('share'), (totals) => totals.lateCount / totals.count),
  ...windowed(
    'lateDaysByAmount',
    ['90d', '365d', 'all'],
    past('days'),
    (totals) => totals.lateDaysTimesDue / totals.due,
  ),
  ...windowed('lateCount', ['180d', '365d', 'all'], past('count'), (totals) => totals.lateCount),
  ...windowed('late30Count', ['180d', '365d', 'all'], past('count'), (t) => t.late30Count),
  ...windowed('late60Count', ['365d', 'all'], past('count'), (totals) => totals.late60Count),
  ...windowed('late90Count', ['365d', 'all'], past('count'), (totals) => totals.late90Count),
  ...windowed('openShare', WINDOWS, now('share'), (totals) => totals.openCount / totals.count),
  ...windowed(
    'restructuredCount',
    ['365d', 'all'],
    past('count'),
    (totals) => totals.restructuredCount,
  ),

  ...SETTLED_LATE,
  happened('daysSinceLate', past('days', 'falls'), daysSinceLate),
  feature('daysWithoutLate', past('days', 'falls'), (facts) => daysWithout(facts, 1)),
  feature('daysWithoutLate30', past('days', 'falls'), (facts) => daysWithout(facts, 30)),
  feature('lateMonthsShare', past('share'), ({ entries }) => lateMonthsShare(entries)),
  feature('firstLateDays', past('days'), ({ entries }) => entries[entries.length - 1]!.lateDays),
  feature('earlyLateDaysMax', past('days'), ({ entries }) =>
    entries.slice(-3).reduce((days, entry) => Math.max(days, entry.lateDays), 0),
  ),
  feature('lateStreak', past('count'), ({ entries }) => streakNow(entries, isTroubled)),
  feature('lateStreakLongest', past('count'), ({ entries }) => streakLongest(entries, isTroubled)),
  feature('relapses', past('count'), ({ entries }) => relapses(entries)),

  ...recent('lateDaysRecent', past('days'), (means) => means.lateDays),
  ...recent('lateRecent', past('share'), (means) => means.late),
  ...recent('openRecent', now('share'), (means) => means.open),
  ...newest('newestLateDays', 5, past('days'), (entry) => entry.lateDays),
  ...newest('newestOpen', 5, now('count'), (entry) => entry.open),
];

function now(unit: Traits['unit']): Traits {
  return { family: 'delinquency', unit, direction: 'rises', actionable: true };
}

function past(unit: Traits['unit'], direction: RiskDirection = 'rises'): Traits {
  return { family: 'delinquency', unit, direction, actionable: false };
}

export function typicalDue({ windows }: Facts): number {
  return windows.all.due / windows.all.count;
}

function overdueCount({ entries }: Facts): number {
  let count = 0;
  for (const { state } of entries) if (state.overdueDays > 0) count += 1;
  return count;
}

function overdueDue({ entries }: Facts): number {
  let due = 0;
  for (const entry of entries) if (entry.state.overdueDays > 0) due += entry.due;
  return due;
}

function arrears({ entries }: Facts): number {
  let missing = 0;
  for (const { state, due } of entries) {
    const paidShare = state.paidMinor / state.instalment.amountDueMinor;
    if (state.overdueDays > 0) missing += due * Math.max(1 - paidShare, 0);
  }
  return missing;
}

/** How late the instalments were that are settled by now; null where none is. */
function settled(totals: WindowTotals): {
  lateDaysMax: number | null;
  lateDaysMean: number | null;
} {
  const count = totals.count - totals.openCount;
  if (count === 0) return { lateDaysMax: null, lateDaysMean: null };
  return { lateDaysMax: totals.settledLateDaysMax, lateDaysMean: totals.settledLateDays / count };
}

/** Days since the due date of the newest late instalment; null where none was late. */
function daysSinceLate({ entries, observedThrough }: Facts): number | null {
  const newestLate = entries.find(({ lateDays }) => lateDays >= 1);
  return newestLate === undefined ? null : observedThrough - newestLate.state.instalment.dueDate;
}

/** Days since the due date of the newest instalment so late, or since the first one where none was. */
function daysWithout({ entries, observedThrough }: Facts, lateDaysMin: number): number {
  const newestLate = entries.find((entry) => entry.lateDays >= lateDaysMin);
  const since = newestLate ?? entries[entries.length - 1]!;
  return observedThrough - since.state.instalment.dueDate;
}
