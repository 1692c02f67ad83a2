import type { Facts } from '../facts.js';
import type { FeatureUnit } from '../feature.js';
import { WINDOWS } from '../windows.js';
import { type Feature, feature, type Traits } from './declare.js';

const DAYS_SOON = 30;

/** How long and how densely the customer is known, and what comes next. */
export const TENURE: readonly Feature[] = [
  feature('daysSinceFirstDue', tenure('days'), ({ entries, observedThrough }) => {
    return observedThrough - entries[entries.length - 1]!.state.instalment.dueDate;
  }),
  feature('daysSinceNewestDue', tenure('days'), ({ entries, observedThrough }) => {
    return observedThrough - entries[0]!.state.instalment.dueDate;
  }),
  ...WINDOWS.map((window) =>
    feature(`instalments.${window}`, tenure('count'), ({ windows }) => windows[window].count),
  ),
  feature('dueDates', tenure('count'), ({ dueGapsDays }) => dueGapsDays.length + 1),
  feature('loans', tenure('count'), ({ entries }) => {
    return new Set(entries.map(({ state }) => state.instalment.loan)).size;
  }),
  { ...feature('daysSinceOpened', tenure('days'), daysSinceOpened), beforeFirstDue: true },
  feature('dueGapMean', tenure('days'), ({ dueGapsDays }) => mean(dueGapsDays)),
  feature('dueGapDeviation', tenure('days'), ({ dueGapsDays }) => deviation(dueGapsDays)),
  feature('dueGapMax', tenure('days'), ({ dueGapsDays }) =>
    dueGapsDays.length === 0 ? Number.NaN : Math.max(...dueGapsDays),
  ),
  feature('dueGapMaxToUsual', tenure('ratio'), ({ dueGapsDays }) => {
    return dueGapsDays.length < 2 ? Number.NaN : Math.max(...dueGapsDays) / median(dueGapsDays);
  }),
  { ...feature('openAhead', tenure('count'), openAhead), beforeFirstDue: true },
  { ...feature('dueSoon', tenure('count'), dueSoon), beforeFirstDue: true },
];

function tenure(unit: FeatureUnit): Traits {
  return { family: 'tenure', unit, direction: 'free', actionable: false };
}

/** Since the first loan whose day of granting is known. */
function daysSinceOpened({ entries, ahead, observedThrough }: Facts): number {
  let opened = Number.POSITIVE_INFINITY;
  for (const { state } of entries) {
    opened = Math.min(opened, state.instalment.openedOn ?? Number.POSITIVE_INFINITY);
  }
  for (const { instalment } of ahead) {
    opened = Math.min(opened, instalment.openedOn ?? Number.POSITIVE_INFINITY);
  }
  return opened === Number.POSITIVE_INFINITY ? Number.NaN : Math.max(observedThrough - opened, 0);
}

/** Of the instalments known to fall due later, those still to be paid. */
function openAhead({ entries, ahead }: Facts): number {
  if (entries.length + ahead.length === 0) return Number.NaN;
  return ahead.reduce((count, { settledOn }) => count + (settledOn === null ? 1 : 0), 0);
}

function dueSoon({ entries, ahead, observedThrough }: Facts): number {
  if (entries.length + ahead.length === 0) return Number.NaN;
  let count = 0;
  for (const { instalment } of ahead) {
    if (instalment.dueDate <= observedThrough + DAYS_SOON) count += 1;
  }
  return count;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return (sorted[(sorted.length - 1) >> 1]! + sorted[middle]!) / 2;
}

/** Standard deviation with n − 1. NaN under two values. */
function deviation(values: readonly number[]): number {
  if (values.length < 2) return Number.NaN;
  const centre = mean(values);
  const squares = values.reduce((sum, value) => sum + (value - centre) ** 2, 0);
  return Math.sqrt(squares / (values.length - 1));
}
