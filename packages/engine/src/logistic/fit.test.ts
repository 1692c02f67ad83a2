import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRandom } from '../random.js';
import { fitLogistic, LogisticConvergenceError } from './fit.js';

interface LogisticCase {
  columns: number[][];
  events: number[];
  weights: number[];
  ridge: number;
  intercept: number;
  coefficients: number[];
}

const cases: LogisticCase[] = JSON.parse(
  readFileSync(new URL('../../fixtures/logistic.json', import.meta.url), 'utf8'),
);

describe('fitLogistic', () => {
  it.each(cases)('gives scikit-learn’s coefficients to 1e-6 (ridge $ridge)', (expected) => {
    const fit = fitLogistic({
      columns: expected.columns.map((column) => Float64Array.from(column)),
      events: Uint8Array.from(expected.events),
      weights: Float64Array.from(expected.weights),
      ridge: expected.ridge,
      nonNegative: false,
    });
    expect(Math.abs(fit.intercept - expected.intercept)).toBeLessThan(1e-6);
    expected.coefficients.forEach((coefficient, index) => {
      expect(Math.abs(fit.coefficients[index] - coefficient)).toBeLessThan(1e-6);
    });
  });

  it('holds the optimality conditions under the sign constraint', () => {
    fc.assert(
      fc.property(fc.integer(), fc.integer({ min: 1, max: 8 }), (seed, size) => {
        const random = createRandom(seed);
        const rows = 120;
        const columns = Array.from({ length: size }, () =>
          Float64Array.from({ length: rows }, () => random.normal()),
        );
        const events = Uint8Array.from({ length: rows }, (_, row) =>
          Number(columns[0][row] + 2 * random.normal() > 0),
        );
        const weights = new Float64Array(rows).fill(1);
        const fit = fitLogistic({ columns, events, weights, ridge: 1, nonNegative: true });
        columns.forEach((column, index) => {
          let slope = -fit.coefficients[index];
          for (let row = 0; row < rows; row++) {
            const logOdds = columns.reduce(
              (sum, each, i) => sum + fit.coefficients[i] * each[row],
              fit.intercept,
            );
            slope += column[row] * (events[row] - 1 / (1 + Math.exp(-logOdds)));
          }
          expect(fit.coefficients[index]).toBeGreaterThanOrEqual(0);
          if (fit.coefficients[index] > 0) expect(Math.abs(slope)).toBeLessThan(1e-6);
          else expect(slope).toBeLessThan(1e-6);
        });
      }),
      { numRuns: 60 },
    );
  });

  it('refuses a class that is empty', () => {
    const problem = {
      columns: [Float64Array.of(1, 2)],
      events: Uint8Array.of(1, 1),
      weights: Float64Array.of(1, 1),
    };
    expect(() => fitLogistic({ ...problem, ridge: 1, nonNegative: false })).toThrow(
      LogisticConvergenceError,
    );
  });
});
