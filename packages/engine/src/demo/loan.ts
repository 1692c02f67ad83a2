import type { Day } from '../features/history.js';
import type { Random } from '../random.js';
import type { Country } from './countries.js';
import type { Cadence, Schedule } from './schedule.js';
import { createSchedule, dueDateOf } from './schedule.js';

/** Money received for an instalment. */
export interface DemoReceipt {
  amountMinor: number;
  receivedOn: Day;
}

export interface DemoInstalment {
  dueDate: Day;
  /** As agreed when the loan was granted. */
  amountDueMinor: number;
  /** In the order in which they came; also those after any as-of day. */
  receipts: DemoReceipt[];
}

/**
 * A loan as it really went. Money settles the oldest instalment first. A restructuring closes every
 * instalment that is owed on that day and spreads its rest over the later ones.
 */
export interface DemoLoan extends Schedule {
  id: string;
  currency: string;
  instalments: DemoInstalment[];
  restructured: Restructuring | null;
}

export interface Restructuring {
  on: Day;
  /** Index of the oldest instalment that it closed. */
  closedFrom: number;
  /** Index of the first instalment that it raised; those before were closed or settled. */
  raisedFrom: number;
  /** By how much it raised each of them. */
  addedMinor: number;
}

/** What the customer asks for and how they are paid: fixed for all of the customer's loans. */
export interface LoanHabits {
  cadence: Cadence;
  dueDayOfMonth: number;
  /** The sum of the newest loan, in whole currency units. */
  requestedAmount: number;
}

const MONTHLY_COUNTS = [6, 9, 12, 18, 24];
const BIWEEKLY_COUNTS = [12, 18, 24];
const DUE_DAYS = [1, 5, 10, 15, 15, 15, 30, 30, 30, 30];
/** The loan that runs on the as-of day has about five more months to go; earlier ones are over. */
const REMAINING_DAYS_MIN = 150;
const RENEWAL_DAYS = 40;

/** Independent of the hidden type and state. */
export function drawLoanHabits(country: Country, random: Random): LoanHabits {
  const wages = Math.exp(0.2 + 0.75 * random.normal());
  const amount = Math.max(0.4, Math.min(9, wages)) * country.minimumWage;
  return {
    cadence: random.uniform() < 0.25 ? 'biweekly' : 'monthly',
    dueDayOfMonth: DUE_DAYS[random.integer(DUE_DAYS.length)],
    requestedAmount: Math.round(amount / country.roundTo) * country.roundTo,
  };
}

/** A term that ends well before the as-of day, so that a renewal fits in, or well after it. */
export function drawSchedule(
  openedOn: Day,
  options: { habits: LoanHabits; asOf: Day; random: Random },
): Schedule {
  const { cadence, dueDayOfMonth } = options.habits;
  const counts = cadence === 'monthly' ? MONTHLY_COUNTS : BIWEEKLY_COUNTS;
  const schedules = counts.map((instalmentCount) =>
    createSchedule({ openedOn, cadence, dueDayOfMonth, instalmentCount }),
  );
  const fitting = schedules.filter((schedule) => {
    const lastDue = dueDateOf(schedule, schedule.instalmentCount - 1);
    return lastDue < options.asOf - RENEWAL_DAYS || lastDue >= options.asOf + REMAINING_DAYS_MIN;
  });
  const drawn = options.random.integer(Math.max(1, fitting.length));
  return fitting[drawn] ?? schedules[schedules.length - 1];
}

/** Equal instalments (French amortisation), rounded up as lenders do; the last one takes the rest. */
export function agreeInstalments(
  schedule: Schedule,
  options: { country: Country; habits: LoanHabits; asOf: Day; random: Random },
): DemoInstalment[] {
  const { country, habits, asOf, random } = options;
  const isNewest = asOf - schedule.openedOn < 365;
  const size = isNewest ? 1 : 0.5 + 0.1 * random.integer(5);
  const yearsAgo = Math.max(0, (asOf - schedule.openedOn) / 365);
  const prices = (1 + country.yearlyInflation) ** -yearsAgo;
  const units = (habits.requestedAmount * size * prices) / country.roundTo;
  const principalMinor = Math.max(1, Math.round(units)) * country.roundTo * 100;
  const rate = schedule.cadence === 'monthly' ? country.interestRate : country.interestRate / 2;
  const count = schedule.instalmentCount;
  const exact = (principalMinor * rate) / (1 - (1 + rate) ** -count);
  const step = country.instalmentStepMinor;
  const usual = Math.ceil(exact / step) * step;
  const last = Math.max(step, Math.round((exact * count - usual * (count - 1)) / step) * step);
  return Array.from({ length: count }, (_, index) => ({
    dueDate: dueDateOf(schedule, index),
    amountDueMinor: index === count - 1 ? last : usual,
    receipts: [],
  }));
}

/** What is due for an instalment, as known on a day: more after a restructuring. */
export function amountDueOn(loan: DemoLoan, index: number, day: Day): number {
  const { restructured } = loan;
  const isRaised =
    restructured !== null && restructured.on <= day && index >= restructured.raisedFrom;
  return loan.instalments[index].amountDueMinor + (isRaised ? restructured.addedMinor : 0);
}

/** The day on which an instalment was settled in the end; null where it never was. */
export function settledOn(loan: DemoLoan, index: number): Day | null {
  const due = amountDueOn(loan, index, Number.POSITIVE_INFINITY);
  let paid = 0;
  for (const { amountMinor, receivedOn } of loan.instalments[index].receipts) {
    paid += amountMinor;
    if (paid >= due) return receivedOn;
  }
  return null;
}
