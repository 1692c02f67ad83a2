import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dayFromIso, monthOfDay } from './calendar.js';
import { INSTALMENTS_PER_MONTH_MIN, MedianCollector, medianMinor } from './medians.js';

function collect(rows: readonly (readonly [date: string, amountDueMinor: number])[]) {
  const collector = new MedianCollector();
  for (const [date, amountDueMinor] of rows) {
    collector.add({
      amountDueMinor,
      dueDate: dayFromIso(date),
      receipts: [],
      loan: null,
      openedOn: null,
      restructured: false,
      currency: 'MXN',
    });
  }
  return collector.medians();
}

function month(count: number, date: string, amountDueMinor: number) {
  return Array.from({ length: count }, (): [string, number] => [date, amountDueMinor]);
}

const january = monthOfDay(dayFromIso('2024-01-01'));
const FULL_MONTH = INSTALMENTS_PER_MONTH_MIN;

describe('medians of the portfolio', () => {
  const early = [
    ...month(FULL_MONTH, '2024-01-10', 1_000),
    ...month(FULL_MONTH / 2, '2024-02-10', 1_200),
    ...month(FULL_MONTH / 2, '2024-02-20', 1_300),
  ];
  const table = collect([
    ...early,
    ...month(FULL_MONTH - 1, '2024-03-10', 9_000),
    ...month(FULL_MONTH, '2024-04-10', 2_000),
  ]).MXN;

  it('lie between the middle amounts of a month', () => {
    expect(medianMinor(table, january + 1, january + 9)).toBe(1_250);
  });

  it('of a month with too few instalments are those of the month before', () => {
    expect(medianMinor(table, january + 2, january + 9)).toBe(1_250);
  });

  it('of a month that was not over are those of the month before', () => {
    expect(medianMinor(table, january + 3, january + 3)).toBe(1_250);
    expect(medianMinor(table, january + 3, january + 4)).toBe(2_000);
  });

  it('of a month older than the table are those of its first one, when that was over', () => {
    expect(medianMinor(table, january - 5, january + 1)).toBe(1_000);
    expect(medianMinor(table, january - 5, january)).toBeNaN();
  });

  it('do not exist for a currency that was never seen', () => {
    expect(medianMinor(undefined, january, january + 9)).toBeNaN();
  });

  it('known on a day stay as they are when later months are added', () => {
    const earlier = collect(early).MXN;
    for (let asOf = january; asOf <= january + 2; asOf++) {
      for (let due = january - 2; due <= january + 3; due++) {
        expect(medianMinor(earlier, due, asOf)).toBe(medianMinor(table, due, asOf));
      }
    }
  });

  it('are within 0.05 % of the exact median, whatever the order', () => {
    const amounts = fc.array(fc.integer({ min: 1, max: 1e12 }), { minLength: 31, maxLength: 61 });
    fc.assert(
      fc.property(amounts, (list) => {
        const rows = list.map((amount): [string, number] => ['2024-01-10', amount]);
        const found = medianMinor(collect(rows).MXN, january, january + 1);
        const backward = medianMinor(collect(rows.reverse()).MXN, january, january + 1);
        const sorted = [...list].sort((a, b) => a - b);
        const exact = (sorted[(list.length - 1) >> 1]! + sorted[list.length >> 1]!) / 2;
        expect(Math.abs(found - exact)).toBeLessThanOrEqual(exact * 0.0005);
        expect(backward).toBe(found);
      }),
    );
  });
});
