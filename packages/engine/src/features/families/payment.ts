import type { Facts } from '../facts.js';
import type { RiskDirection } from '../feature.js';
import { isOnTime, meanOf, streakLongest, streakNow } from '../sequence.js';
import { WINDOWS, type Window } from '../windows.js';
import { type Feature, feature, newest, recent, type Traits, windowed } from './declare.js';
import { typicalDue } from './delinquency.js';

/** How much of what was due was paid, how regularly, how early. */
export const PAYMENT: readonly Feature[] = [
  ...windowed('paidShare', WINDOWS, paying('share'), (totals) => totals.covered / totals.due),
  ...windowed(
    'paidShareWithPartial',
    ['90d', 'all'],
    paying('share'),
    (totals) => totals.coveredWithPartial / totals.due,
  ).map((each): Feature => ({ ...each, partialPaymentsIn: windowOf(each.code) })),
  feature('paidShareMean', paying('share'), ({ entries }) => meanOf(entries, (e) => e.covered)),
  feature('paidShareMin', paying('share'), ({ entries }) =>
    entries.reduce((share, entry) => Math.min(share, entry.covered), 1),
  ),
  ...newest('newestPaidShare', 5, paying('share'), (entry) => entry.covered),
  ...recent('paidShareRecent', paying('share'), (means) => means.covered),
  ...windowed(
    'notFullShare',
    ['90d', 'all'],
    paying('share', 'rises'),
    (totals) => totals.notFullCount / totals.count,
  ),
  ...recent('notFullRecent', paying('share', 'rises'), (means) => means.notFull),
  ...windowed(
    'onTimeAmountShare',
    ['90d', '365d', 'all'],
    paying('share'),
    (totals) => 1 - totals.lateDue / totals.due,
  ),
  feature('onTimeStreak', paying('count'), ({ entries }) => streakNow(entries, isOnTime)),
  feature('onTimeStreakLongest', paying('count'), ({ entries }) =>
    streakLongest(entries, isOnTime),
  ),
  feature('daysWithoutPayment', paying('days', 'rises'), daysWithoutPayment),
  ...[30, 90, 180].map((days) =>
    feature(`settledCount.${days}d`, paying('count'), (facts) => settledIn(facts, days).count),
  ),
  ...[30, 90].map((days) =>
    feature(
      `settledToTypical.${days}d`,
      paying('ratio'),
      (facts) => settledIn(facts, days).due / typicalDue(facts),
    ),
  ),

  ...windowed(
    'overpaidShare',
    ['90d', 'all'],
    paying('share', 'free'),
    (totals) => totals.overpaidCount / totals.count,
  ),
  feature('overpaidMean', paying('share', 'free'), ({ entries }) =>
    meanOf(entries, (entry) => Math.max(entry.paidRatio - 1, 0)),
  ),
  ...windowed(
    'earlyDaysMean',
    ['90d', 'all'],
    paying('days', 'free'),
    (totals) => totals.earlyDays / totals.count,
  ),
  feature(
    'earlyShare',
    paying('share', 'free'),
    ({ windows }) => windows.all.earlyCount / windows.all.count,
  ),
  ...newest('newestEarlyDays', 1, paying('days', 'free'), (entry) => entry.earlyDays),
  feature('settledAhead', paying('count', 'free'), ({ ahead }) =>
    ahead.reduce((count, { settledOn }) => count + (settledOn === null ? 0 : 1), 0),
  ),
];

function paying(unit: Traits['unit'], direction: RiskDirection = 'falls'): Traits {
  return { family: 'payment', unit, direction, actionable: true };
}

function windowOf(code: string): Window {
  return WINDOWS.find((window) => code.endsWith(`.${window}`))!;
}

/** Days since an instalment was last settled; since the first due date where none ever was. */
function daysWithoutPayment({ entries, observedThrough }: Facts): number {
  let newest = entries[entries.length - 1]!.state.instalment.dueDate;
  let settled = false;
  for (const { state } of entries) {
    if (state.settledOn === null) continue;
    newest = settled ? Math.max(newest, state.settledOn) : state.settledOn;
    settled = true;
  }
  return Math.max(observedThrough - newest, 0);
}

/** The due instalments that were settled in the last days, whenever they were due. */
function settledIn({ entries, observedThrough }: Facts, days: number) {
  let count = 0;
  let due = 0;
  for (const entry of entries) {
    const { settledOn } = entry.state;
    if (settledOn === null || settledOn <= observedThrough - days) continue;
    count += 1;
    due += entry.due;
  }
  return { count, due };
}
