import type { TooFewBadsError } from '@maia/engine';
import type { PortfolioReport } from './portfolio-report.js';

export const NO_USABLE_FEATURE =
  'Nothing in the payments or attributes tells customers who went bad from the others. Check that payments and outcomes belong to the same customers, and that the outcomes are dated (asOf) after the first payments.';

const NO_OUTCOMES =
  'There are no outcomes to learn from. Send what became of past customers to POST /outcomes or POST /outcomes/import: at least 50 who went bad and 50 who did not.';

const NO_PAYMENTS =
  'There are no outcomes and no payments to learn from. Send the payments of past customers to POST /payments/import, or what became of them to POST /outcomes/import.';

/** Why there is no row to learn from, and what would help. */
export function nothingToLearn({ target, observedThrough }: PortfolioReport): string {
  if (target === null) return NO_OUTCOMES;
  const { badDays, windowMonths, cohorts, immatureCustomers } = target;
  if (cohorts.length === 0 && immatureCustomers === 0) return NO_PAYMENTS;
  const definition = `${badDays} days past due within ${months(windowMonths)}`;
  if (cohorts.length > 0)
    return `Nobody can be told good or bad by ${definition}: of the customers seen, all were that late already or owed nothing. Choose another definition (options.target).`;
  return `No window has ended yet: ${count(immatureCustomers)} with payments, receipts complete to ${observedThrough}, and a customer must have been known for ${months(windowMonths)} before. Send older payments, or choose a shorter window (options.target.windowMonths).`;
}

/** How many there are of each kind, and what would help. */
export function tooFew(
  { badCustomers, goodCustomers, minimum }: TooFewBadsError,
  { target }: PortfolioReport,
): string {
  const counts = `${count(badCustomers)} went bad and ${goodCustomers} did not; ${minimum} of each are needed.`;
  if (target !== null) return `${counts} ${howDerived(target)}`;
  if (badCustomers >= minimum) return `${counts} Add outcomes of customers who paid as agreed.`;
  return `${counts} Add the outcomes of older customers who stopped paying, or count a milder delay as bad (for example 60 days instead of 90).`;
}

function howDerived({ badDays, windowMonths, tried }: NonNullable<PortfolioReport['target']>) {
  const bad = `Bad means ${badDays} days past due within ${months(windowMonths)}, told from the payments`;
  const others = tried.filter(
    (each) => each.badDays !== badDays || each.windowMonths !== windowMonths,
  );
  if (others.length === 0)
    return `${bad}. Send older payments, or count a milder delay as bad (options.target.badDays).`;
  const counts = others
    .map((each) => `${each.badDays} days within ${months(each.windowMonths)}: ${each.badCustomers}`)
    .join('; ');
  return `${bad}; no other usual definition has more who went bad (${counts}). Send older payments, or outcomes of your own to POST /outcomes/import.`;
}

function months(number: number): string {
  return number === 1 ? '1 month' : `${number} months`;
}

function count(customers: number): string {
  return customers === 1 ? '1 customer' : `${customers} customers`;
}
