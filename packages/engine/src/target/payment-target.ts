import { dayFromIso } from '../features/calendar.js';
import type { Day } from '../features/history.js';
import { chooseDefinition } from './choose-definition.js';
import { spacedCohorts } from './cohorts.js';
import type { BadDefinition } from './outcome.js';
import type { CohortCounts, SurveyedDefinition } from './survey.js';

/** Rows of a portfolio that teach a score nearly all there is, where each customer is seen on several days. */
export const ROWS_WANTED = 60_000;

/** A definition that was looked at, and what it would have given. */
export interface TriedDefinition extends BadDefinition {
  goodCustomers: number;
  badCustomers: number;
  cohorts: number;
}

/** The target that a training derived from payments, and how it came to be. */
export interface PaymentTarget extends BadDefinition {
  /** `live`: that of the model that scores now; `mostBads`: none had 150 distinct bad customers. */
  why: 'live' | 'asked' | 'enoughBads' | 'mostBads';
  tried: readonly TriedDefinition[];
  /** Days on which customers were observed for the training, newest first, YYYY-MM-DD. */
  observationDates: readonly string[];
  /** Every mature cohort, also those left out because their neighbours say the same. */
  cohorts: readonly CohortCounts[];
  goodCustomers: number;
  badCustomers: number;
  /** Customers whom the lender knew on no observation day whose window has ended. */
  immatureCustomers: number;
}

/** Chooses among the surveyed definitions, and the cohorts to learn from. `keepsAllDays`: the days were asked for. */
export function derivePaymentTarget(
  surveyed: readonly SurveyedDefinition[],
  { isLive, keepsAllDays }: { isLive: boolean; keepsAllDays: boolean },
): PaymentTarget {
  const { chosen, why } = chooseDefinition(surveyed);
  const rows = chosen.cohorts.map(({ good, bad }) => good + bad);
  const used = spacedCohorts(rows, keepsAllDays ? Number.POSITIVE_INFINITY : ROWS_WANTED);
  return {
    ...chosen,
    why: isLive ? 'live' : why,
    tried: surveyed.map(({ badDays, windowMonths, goodCustomers, badCustomers, cohorts }) => {
      return { badDays, windowMonths, goodCustomers, badCustomers, cohorts: cohorts.length };
    }),
    observationDates: used.map((index) => chosen.cohorts[index].asOf),
  };
}

/** Rows that a target leaves out, by reason. */
export function leftOut({
  cohorts,
  observationDates,
  immatureCustomers,
}: PaymentTarget): { reason: string; rows: number }[] {
  const used = new Set(observationDates);
  const seen = cohorts.filter(({ asOf }) => used.has(asOf));
  const unused = cohorts.filter(({ asOf }) => !used.has(asOf));
  const sum = (counts: readonly number[]) => counts.reduce((total, count) => total + count, 0);
  const reasons = [
    { reason: 'alreadyBad', rows: sum(seen.map(({ alreadyBad }) => alreadyBad)) },
    { reason: 'notExposed', rows: sum(seen.map(({ notExposed }) => notExposed)) },
    { reason: 'windowNotOver', rows: immatureCustomers },
    { reason: 'neighbouringCohort', rows: sum(unused.map(({ good, bad }) => good + bad)) },
  ];
  return reasons.filter(({ rows }) => rows > 0);
}

/** The observation days of a target. */
export function observationDaysOf({ observationDates }: PaymentTarget): Day[] {
  return observationDates.map(dayFromIso);
}
