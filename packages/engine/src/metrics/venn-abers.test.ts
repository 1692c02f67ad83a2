import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { vennAbers } from './venn-abers.js';

interface Row {
  pd: number;
  label: number;
  weight: number;
}

function columns(rows: readonly Row[]) {
  return {
    pd: Float64Array.from(rows, ({ pd }) => pd),
    labels: Uint8Array.from(rows, ({ label }) => label),
    weights: Float64Array.from(rows, ({ weight }) => weight),
  };
}

/** The isotonic fit at a prediction by its minimax formula: over all ranges around it, which nobody would do for more than a few. */
function minimax(rows: readonly Row[], at: number): number {
  const places = [...new Set(rows.map(({ pd }) => pd))].sort((a, b) => a - b);
  const mean = (from: number, to: number) => {
    const inside = rows.filter(({ pd }) => pd >= from && pd <= to);
    const sum = (of: (row: Row) => number) => inside.reduce((total, row) => total + of(row), 0);
    return sum(({ label, weight }) => label * weight) / sum(({ weight }) => weight);
  };
  const starts = places.filter((place) => place <= at);
  const ends = places.filter((place) => place >= at);
  return Math.max(...starts.map((from) => Math.min(...ends.map((to) => mean(from, to)))));
}

const row = fc.record({
  pd: fc.integer({ min: 0, max: 12 }).map((twelfths) => twelfths / 12),
  label: fc.integer({ min: 0, max: 1 }),
  weight: fc.constantFrom(1, 0.5, 0.25),
});

describe('vennAbers', () => {
  it('is the isotonic fit with one more customer, good or bad', () => {
    const cases = fc.tuple(fc.array(row, { minLength: 1, maxLength: 40 }), row);
    fc.assert(
      fc.property(cases, ([rows, { pd }]) => {
        const [{ low, high }] = vennAbers(columns(rows), [pd]);
        expect(low).toBeCloseTo(minimax([...rows, { pd, label: 0, weight: 1 }], pd), 12);
        expect(high).toBeCloseTo(minimax([...rows, { pd, label: 1, weight: 1 }], pd), 12);
        expect(low).toBeLessThanOrEqual(high);
      }),
    );
  });

  it('lies close together where many customers tell the same', () => {
    const rows = Array.from({ length: 2000 }, (_, index) => {
      return { pd: 0.3, label: Number(index % 10 < 3), weight: 1 };
    });
    expect(vennAbers(columns(rows), [0.3])).toEqual([{ low: 600 / 2001, high: 601 / 2001 }]);
  });
});
