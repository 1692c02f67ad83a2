import { addMonths } from '../features/calendar.js';
import type { Day } from '../features/history.js';
import { overdueDaysMax, overdueDaysOn } from './delinquency.js';
import { oldestOwedDueDate, type Repayment } from './repayment.js';

/** Bad is who, within the months after the observation day, was ever this many days past due. */
export interface BadDefinition {
  badDays: number;
  windowMonths: number;
}

/**
 * What became of a customer after an observation day. `alreadyBad`: on that day, so that there is nothing to predict.
 * `notExposed`: neither bad nor with anything owed that could have become so within the window.
 */
export type Outcome = 'good' | 'bad' | 'alreadyBad' | 'notExposed';

/** A customer on an observation day, whatever the definition of bad. */
export interface Standing {
  asOf: Day;
  overdueDays: number;
  /** Due date of the oldest instalment not settled by then, also one due later; null when nothing was owed. */
  oldestOwed: Day | null;
}

/** The customer as of a day; null before the lender knew of any instalment. */
export function standingOn(repayment: Repayment, asOf: Day): Standing | null {
  if (repayment.knownFrom > asOf) return null;
  return {
    asOf,
    overdueDays: overdueDaysOn(repayment.delinquency, asOf),
    oldestOwed: oldestOwedDueDate(repayment, asOf),
  };
}

/**
 * The outcome by a definition, from the days after the standing's up to the end of the window alone. Receipts must be complete to
 * that end, else everyone looks bad.
 */
export function outcomeOf(
  repayment: Repayment,
  standing: Standing,
  { badDays, windowMonths }: BadDefinition,
): { outcome: Outcome; overdueDaysMax: number } {
  const windowEnd = addMonths(standing.asOf, windowMonths);
  const most = overdueDaysMax(repayment.delinquency, standing.asOf, windowEnd);
  const judge = (): Outcome => {
    if (standing.overdueDays >= badDays) return 'alreadyBad';
    if (most >= badDays) return 'bad';
    const exposed = standing.oldestOwed !== null && standing.oldestOwed + badDays <= windowEnd;
    return exposed ? 'good' : 'notExposed';
  };
  return { outcome: judge(), overdueDaysMax: most };
}
