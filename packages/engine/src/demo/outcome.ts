import type { Day } from '../features/history.js';
import type { DemoCustomer } from './customer.js';
import { DEMO_MODEL } from './customer.js';
import { settledOn } from './loan.js';

/** The definition of bad, in days: ninety past due within a year, unless a test wants less. */
export interface BadDefinition {
  badDays: number;
  windowDays: number;
}

/**
 * What became of a customer after `asOf`: bad when an instalment of a loan that was open or being
 * decided on became `badDays` past due within the window. Null when that had happened by `asOf` and
 * the instalment was still open: there is nothing left to predict.
 */
export function outcomeAfter(
  customer: DemoCustomer,
  asOf: Day,
  definition: BadDefinition = DEMO_MODEL,
): boolean | null {
  let isBad = false;
  for (const loan of customer.loans) {
    if (loan.openedOn > asOf + 1) continue;
    for (let index = 0; index < loan.instalmentCount; index++) {
      const badOn = loan.instalments[index].dueDate + definition.badDays;
      const settled = settledOn(loan, index) ?? Number.POSITIVE_INFINITY;
      if (badOn <= asOf && settled > asOf) return null;
      if (badOn > asOf && badOn <= asOf + definition.windowDays && settled > badOn) isBad = true;
    }
  }
  return isBad;
}
