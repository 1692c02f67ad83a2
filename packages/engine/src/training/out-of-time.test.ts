import { expect, it } from 'vitest';
import { addMonths, dayFromIso } from '../features/calendar.js';
import type { Sample } from '../scorecard/sample.js';
import { splitOutOfTime } from './out-of-time.js';

const NEWEST = dayFromIso('2025-03-31');
const TARGET = { source: 'payments', badDays: 90, windowMonths: 6 } as const;

/** Sixty bads and sixty goods of their own on each of the days, which are so many months before the newest. */
function sampleOf(monthsBefore: readonly number[]): Sample {
  const rows = 120 * monthsBefore.length;
  const numbers = Array.from({ length: rows }, (_, row) => row);
  return {
    rows,
    customers: rows,
    order: Int32Array.from(numbers),
    customerOf: Int32Array.from(numbers),
    foldOf: Uint8Array.from(numbers, (row) => row % 5),
    folds: 5,
    asOf: Int32Array.from(numbers, (row) =>
      addMonths(NEWEST, -monthsBefore[Math.floor(row / 120)]),
    ),
    labels: Uint8Array.from(numbers, (row) => row % 2),
    weights: new Float64Array(rows).fill(1),
    features: [],
  };
}

it('leaves a whole window between older and newest days where the history allows', () => {
  const split = splitOutOfTime(sampleOf([0, 3, 6, 9]), TARGET);
  expect(split).toMatchObject({
    rung: 'outOfTime',
    asOf: NEWEST,
    olderThrough: addMonths(NEWEST, -6),
  });
  const sample = sampleOf([0, 3, 6, 9]);
  sample.asOf.forEach((day, row) => {
    expect([split?.last[row], split?.older[row]]).toEqual([
      day === NEWEST ? 1 : 0,
      addMonths(day, 6) <= NEWEST ? 1 : 0,
    ]);
    expect(split?.olderByFold[sample.foldOf[row]][row]).toBe(0);
  });
});

it('takes all older days where there is none a window before, and where the window is not known', () => {
  const short = splitOutOfTime(sampleOf([0, 3]), TARGET);
  expect(short).toMatchObject({ rung: 'newestCohort', olderThrough: addMonths(NEWEST, -3) });
  const outcomes = splitOutOfTime(sampleOf([0, 9]), { source: 'outcomes' });
  expect(outcomes?.rung).toBe('newestCohort');
  expect(splitOutOfTime(sampleOf([0]), TARGET)).toBeNull();
});
