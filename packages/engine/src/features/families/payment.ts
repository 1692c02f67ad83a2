import type { Facts } from '../facts.js';
import type { RiskDirection } from '../feature.js';
import { meanOf } from '../sequence.js';
import { WINDOWS, type Window, type WindowTotals } from '../windows.js';
import { type Feature, feature, newest, recent, type Traits, windowed } from './declare.js';

/** How much of what was due was paid; when, is told by lateness. */
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
  feature('daysWithoutPayment', paying('days', 'rises'), daysWithoutPayment),
  ...settledAgainstDue('settledToDue', [30, 90, 180], (settled, due) => settled.count / due.count),
  ...settledAgainstDue('settledAmountToDue', [30, 90], (settled, due) => settled.due / due.due),

  ...windowed(
    'overpaidShare',
    ['90d', 'all'],
    paying('share', 'free'),
    (totals) => totals.overpaidCount / totals.count,
  ),
  feature('overpaidMean', paying('share', 'free'), ({ entries }) =>
    meanOf(entries, (entry) => Math.max(entry.paidRatio - 1, 0)),
  ),
];

function paying(unit: Traits['unit'], direction: RiskDirection = 'falls'): Traits {
  return { family: 'payment', unit, direction, actionable: true };
}

function windowOf(code: string): Window {
  return WINDOWS.find((window) => code.endsWith(`.${window}`))!;
}

/**
 * Days since money last settled an instalment, while there is one to settle: since then or since the oldest open one fell due,
 * whichever is later. A customer from whom nothing is asked does not miss a payment.
 */
function daysWithoutPayment({ entries, observedThrough }: Facts): number {
  let owedSince = Number.POSITIVE_INFINITY;
  let newest = Number.NEGATIVE_INFINITY;
  for (const { state } of entries) {
    if (state.settledOn !== null) newest = Math.max(newest, state.settledOn);
    else owedSince = state.instalment.dueDate;
  }
  if (owedSince === Number.POSITIVE_INFINITY) return 0;
  return Math.max(observedThrough - Math.max(newest, owedSince), 0);
}

type Days = 30 | 90 | 180;

/** What was settled in the last days, whenever it was due, against what fell due in them; NaN where nothing did. */
function settledAgainstDue(
  stem: string,
  lengths: readonly Days[],
  divide: (settled: { count: number; due: number }, due: WindowTotals) => number,
): Feature[] {
  return lengths.flatMap((days) =>
    windowed(stem, [`${days}d`], paying('ratio'), (totals, facts) =>
      divide(settledIn(facts, days), totals),
    ),
  );
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
