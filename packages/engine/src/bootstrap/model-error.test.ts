import { describe, expect, it } from 'vitest';
import { logistic } from '../logistic/fit.js';
import { createRandom } from '../random.js';
import type { CandidateFeature, Sample } from '../scorecard/sample.js';
import { screenFeature } from '../scorecard/screening.js';
import { modelErrorVariance } from './model-error.js';

const ROWS = 5000;
const FOLDS = 5;
const LEVEL = 1;
/** What each of two groups' log-odds lie away from the level: the variance of a model that sees no groups. */
const APART = 0.8;

/** Customers of two groups of which the model says nothing: it gives everyone the level. */
function twoGroups(): { sample: Sample; group: CandidateFeature } {
  const random = createRandom(1, 'two groups');
  const cells = Uint8Array.from({ length: ROWS }, () => random.integer(2));
  const layout = { grid: [0.5], categories: 0, specials: [] };
  const group: CandidateFeature = { code: 'group', column: 0, direction: 'free', layout, cells };
  const numbers = Int32Array.from(cells.keys());
  const sample: Sample = {
    ...{ rows: ROWS, customers: ROWS, folds: FOLDS, features: [group] },
    ...{ order: numbers, customerOf: numbers, asOf: new Int32Array(ROWS) },
    foldOf: Uint8Array.from(cells, (_, row) => row % FOLDS),
    labels: Uint8Array.from(cells, (cell) => {
      const good = logistic(LEVEL + (cell === 1 ? APART : -APART));
      return random.uniform() < good ? 0 : 1;
    }),
    weights: new Float64Array(ROWS).fill(1),
  };
  return { sample, group };
}

describe('modelErrorVariance', () => {
  const { sample, group } = twoGroups();
  const level = new Float64Array(ROWS).fill(LEVEL);
  const unsteady = Array.from({ length: FOLDS }, (_, fold) =>
    level.map((each) => each + fold / 10),
  );
  const telling = [screenFeature(sample, group, sample.weights)];

  it('is the spread of the fits without one fold each where nothing else is known', () => {
    const opinion = { byFold: unsteady, slope: 2, calibrated: level };
    // Σ (fold − mean)² / 100 = 0.1, times 4/5 for the jackknife and 2² for the slope.
    expect(modelErrorVariance(sample, opinion, { other: null, telling: [] })).toBeCloseTo(0.32, 12);
  });

  it('adds how far a model of another form lies from it', () => {
    const opinion = { byFold: unsteady, slope: 2, calibrated: level };
    const other = level.map((each, row) => each + (row % 2 === 0 ? 0.5 : -0.5));
    expect(modelErrorVariance(sample, opinion, { other, telling: [] })).toBeCloseTo(0.57, 12);
  });

  it('sees what alike customers have in common and the model does not say', () => {
    const opinion = { byFold: unsteady, slope: 1, calibrated: level };
    const apart = modelErrorVariance(sample, opinion, { other: null, telling });
    expect(apart).toBeGreaterThan(0.7 * APART ** 2);
    expect(apart).toBeLessThan(1.3 * APART ** 2);
  });

  it('sees nothing where the model already says it', () => {
    const said = level.map((each, row) => each + (group.cells[row] === 1 ? APART : -APART));
    const opinion = { byFold: unsteady, slope: 1, calibrated: said };
    const jackknife = 0.08;
    const variance = modelErrorVariance(sample, opinion, { other: null, telling });
    expect(variance).toBeGreaterThanOrEqual(jackknife - 1e-12);
    expect(variance).toBeLessThan(jackknife + 0.02);
  });
});
