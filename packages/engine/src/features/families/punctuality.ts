import type { FeatureUnit, RiskDirection } from '../feature.js';
import { deviation, isOnTime, meanOf, slope, streakLongest, streakNow } from '../sequence.js';
import { type Feature, feature, newest, type Traits, windowed } from './declare.js';

/**
 * How punctual the customer is, and whether that gets better or worse. Of the same family as lateness: one late payment moves all
 * of it, and one fact must not be told as several.
 */
export const PUNCTUALITY: readonly Feature[] = [
  ...windowed(
    'onTimeAmountShare',
    ['90d', '365d', 'all'],
    punctual('share', 'falls'),
    (totals) => 1 - totals.lateDue / totals.due,
  ),
  feature('onTimeStreak', punctual('count', 'falls'), ({ entries }) =>
    streakNow(entries, isOnTime),
  ),
  feature('onTimeStreakLongest', punctual('count', 'falls'), ({ entries }) =>
    streakLongest(entries, isOnTime),
  ),
  ...windowed(
    'earlyDaysMean',
    ['90d', 'all'],
    punctual('days', 'free'),
    (totals) => totals.earlyDays / totals.count,
  ),
  feature(
    'earlyShare',
    punctual('share', 'free'),
    ({ windows }) => windows.all.earlyCount / windows.all.count,
  ),
  ...newest('newestEarlyDays', 1, punctual('days', 'free'), (entry) => entry.earlyDays),
  feature('settledAhead', punctual('count', 'free'), ({ ahead }) =>
    ahead.reduce((count, { settledOn }) => count + (settledOn === null ? 0 : 1), 0),
  ),

  feature('lateDaysSlope', changing('days'), ({ entries }) =>
    slope(entries, (entry) => entry.lateDays),
  ),
  feature('lateDaysChange', changing('days'), ({ entries }) => {
    const before = meanOf(entries, (e) => e.lateDays, { start: 3, end: entries.length });
    return meanOf(entries, (e) => e.lateDays, { start: 0, end: 3 }) - before;
  }),
  feature(
    'lateShareChange',
    changing('share'),
    ({ windows }) =>
      windows['90d'].lateCount / windows['90d'].count - windows.all.lateCount / windows.all.count,
  ),
  feature('lateDaysDeviation', changing('days'), ({ entries }) =>
    deviation(entries, (entry) => entry.lateDays),
  ),
];

function punctual(unit: FeatureUnit, direction: RiskDirection): Traits {
  return { family: 'delinquency', unit, direction, actionable: true };
}

function changing(unit: FeatureUnit): Traits {
  return { family: 'delinquency', unit, direction: 'rises', actionable: false };
}
