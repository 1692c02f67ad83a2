import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addMonths,
  dayFromInstant,
  dayFromIso,
  dayOfMonth,
  firstDayOfMonth,
  InvalidDateError,
  isoFromDay,
  MILLISECONDS_PER_DAY,
  monthOfDay,
} from './calendar.js';

/** 0001-01-01 to 9999-12-31. */
const days = fc.integer({ min: -719_162, max: 2_932_896 });

describe('days', () => {
  it('agree with the calendar of the language', () => {
    fc.assert(
      fc.property(days, (day) => {
        const date = new Date(day * MILLISECONDS_PER_DAY);
        expect(isoFromDay(day)).toBe(date.toISOString().slice(0, 10));
        expect(dayFromIso(isoFromDay(day))).toBe(day);
        expect(dayOfMonth(day)).toBe(date.getUTCDate());
        expect(monthOfDay(day)).toBe((date.getUTCFullYear() - 1970) * 12 + date.getUTCMonth());
        expect(firstDayOfMonth(monthOfDay(day))).toBe(day - dayOfMonth(day) + 1);
      }),
    );
  });

  it.each(['2023-02-29', '2024-13-01', '2024-00-10', '2024-04-31', '2024-4-1', '24-04-01', ''])(
    'refuse %j',
    (text) => {
      expect(() => dayFromIso(text)).toThrow(InvalidDateError);
    },
  );

  it('of an instant before the epoch is the day it lies in', () => {
    expect(dayFromInstant(-1)).toBe(-1);
    expect(dayFromInstant(MILLISECONDS_PER_DAY)).toBe(1);
  });
});

describe('adding months', () => {
  it.each([
    ['2024-01-31', 1, '2024-02-29'],
    ['2023-01-31', 1, '2023-02-28'],
    ['2024-03-31', -1, '2024-02-29'],
    ['2024-11-15', 14, '2026-01-15'],
    ['1970-01-01', -1, '1969-12-01'],
  ])('%s + %i is %s', (from, months, to) => {
    expect(isoFromDay(addMonths(dayFromIso(from), months))).toBe(to);
  });
});
