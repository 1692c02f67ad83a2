import { describe, expect, it } from 'vitest';
import { createRandom, type Random } from '../random.js';
import { kolmogorovSmirnov } from './kolmogorov-smirnov.js';

/** Customers with some rows each, whose scores agree; bads lie lower by the distance. */
function draw(random: Random, how: { bads: number; goods: number; distance: number }) {
  const rows: { logOdds: number; label: number; weight: number; customer: number }[] = [];
  for (let customer = 0; customer < how.bads + how.goods; customer++) {
    const label = Number(customer < how.bads);
    const own = Math.sqrt(0.8) * random.normal() - label * how.distance;
    const count = 1 + random.integer(3);
    for (let row = 0; row < count; row++) {
      const logOdds = own + Math.sqrt(0.2) * random.normal();
      rows.push({ logOdds, label, weight: 1 / count, customer });
    }
  }
  return {
    logOdds: Float64Array.from(rows, (row) => row.logOdds),
    labels: Uint8Array.from(rows, ({ label }) => label),
    weights: Float64Array.from(rows, ({ weight }) => weight),
    customerOf: Int32Array.from(rows, ({ customer }) => customer),
  };
}

describe('kolmogorovSmirnov', () => {
  it('has the error that a bootstrap by customer has', () => {
    const random = createRandom(1);
    const predictions = draw(random, { bads: 300, goods: 900, distance: 1 });
    const { value, high } = kolmogorovSmirnov(predictions);
    const rowsOf = new Map<number, number[]>();
    predictions.customerOf.forEach((customer, row) => {
      rowsOf.set(customer, [...(rowsOf.get(customer) ?? []), row]);
    });
    const values = Array.from({ length: 400 }, () => {
      const rows = Array.from({ length: 1200 }, (_, at) => {
        const drawn = at < 300 ? random.integer(300) : 300 + random.integer(900);
        return rowsOf.get(drawn) ?? [];
      }).flat();
      return kolmogorovSmirnov({
        logOdds: Float64Array.from(rows, (row) => predictions.logOdds[row]),
        labels: Uint8Array.from(rows, (row) => predictions.labels[row]),
        weights: Float64Array.from(rows, (row) => predictions.weights[row]),
        customerOf: Int32Array.from(rows, (row) => predictions.customerOf[row]),
      }).value;
    });
    const mean = values.reduce((sum, each) => sum + each, 0) / 400;
    const spread = Math.sqrt(values.reduce((sum, each) => sum + (each - mean) ** 2, 0) / 399);
    expect((high - value) / 1.96 / spread).toBeGreaterThan(0.85);
    expect((high - value) / 1.96 / spread).toBeLessThan(1.2);
  });

  it.each([
    // 2 Φ(d / 2) − 1 of two normal distributions.
    [0, 0],
    [0.5, 0.1974],
    [1, 0.3829],
    [1.5, 0.5467],
  ])('holds the true distance of samples that are %d apart', (distance, truth) => {
    const random = createRandom(2, `${distance}`);
    const held = Array.from({ length: 400 }, () =>
      kolmogorovSmirnov(draw(random, { bads: 150, goods: 800, distance })),
    ).filter(({ low, high }) => low <= truth && truth <= high);
    expect(held.length / 400).toBeGreaterThan(0.925);
  });

  it('is wider where a cross-validation makes it so', () => {
    const predictions = draw(createRandom(3), { bads: 150, goods: 800, distance: 1 });
    const plain = kolmogorovSmirnov(predictions);
    const foldOf = new Uint8Array(predictions.labels.length);
    const crossValidation = { foldOf, varianceFactor: 2 };
    const wide = kolmogorovSmirnov({ ...predictions, crossValidation });
    expect((wide.high - wide.value) / (plain.high - plain.value)).toBeCloseTo(Math.SQRT2, 12);
  });
});
