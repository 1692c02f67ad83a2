import type { MoneyRole } from '../attributes.js';
import type { Entry } from '../entries.js';
import type { Facts } from '../facts.js';
import type { FeatureUnit } from '../feature.js';
import type { Window, WindowTotals } from '../windows.js';
import { type Feature, feature, newest, type Traits, windowed } from './declare.js';

const AMOUNT_WINDOWS: readonly Window[] = ['30d', '90d', '180d', 'all'];

/**
 * How large the instalments are and what they brought in, in medians of the portfolio's instalments of the same month and
 * currency, and beside the income or limit that the lender's attributes tell.
 */
export const AMOUNT: readonly Feature[] = [
  ...newest('newestDue', 5, amount('ratio'), (entry) => entry.relativeDue),
  ...newest('newestPaid', 5, paid('ratio'), (entry) => entry.relativePaid),
  ...windowed('dueMean', AMOUNT_WINDOWS, amount('ratio'), (totals) =>
    comparable(totals, totals.relativeDue),
  ),
  ...windowed('paidMean', AMOUNT_WINDOWS, paid('ratio'), (totals) =>
    comparable(totals, totals.relativePaid),
  ),
  feature('dueMax', amount('ratio'), ({ entries }) =>
    extreme(entries, (entry) => entry.relativeDue, Math.max),
  ),
  feature('dueMin', amount('ratio'), ({ entries }) =>
    extreme(entries, (entry) => entry.relativeDue, Math.min),
  ),
  feature('paidMax', paid('ratio'), ({ entries }) =>
    extreme(entries, (entry) => entry.relativePaid, Math.max),
  ),
  feature('overdueAmount', overdue('ratio'), ({ entries }) =>
    entries.reduce(
      (sum, { state, relativeDue }) => (state.overdueDays > 0 ? sum + relativeDue : sum),
      0,
    ),
  ),
  // A loan is asked for in times of what was paid before, money that there is in shares of it.
  beside('dueToIncome', 'income', amount('share'), monthlyDueMinor),
  beside('overdueToIncome', 'income', overdue('share'), overdueDueMinor),
  beside('dueToLimit', 'creditLimit', amount('share'), newestDueMinor),
  beside('dueMeanToLimit', 'creditLimit', amount('share'), meanDueMinor),
  beside('paidMeanToLimit', 'creditLimit', paid('share'), meanPaidMinor),
  beside('overdueToLimit', 'creditLimit', overdue('share'), overdueDueMinor),
  beside('typicalToInstalment', 'instalment', amount('ratio'), meanDueMinor),
  {
    ...feature('instalmentToIncome', amount('share'), ({ moneyMinor }) => {
      return moneyMinor.instalment / moneyMinor.income;
    }),
    beforeFirstDue: true,
    roles: ['instalment', 'income'],
  },
];

function amount(unit: FeatureUnit): Traits {
  return { family: 'amount', unit, direction: 'free', actionable: false };
}

/** An instalment that is not settled brought in nothing: that is a fact about paying. */
function paid(unit: FeatureUnit): Traits {
  return { family: 'payment', unit, direction: 'falls', actionable: false };
}

function overdue(unit: FeatureUnit): Traits {
  return { family: 'delinquency', unit, direction: 'rises', actionable: true };
}

/** An amount over what an attribute with a money role tells. */
function beside(
  code: string,
  role: MoneyRole,
  traits: Traits,
  amountMinor: (entries: readonly Entry[], facts: Facts) => number,
): Feature {
  return {
    ...feature(code, traits, (facts) => {
      return amountMinor(facts.entries, facts) / facts.moneyMinor[role];
    }),
    roles: [role],
  };
}

function comparable({ comparableCount }: WindowTotals, sum: number): number {
  return comparableCount === 0 ? Number.NaN : sum / comparableCount;
}

function extreme(
  entries: readonly Entry[],
  measure: (entry: Entry) => number,
  choose: (a: number, b: number) => number,
): number {
  let chosen = Number.NaN;
  for (const entry of entries) {
    const value = measure(entry);
    if (!Number.isNaN(value)) chosen = Number.isNaN(chosen) ? value : choose(chosen, value);
  }
  return chosen;
}

function newestDueMinor(entries: readonly Entry[]): number {
  return entries[0]!.state.instalment.amountDueMinor;
}

function meanDueMinor(entries: readonly Entry[]): number {
  let sum = 0;
  for (const { state } of entries) sum += state.instalment.amountDueMinor;
  return sum / entries.length;
}

function meanPaidMinor(entries: readonly Entry[]): number {
  let sum = 0;
  for (const { state, open } of entries) if (open === 0) sum += state.paidMinor;
  return sum / entries.length;
}

function overdueDueMinor(entries: readonly Entry[]): number {
  let sum = 0;
  for (const { state } of entries) {
    if (state.overdueDays > 0) sum += state.instalment.amountDueMinor;
  }
  return sum;
}

/** What fell due in the last 30 days. */
function monthlyDueMinor(entries: readonly Entry[], { observedThrough }: Facts): number {
  let sum = 0;
  for (const { state } of entries) {
    if (state.instalment.dueDate <= observedThrough - 30) break;
    sum += state.instalment.amountDueMinor;
  }
  return sum;
}
