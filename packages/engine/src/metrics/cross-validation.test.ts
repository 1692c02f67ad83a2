import { describe, expect, it } from 'vitest';
import { createRandom } from '../random.js';
import { crossValidationOf } from './cross-validation.js';
import { areaUnderCurve } from './discrimination.js';

const ROWS = 600;
const FOLDS = 5;
const random = createRandom(3, 'cross-validation');
const draw = () => Float64Array.from({ length: ROWS }, () => random.normal());
const sample = {
  foldOf: Uint8Array.from({ length: ROWS }, (_, row) => row % FOLDS),
  weights: new Float64Array(ROWS).fill(1),
};
const predictions = {
  logOdds: draw(),
  labels: Uint8Array.from({ length: ROWS }, (_, row) => (row < 90 ? 1 : 0)),
  customerOf: Int32Array.from({ length: ROWS }, (_, row) => row),
  weights: sample.weights,
};

describe('models of folds', () => {
  const all = draw();

  it('add nothing to the variance where they agree, whatever their level and scale', () => {
    const byFold = Array.from({ length: FOLDS }, (_, fold) =>
      all.map((value) => fold + (fold + 1) * value),
    );
    expect(crossValidationOf(sample, byFold).varianceFactor).toBeCloseTo(1, 9);
  });

  it('double it where they learned what chance showed, or nothing at all', () => {
    // What each fold shows is drawn alone, and a model learns the mean of the folds that it sees.
    const shown = Array.from({ length: FOLDS }, draw);
    const byFold = shown.map((_, without) =>
      all.map((_value, row) =>
        shown.reduce((sum, each, fold) => sum + (fold === without ? 0 : each[row]), 0),
      ),
    );
    expect(crossValidationOf(sample, byFold).varianceFactor).toBeGreaterThan(1.9);
    const constant = Array.from({ length: FOLDS }, () => new Float64Array(ROWS).fill(2));
    expect(crossValidationOf(sample, constant).varianceFactor).toBe(2);
  });
});

describe('a cross-validated AUC', () => {
  const crossValidation = { foldOf: sample.foldOf, varianceFactor: 1 };

  it('does not change with the level of a fold', () => {
    const shifted = predictions.logOdds.map((value, row) => value + 3 * sample.foldOf[row]);
    const before = areaUnderCurve({ ...predictions, crossValidation });
    const after = areaUnderCurve({ ...predictions, logOdds: shifted, crossValidation });
    expect(after.value).toBeCloseTo(before.value, 12);
    expect(after.high).toBeCloseTo(before.high, 12);
    expect(areaUnderCurve(predictions).value).not.toBeCloseTo(before.value, 12);
  });

  it('is the mean of its folds by their pairs, and leaves out folds of one class', () => {
    const folds = Array.from({ length: FOLDS }, (_, fold) => {
      const rows = Array.from(predictions.labels.keys()).filter((row) => row % FOLDS === fold);
      const goods = rows.filter((row) => predictions.labels[row] === 0);
      const bads = rows.filter((row) => predictions.labels[row] === 1);
      const wins = bads.flatMap((bad) =>
        goods.map((good) => Number(predictions.logOdds[good] > predictions.logOdds[bad])),
      );
      return { wins: wins.reduce((sum, win) => sum + win, 0), pairs: wins.length };
    });
    const total = folds.reduce((sum, { pairs }) => sum + pairs, 0);
    const mean = folds.reduce((sum, { wins }) => sum + wins, 0) / total;
    expect(areaUnderCurve({ ...predictions, crossValidation }).value).toBeCloseTo(mean, 12);
    const alone = sample.foldOf.map((fold, row) => (row < 90 || row % 2 === 0 ? 0 : fold + 1));
    const first = areaUnderCurve({
      ...predictions,
      crossValidation: { foldOf: alone, varianceFactor: 1 },
    });
    expect(first.value).toBeGreaterThan(0.4);
    expect(first.value).toBeLessThan(0.6);
  });

  it('has an interval that is wider by the root of the factor', () => {
    const width = (varianceFactor: number) => {
      const { low, high } = areaUnderCurve({
        ...predictions,
        crossValidation: { ...crossValidation, varianceFactor },
      });
      return high - low;
    };
    expect(width(2) / width(1)).toBeCloseTo(Math.SQRT2, 9);
  });

  it('is found among as many rows as a training may have', () => {
    const rows = 300_000;
    const many = areaUnderCurve({
      logOdds: Float64Array.from({ length: rows }, (_, row) => row),
      labels: Uint8Array.from({ length: rows }, (_, row) => Number(row < 30_000)),
      customerOf: Int32Array.from({ length: rows }, (_, row) => row),
      weights: new Float64Array(rows).fill(1),
      crossValidation: {
        foldOf: Uint8Array.from({ length: rows }, (_, row) => row % FOLDS),
        varianceFactor: 1,
      },
    });
    expect(many.value).toBeCloseTo(1, 12);
  });
});
