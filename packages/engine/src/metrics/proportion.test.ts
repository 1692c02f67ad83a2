import { describe, expect, it } from 'vitest';
import { createRandom, type Random } from '../random.js';
import { ratioOfShares, shareThatHolds, wilsonInterval } from './proportion.js';

/** Customers with some rows each, which agree nearly always; a share of them holds. */
function draw(random: Random, customers: number, share: number) {
  const holds: number[] = [];
  const weights: number[] = [];
  const customerOf: number[] = [];
  for (let customer = 0; customer < customers; customer++) {
    const own = Number(random.uniform() < share);
    const count = 1 + random.integer(4);
    for (let row = 0; row < count; row++) {
      holds.push(random.uniform() < 0.05 ? Number(random.uniform() < share) : own);
      weights.push(1 / count);
      customerOf.push(customer);
    }
  }
  const rows = holds.map((_, row) => row);
  const counted = {
    rows,
    weights: Float64Array.from(weights),
    customerOf: Int32Array.from(customerOf),
  };
  const estimate = shareThatHolds(holds, counted);
  if (estimate === null) throw new Error('there are no rows');
  return estimate;
}

describe('wilsonInterval', () => {
  it('gives known intervals', () => {
    const { low, high } = wilsonInterval(0.1, 100);
    expect(low).toBeCloseTo(0.05523, 4);
    expect(high).toBeCloseTo(0.17437, 4);
    expect(wilsonInterval(0, 20).low).toBe(0);
    expect(wilsonInterval(0, 20).high).toBeCloseTo(0.16113, 4);
  });
});

describe('shareThatHolds', () => {
  it('does not grow more certain when a customer’s rows are copied', () => {
    const once = { rows: [0, 1, 2, 3], weights: new Float64Array(4).fill(1) };
    const twice = { rows: [0, 1, 2, 3, 4, 5, 6, 7], weights: new Float64Array(8).fill(0.5) };
    const single = shareThatHolds([1, 0, 1, 1], { ...once, customerOf: Int32Array.of(0, 1, 2, 3) });
    const double = shareThatHolds([1, 1, 0, 0, 1, 1, 1, 1], {
      ...twice,
      customerOf: Int32Array.of(0, 0, 1, 1, 2, 2, 3, 3),
    });
    expect(double).toEqual(single);
    expect(single?.value).toBe(0.75);
    expect(single?.low).toBeCloseTo(wilsonInterval(0.75, 4).low, 12);
  });

  it('is nothing without rows', () => {
    const none = { rows: [], weights: new Float64Array(0), customerOf: new Int32Array(0) };
    expect(shareThatHolds([], none)).toBeNull();
  });
});

describe('ratioOfShares', () => {
  it.each([
    [0.5, 0.5, 60, 400],
    [0.7, 0.9, 80, 300],
    [0.95, 0.98, 100, 1000],
    [0.05, 0.1, 200, 200],
  ])('holds the true ratio of %d and %d', (left, right, customers, others) => {
    const random = createRandom(1, `${left} ${right}`);
    const held = Array.from({ length: 1000 }, () =>
      ratioOfShares(draw(random, customers, left), draw(random, others, right)),
    ).filter((ratio) => ratio !== null && ratio.low <= left / right && left / right <= ratio.high);
    expect(held.length).toBeGreaterThan(930);
    expect(held.length).toBeLessThan(985);
  });

  it('agrees with the interval on logarithms where there are many', () => {
    const [left, right] = [0.6, 0.7].map((value) => ({ value, ...wilsonInterval(value, 20_000) }));
    const ratio = ratioOfShares(left, right);
    const error = Math.sqrt(0.4 / 0.6 / 20_000 + 0.3 / 0.7 / 20_000);
    expect(ratio?.value).toBeCloseTo(6 / 7, 12);
    expect(ratio?.low).toBeCloseTo((6 / 7) * Math.exp(-1.96 * error), 3);
    expect(ratio?.high).toBeCloseTo((6 / 7) * Math.exp(1.96 * error), 3);
  });

  it('has ends where nobody or everybody holds, and none where nobody divides', () => {
    const [none, all] = [0, 1].map((value) => ({ value, ...wilsonInterval(value, 60) }));
    expect(ratioOfShares(all, none)).toBeNull();
    const zero = ratioOfShares(none, all);
    expect([zero?.value, zero?.low]).toEqual([0, 0]);
    expect(zero?.high).toBeGreaterThan(none.high);
    expect(zero?.high).toBeLessThan(0.1);
    const one = ratioOfShares(all, all);
    expect(one?.low).toBeLessThan(1);
    expect(one?.high).toBeCloseTo(1 / (one?.low ?? 0), 12);
  });
});
