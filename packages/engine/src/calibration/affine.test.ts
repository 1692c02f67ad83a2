import { describe, expect, it } from 'vitest';
import { createRandom } from '../random.js';
import { fitAffine } from './affine.js';

function sampleOf(slope: number, intercept: number, rows = 20000) {
  const random = createRandom(11);
  const logOdds = Float64Array.from({ length: rows }, () => 2 * random.normal());
  const labels = logOdds.map((raw) => {
    return Number(random.uniform() < 1 / (1 + Math.exp(slope * raw + intercept)));
  });
  return { logOdds, labels: Uint8Array.from(labels), weights: new Float64Array(rows).fill(1) };
}

describe('fitAffine', () => {
  it('finds the map behind the outcomes', () => {
    const map = fitAffine(sampleOf(0.7, 0.4));
    expect(Math.abs(map.slope - 0.7)).toBeLessThan(0.05);
    expect(Math.abs(map.intercept - 0.4)).toBeLessThan(0.06);
  });

  it('keeps the ranking when the log-odds tell nothing or the opposite', () => {
    expect(fitAffine(sampleOf(-0.5, 0)).slope).toBeGreaterThan(0);
  });

  it('with a fixed slope makes expected and observed goods equal', () => {
    const sample = sampleOf(1, -1);
    const { slope, intercept } = fitAffine(sample, 1);
    expect(slope).toBe(1);
    let excess = 0;
    sample.logOdds.forEach((raw, row) => {
      excess += 1 / (1 + Math.exp(-raw - intercept)) - (1 - sample.labels[row]);
    });
    expect(Math.abs(excess)).toBeLessThan(1e-6);
  });
});
