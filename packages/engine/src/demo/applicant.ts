import type { DemoCustomer, DemoOptions } from './customer.js';
import { generateCustomer } from './customer.js';
import { isSettled } from './evidence.js';
import { expectedOutcome } from './expected-outcome.js';
import type { DemoPayment } from './view.js';
import { viewOn } from './view.js';

const CANDIDATES_MAX = 20_000;

/**
 * A customer whose report teaches something: more than a year of instalments, most of them on time,
 * some late, one open for less than a month, and a risk that is neither low nor hopeless. It is the
 * first such one after the portfolio's own customers, so that no training has seen it.
 *
 * @throws Error when none of the next 20,000 is like that, for instance with too short a history.
 */
export function demoApplicant(options: DemoOptions & { customers: number }): DemoCustomer {
  for (let offset = 0; offset < CANDIDATES_MAX; offset++) {
    const customer = generateCustomer(options.customers + offset, options);
    if (isInstructive(customer, options.asOf)) return customer;
  }
  throw new Error('No customer of this demo portfolio makes an instructive applicant.');
}

function isInstructive(customer: DemoCustomer, asOf: number): boolean {
  const view = viewOn(customer, asOf);
  const due = view.loans
    .flatMap(({ payments }) => payments)
    .filter(({ dueDate }) => dueDate <= asOf);
  const lateDays = due.filter(isSettled).map(lateDaysOf);
  const lateCount = lateDays.filter((days) => days > 5).length;
  const open = due.filter((payment) => !isSettled(payment));
  const isMixed =
    due.length >= 13 &&
    lateCount >= 3 &&
    lateCount <= 5 &&
    lateDays.filter((days) => days <= 0).length >= due.length / 2 &&
    open.length === 1 &&
    asOf - open[0].dueDate >= 10 &&
    asOf - open[0].dueDate <= 29;
  if (!isMixed) return false;
  const expected = expectedOutcome(view);
  return expected !== null && expected > 0.12 && expected < 0.35;
}

function lateDaysOf({ date, dueDate }: DemoPayment): number {
  return date === null ? 0 : date - dueDate;
}
