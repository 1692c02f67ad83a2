import type { FeatureUnit } from '../feature.js';
import { deviation, meanOf, slope } from '../sequence.js';
import { type Feature, feature, type Traits } from './declare.js';

/** Only where any payment settles is the rest carried over to the next instalment. */
const NEW_CHARGES: readonly Feature[] = [1, 2, 3].map((position) => ({
  ...feature(`newCharges.${position}`, trend('ratio'), ({ entries }) => {
    const entry = entries[position - 1];
    const before = entries[position];
    if (entry === undefined || before === undefined) return Number.NaN;
    const carried = before.due * (1 - before.covered);
    return (entry.due - carried) / meanOf(entries, (each) => each.due);
  }),
  settledBy: 'anyPayment',
}));

/** Whether what is due becomes more or less, and how steady it is. */
export const TREND: readonly Feature[] = [
  feature('dueSlope', trend('growth'), ({ entries }) =>
    slope(entries, (entry) => Math.log(entry.due)),
  ),
  feature(
    'dueVariation',
    trend('share'),
    ({ entries }) =>
      deviation(entries, (entry) => entry.due) / meanOf(entries, (entry) => entry.due),
  ),
  feature('newestDueToTypical', trend('ratio'), ({ entries }) =>
    entries.length < 2 ? Number.NaN : entries[0]!.due / meanOf(entries, (entry) => entry.due),
  ),
  feature('dueGrowth', trend('ratio'), ({ entries }) => {
    const before = meanOf(entries, (e) => e.due, { start: 3, end: entries.length });
    return meanOf(entries, (e) => e.due, { start: 0, end: 3 }) / before;
  }),
  ...NEW_CHARGES,
];

function trend(unit: FeatureUnit): Traits {
  return { family: 'trend', unit, direction: 'free', actionable: false };
}
