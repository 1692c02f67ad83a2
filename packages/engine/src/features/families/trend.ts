import type { FeatureUnit, RiskDirection } from '../feature.js';
import { deviation, meanOf, slope } from '../sequence.js';
import { type Feature, feature, type Traits } from './declare.js';

/** Whether it is getting better or worse, and how steady it is. */
export const TREND: readonly Feature[] = [
  feature('lateDaysSlope', trend('days', 'rises'), ({ entries }) =>
    slope(entries, (entry) => entry.lateDays),
  ),
  feature('lateDaysChange', trend('days', 'rises'), ({ entries }) => {
    const before = meanOf(entries, (e) => e.lateDays, { start: 3, end: entries.length });
    return meanOf(entries, (e) => e.lateDays, { start: 0, end: 3 }) - before;
  }),
  feature(
    'lateShareChange',
    trend('share', 'rises'),
    ({ windows }) =>
      windows['90d'].lateCount / windows['90d'].count - windows.all.lateCount / windows.all.count,
  ),
  feature('lateDaysDeviation', trend('days', 'rises'), ({ entries }) =>
    deviation(entries, (entry) => entry.lateDays),
  ),
  feature('dueSlope', trend('growth', 'free'), ({ entries }) =>
    slope(entries, (entry) => Math.log(entry.due)),
  ),
  feature(
    'dueVariation',
    trend('share', 'free'),
    ({ entries }) =>
      deviation(entries, (entry) => entry.due) / meanOf(entries, (entry) => entry.due),
  ),
  feature('newestDueToTypical', trend('ratio', 'free'), ({ entries }) =>
    entries.length < 2 ? Number.NaN : entries[0]!.due / meanOf(entries, (entry) => entry.due),
  ),
  feature('dueGrowth', trend('ratio', 'free'), ({ entries }) => {
    const before = meanOf(entries, (e) => e.due, { start: 3, end: entries.length });
    return meanOf(entries, (e) => e.due, { start: 0, end: 3 }) / before;
  }),
  ...[1, 2, 3].map((position) =>
    feature(`newCharges.${position}`, trend('ratio', 'free'), ({ entries }) => {
      const entry = entries[position - 1];
      const before = entries[position];
      if (entry === undefined || before === undefined) return Number.NaN;
      const carried = before.due * (1 - before.covered);
      return (entry.due - carried) / meanOf(entries, (each) => each.due);
    }),
  ),
];

function trend(unit: FeatureUnit, direction: RiskDirection): Traits {
  return { family: 'trend', unit, direction, actionable: false };
}
