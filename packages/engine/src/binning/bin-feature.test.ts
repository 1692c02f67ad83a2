import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FeatureDefinition } from '../features/feature.js';
import { createRandom } from '../random.js';
import { binFeature, countCells } from './bin-feature.js';
import { assignCells, cellCount, cellOf, layOutCells, missingCell, unseenCell } from './cells.js';

function define(overrides: Partial<FeatureDefinition> = {}): FeatureDefinition {
  return {
    code: 'x',
    family: 'delinquency',
    unit: 'value',
    direction: 'rises',
    actionable: true,
    ...overrides,
  };
}

function bin(values: Float64Array, labels: Uint8Array, definition: FeatureDefinition) {
  const layout = layOutCells(values, definition, []);
  const order = Int32Array.from(values, (_, row) => row);
  const cells = assignCells(layout, values, order);
  const weights = new Float64Array(values.length).fill(1);
  const counts = countCells(cells, cellCount(layout), { labels, weights });
  return { layout, binned: binFeature(layout, counts, definition.direction) };
}

describe('layOutCells', () => {
  it('gives a frequent value a cell of its own, closed on the left', () => {
    const column = Float64Array.from([...new Array<number>(900).fill(0), ...range(1, 101)]);
    const layout = layOutCells(column, define(), []);
    expect(layout.grid[0]).toBe(1);
    expect(cellOf(layout, 0)).toBe(0);
    expect(cellOf(layout, 0.999)).toBe(0);
    expect(cellOf(layout, 1)).toBe(1);
    expect(cellOf(layout, -Infinity)).toBe(0);
    expect(cellOf(layout, Infinity)).toBe(layout.grid.length);
  });

  it('keeps missing, special and unseen values apart', () => {
    const numbers = layOutCells(Float64Array.from([1, 2, 3, -999]), define(), [-999]);
    expect(numbers.grid).not.toContain(-999);
    expect(cellOf(numbers, -999)).toBe(missingCell(numbers) - 1);
    expect(cellOf(numbers, Number.NaN)).toBe(missingCell(numbers));
    const definition = define({ unit: 'category', categories: ['a', 'b'] });
    const categories = layOutCells(Float64Array.from([0, 1]), definition, []);
    expect([-1, 2, 0.5].map((code) => cellOf(categories, code))).toEqual(
      new Array(3).fill(unseenCell(categories)),
    );
  });
});

describe('binFeature', () => {
  it('never breaks the direction of a feature, whatever the data', () => {
    fc.assert(
      fc.property(fc.integer(), fc.constantFrom('rises', 'falls'), (seed, direction) => {
        const random = createRandom(seed);
        const values = Float64Array.from({ length: 800 }, () => random.integer(40));
        const labels = Uint8Array.from(values, () => Number(random.uniform() < 0.3));
        const { layout, binned } = bin(values, labels, define({ direction }));
        const woes = Array.from(
          { length: 41 },
          (_, value) => binned.woeByCell[cellOf(layout, value)],
        );
        const sign = direction === 'rises' ? -1 : 1;
        for (let at = 1; at < woes.length; at++) {
          expect(sign * (woes[at] - woes[at - 1])).toBeGreaterThanOrEqual(0);
        }
      }),
      { numRuns: 50 },
    );
  });

  it('orders categories by their bad rate and leaves unseen ones neutral', () => {
    const random = createRandom(3);
    const rates = [0.5, 0.1, 0.3, 0.1];
    const values = Float64Array.from({ length: 8000 }, () => random.integer(4));
    const labels = Uint8Array.from(values, (value) => Number(random.uniform() < rates[value]));
    const definition = define({ unit: 'category', categories: ['a', 'b', 'c', 'd'] });
    const { layout, binned } = bin(values, labels, definition);
    expect(binned.woeByCell[0]).toBeLessThan(binned.woeByCell[2]);
    expect(binned.woeByCell[2]).toBeLessThan(binned.woeByCell[1]);
    expect(binned.woeByCell[unseenCell(layout)]).toBe(0);
  });

  it('gives missing values a bin of their own, neutral when there are too few', () => {
    const random = createRandom(4);
    const labels = Uint8Array.from({ length: 2000 }, () => Number(random.uniform() < 0.2));
    const often = Float64Array.from(labels, (label, row) =>
      label && row % 2 ? Number.NaN : row % 7,
    );
    const rarely = Float64Array.from(labels, (_, row) => (row < 20 ? Number.NaN : row % 7));
    const worse = bin(often, labels, define({ direction: 'free' }));
    expect(worse.binned.woeByCell[missingCell(worse.layout)]).toBeLessThan(-3);
    const neutral = bin(rarely, labels, define({ direction: 'free' }));
    expect(neutral.binned.woeByCell[missingCell(neutral.layout)]).toBe(0);
  });
});

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from }, (_, index) => from + index);
}
