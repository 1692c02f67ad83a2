import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createRandom } from '../random.js';
import { brierScore, logLoss, thresholdMetrics } from './accuracy.js';
import { calibrationError, calibrationLine } from './calibration.js';
import { areaUnderCurve, NORMAL_95 } from './discrimination.js';
import { kolmogorovSmirnov } from './kolmogorov-smirnov.js';
import { predictionsOf } from './predictions.js';

interface MetricsCase {
  pd: number[];
  labels: number[];
  weights: number[];
  auc: number;
  aucError: number;
  ks: number;
  brier: number;
  logLoss: number;
  ece: number;
}

const cases: MetricsCase[] = JSON.parse(
  readFileSync(new URL('../../fixtures/metrics.json', import.meta.url), 'utf8'),
);

function predictionsFrom(expected: Pick<MetricsCase, 'pd' | 'labels' | 'weights'>) {
  const pd = Float64Array.from(expected.pd);
  return {
    pd,
    logOdds: pd.map((value) => Math.log((1 - value) / value)),
    labels: Uint8Array.from(expected.labels),
    weights: Float64Array.from(expected.weights),
    customerOf: Int32Array.from(expected.pd, (_, row) => row),
  };
}

describe('metrics', () => {
  it.each(cases)('equal scikit-learn’s and the direct formulas to 1e-12 ($auc)', (expected) => {
    const predictions = predictionsFrom(expected);
    const auc = areaUnderCurve(predictions);
    expect(Math.abs(auc.value - expected.auc)).toBeLessThan(1e-12);
    expect(Math.abs((auc.high - auc.value) / NORMAL_95 - expected.aucError)).toBeLessThan(1e-12);
    expect(Math.abs(kolmogorovSmirnov(predictions).value - expected.ks)).toBeLessThan(1e-12);
    expect(Math.abs(brierScore(predictions) - expected.brier)).toBeLessThan(1e-12);
    expect(Math.abs(logLoss(predictions) - expected.logLoss)).toBeLessThan(1e-12);
    expect(Math.abs(calibrationError(predictions).ece - expected.ece)).toBeLessThan(1e-12);
  });

  it('read KS after ties only: a constant score has none', () => {
    const constant = predictionsFrom({
      pd: [0.2, 0.2, 0.2],
      labels: [0, 0, 1],
      weights: [1, 1, 1],
    });
    expect(kolmogorovSmirnov(constant)).toEqual({ value: 0, low: 0, high: 0 });
    expect(areaUnderCurve(constant).value).toBe(0.5);
    const perfect = predictionsFrom({ pd: [0.1, 0.9], labels: [0, 1], weights: [1, 1] });
    expect(kolmogorovSmirnov(perfect).value).toBe(1);
  });

  it('do not grow more certain when a customer’s rows are copied', () => {
    const [{ pd, labels }] = cases;
    const single = predictionsFrom({ pd, labels, weights: pd.map(() => 1) });
    const twice = predictionsFrom({
      pd: pd.flatMap((value) => [value, value]),
      labels: labels.flatMap((label) => [label, label]),
      weights: pd.flatMap(() => [0.5, 0.5]),
    });
    twice.customerOf.forEach((_, row) => {
      twice.customerOf[row] = row >> 1;
    });
    const [before, after] = [areaUnderCurve(single), areaUnderCurve(twice)];
    expect(after.value).toBeCloseTo(before.value, 12);
    expect(after.high - after.low).toBeCloseTo(before.high - before.low, 12);
    const [distance, again] = [kolmogorovSmirnov(single), kolmogorovSmirnov(twice)];
    for (const end of ['value', 'low', 'high'] as const)
      expect(again[end]).toBeCloseTo(distance[end], 12);
  });

  it('take the observed bad rate as threshold and say so', () => {
    const given = predictionsFrom({ pd: [0.1, 0.3, 0.6], labels: [0, 0, 1], weights: [1, 1, 1] });
    const metrics = thresholdMetrics(given);
    expect(metrics.threshold).toBeCloseTo(1 / 3, 12);
    expect(metrics.accuracy).toBe(1);
    expect(metrics.precision).toBe(1);
    expect(metrics.mae).toBeCloseTo((0.1 + 0.3 + 0.4) / 3, 12);
    expect(metrics.rmse ** 2).toBeCloseTo(brierScore(given), 12);
  });

  it('find a perfect model calibrated, with the error that its sample size explains', () => {
    const random = createRandom(5);
    const runs = Array.from({ length: 30 }, () => {
      const logOdds = Float64Array.from({ length: 3000 }, () => 1 + random.normal());
      const labels = logOdds.map((value) => Number(random.uniform() < 1 / (1 + Math.exp(value))));
      const sample = {
        labels: Uint8Array.from(labels),
        weights: new Float64Array(3000).fill(1),
        customerOf: Int32Array.from(labels, (_, row) => row),
      };
      const predictions = predictionsOf(logOdds, sample);
      return { ...calibrationError(predictions), ...calibrationLine(predictions) };
    });
    const mean = (values: number[]) =>
      values.reduce((sum, value) => sum + value, 0) / values.length;
    const observed = mean(runs.map(({ ece }) => ece));
    const expected = mean(runs.map(({ ecePerfect }) => ecePerfect));
    expect(Math.abs(observed / expected - 1)).toBeLessThan(0.1);
    const held = runs.filter(({ slope, intercept }) => {
      return slope.low < 1 && slope.high > 1 && intercept.low < 0 && intercept.high > 0;
    });
    expect(held.length).toBeGreaterThanOrEqual(24);
  });
});
