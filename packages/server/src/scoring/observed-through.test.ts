import { describe, expect, it } from 'vitest';
import { dayFromIso } from './days.js';
import { observedThroughOf } from './observed-through.js';

const asOf = dayFromIso('2026-06-30');

function daily(from: string, counts: readonly number[]): Map<number, number> {
  const first = dayFromIso(from);
  return new Map(
    counts.flatMap((count, index) => (count === 0 ? [] : [[first + index, count] as const])),
  );
}

describe('observedThroughOf', () => {
  it('is the as-of day when there are no receipts', () => {
    expect(observedThroughOf(new Map(), asOf)).toBe(asOf);
    expect(observedThroughOf(daily('2026-07-01', [5]), asOf)).toBe(asOf);
  });

  it('is the last day with a normal number of receipts', () => {
    const counts = daily('2026-06-24', [40, 42, 38, 41, 10, 9]);
    expect(observedThroughOf(counts, asOf)).toBe(dayFromIso('2026-06-28'));
  });

  it('passes over days without receipts, such as Sundays', () => {
    const counts = daily('2026-06-22', [40, 0, 42, 0, 0, 41]);
    expect(observedThroughOf(counts, asOf)).toBe(dayFromIso('2026-06-27'));
  });

  it('looks at nothing after the as-of day', () => {
    const known = daily('2026-06-24', [40, 42, 38]);
    const withLater = new Map([...known, [asOf + 1, 4000], [asOf + 2, 4000]]);
    expect(observedThroughOf(withLater, asOf)).toBe(observedThroughOf(known, asOf));
  });

  it('compares with the eight weeks before the last receipt only', () => {
    const long = daily('2026-01-01', new Array(60).fill(1000));
    const recent = daily('2026-06-01', [10, 11, 9, 10]);
    expect(observedThroughOf(new Map([...long, ...recent]), asOf)).toBe(dayFromIso('2026-06-04'));
  });
});
