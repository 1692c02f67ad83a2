import { describe, expect, it } from 'vitest';
import { chiSquareUpperQuantile, normalUpperQuantile } from './chi-square.js';

describe('upper quantiles', () => {
  it.each([
    [0.05, 1.64485],
    [0.025, 1.95996],
    [0.001, 3.09023],
    [0.00001, 4.26489],
  ])('of the normal distribution: tail %d is at %d', (tail, expected) => {
    expect(Math.abs(normalUpperQuantile(tail) - expected)).toBeLessThan(5e-4);
  });

  it.each([
    [0.05, 1, 3.8415],
    [0.05, 3.5, 8.6651],
    [0.05, 9, 16.919],
    [0.001, 4, 18.4668],
    [0.0001, 7, 29.8775],
    [0.01, 30, 50.8922],
  ])('of chi-square: tail %d of %d degrees is at %d', (tail, degrees, expected) => {
    expect(Math.abs(chiSquareUpperQuantile(tail, degrees) / expected - 1)).toBeLessThan(0.03);
  });
});
