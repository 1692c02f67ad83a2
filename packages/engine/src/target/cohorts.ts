import { addMonths } from '../features/calendar.js';
import type { Day } from '../features/history.js';

/** Older cohorts say little about today's customers. */
const COHORTS_MAX = 60;

/** Months between the cohorts that a training uses; the first spacing that keeps to its number of rows. */
const SPACINGS_MONTHS = [1, 2, 3, 4, 6, 12];

/**
 * Monthly observation days, newest first, whose windows have ended: the first window ends on the last day of complete receipts, each
 * other one a month before.
 */
export function cohortDays(observedThrough: Day, windowMonths: number): Day[] {
  return Array.from({ length: COHORTS_MAX }, (_, index) =>
    addMonths(observedThrough, -windowMonths - index),
  );
}

/** Of the given days those whose windows have ended, newest first. */
export function matureDays(
  days: readonly Day[],
  observedThrough: Day,
  windowMonths: number,
): Day[] {
  return days
    .filter((day) => addMonths(day, windowMonths) <= observedThrough)
    .sort((a, b) => b - a);
}

/**
 * Positions of the cohorts to learn from, given the rows of each, newest first: all when they hold no more than `rowsMax` rows
 * together, else every second, third, … one, and the newest always. Neighbouring cohorts are mostly the same customers with
 * the same outcomes, so leaving some out costs little.
 */
export function spacedCohorts(rows: readonly number[], rowsMax: number): number[] {
  const used = rows.flatMap((count, index) => (count > 0 ? [index] : []));
  const newest = used[0] ?? 0;
  const spaced = SPACINGS_MONTHS.map((months) =>
    used.filter((index) => (index - newest) % months === 0),
  );
  const sizeOf = (indices: readonly number[]) => indices.reduce((sum, at) => sum + rows[at], 0);
  return spaced.find((indices) => sizeOf(indices) <= rowsMax) ?? spaced[spaced.length - 1];
}
