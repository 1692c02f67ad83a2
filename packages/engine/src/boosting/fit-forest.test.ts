import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RiskDirection } from '../features/feature.js';
import { createRandom } from '../random.js';
import { type BinnedTable, binOf, layOutBins, MISSING_BIN, type TreeInput } from './bins.js';
import { createFitter, LOSS_STEP } from './fit-forest.js';
import { type Forest, forestLogOdds, LEAF, tableLogOdds } from './forest.js';
import type { TreeSettings } from './settings.js';

interface BoostingCase {
  columns: (number | null)[][];
  events: number[];
  weights: number[];
  settings: {
    max_iter: number;
    max_leaf_nodes: number;
    max_depth: number;
    learning_rate: number;
    min_samples_leaf: number;
    l2_regularization: number;
    monotonic_cst: number[];
  };
  probabilities: number[];
}

const cases: BoostingCase[] = JSON.parse(
  readFileSync(new URL('../../fixtures/boosting.json', import.meta.url), 'utf8'),
);

function inputOf(
  column: Float64Array,
  index: number,
  more: { direction: RiskDirection; categories?: readonly string[] },
): TreeInput {
  const { direction, categories } = more;
  const layout = layOutBins(
    column,
    {
      ...{ code: `x${index}`, family: 'payment', direction, actionable: false },
      ...(categories === undefined ? { unit: 'value' } : { unit: 'category', categories }),
    },
    { specials: [] },
  );
  return { ...layout, code: `x${index}`, column: index, direction };
}

function tableOf(
  columns: readonly Float64Array[],
  goods: Uint8Array,
  inputs: readonly TreeInput[],
): BinnedTable {
  const rows = goods.length;
  const bins = new Uint8Array(rows * columns.length);
  columns.forEach((column, at) => {
    bins.set(
      column.map((value) => binOf(inputs[at], value)),
      at * rows,
    );
  });
  return { rows, inputs, bins, goods, customerOf: Int32Array.from(goods, (_, row) => row) };
}

/** scikit-learn's signs are those of the event, here the good one. */
function directionOf(sign: number): RiskDirection {
  return sign === 0 ? 'free' : sign > 0 ? 'falls' : 'rises';
}

const SETTINGS: TreeSettings = {
  trees: 30,
  learningRate: 0.1,
  maximumLeaves: 16,
  maximumDepth: 5,
  minimumRows: 1,
  minimumHessian: 1,
  ridge: 1,
  customerShare: 0.7,
  inputShare: 0.6,
};

const INPUTS = 5;

const anyNumber = fc.oneof(
  fc.constant(Number.NaN),
  fc.integer({ min: -80, max: 80 }),
  fc.double({ noDefaultInfinity: true }),
);
const anyRow = fc
  .array(anyNumber, { minLength: INPUTS, maxLength: INPUTS })
  .map((values) => Float64Array.from(values));

/** Rising, falling, free and pure noise inputs and a category; high values of the second are often missing. */
function madeUpTable(): BinnedTable {
  const random = createRandom(5, 'table');
  const rows = 1500;
  const columns = Array.from({ length: INPUTS }, () => new Float64Array(rows));
  const goods = new Uint8Array(rows);
  for (let row = 0; row < rows; row++) {
    const values = [20, 20, 20, 20].map((scale) => Math.round(scale * random.normal()));
    const region = random.integer(4);
    const odds =
      1 - values[0] / 15 + values[1] / 15 + Math.cos(values[2] / 10) - Number(region === 2);
    goods[row] = Number(random.uniform() < 1 / (1 + Math.exp(-odds)));
    if (values[1] > 0 && random.uniform() < 0.5) values[1] = Number.NaN;
    [...values, region].forEach((value, column) => {
      columns[column][row] = value;
    });
  }
  const directions: RiskDirection[] = ['rises', 'falls', 'free', 'rises', 'free'];
  const inputs = columns.map((column, index) => {
    const direction = directions[index];
    return inputOf(column, index, {
      direction,
      ...(index === 4 && { categories: ['a', 'b', 'c', 'd'] }),
    });
  });
  return tableOf(columns, goods, inputs);
}

const trained = (() => {
  const table = madeUpTable();
  const weights = new Float64Array(table.rows).fill(1);
  const { forest } = createFitter(table)({ weights, settings: SETTINGS, watch: null, seed: 'one' });
  return { table, weights, forest };
})();

function predict(row: Float64Array): number {
  const bins = Uint8Array.from(trained.table.inputs, (input, at) => binOf(input, row[at]));
  return forestLogOdds(trained.forest, bins);
}

describe('fitForest', () => {
  it.each(cases.map((each, index) => ({ ...each, index })))(
    'gives scikit-learn’s probabilities to 1e-5 (case $index)',
    ({ columns, events, weights, settings, probabilities }) => {
      const values = columns.map((column) => Float64Array.from(column, (each) => each ?? NaN));
      const inputs = values.map((column, index) =>
        inputOf(column, index, { direction: directionOf(settings.monotonic_cst[index]) }),
      );
      const table = tableOf(values, Uint8Array.from(events), inputs);
      const { forest } = createFitter(table)({
        weights: Float64Array.from(weights),
        settings: {
          trees: settings.max_iter,
          learningRate: settings.learning_rate,
          maximumLeaves: settings.max_leaf_nodes,
          maximumDepth: settings.max_depth,
          minimumRows: settings.min_samples_leaf,
          minimumHessian: 0,
          ridge: settings.l2_regularization,
          customerShare: 1,
          inputShare: 1,
        },
        seed: 'reference',
        watch: null,
      });
      const logOdds = tableLogOdds(forest, table);
      let worst = 0;
      logOdds.forEach((value, row) => {
        worst = Math.max(worst, Math.abs(1 / (1 + Math.exp(-value)) - probabilities[row]));
      });
      expect(worst).toBeLessThan(1e-5);
    },
  );

  it('keeps every direction, whatever the value and whatever else is missing', () => {
    const { table, forest } = trained;
    fc.assert(
      fc.property(anyRow, fc.nat({ max: INPUTS - 1 }), anyNumber, anyNumber, (row, at, a, b) => {
        const { direction } = table.inputs[at];
        if (direction === 'free' || Number.isNaN(a) || Number.isNaN(b)) return;
        const [low, high] = [Math.min(a, b), Math.max(a, b)].map((value) => {
          return predict(row.with(at, value));
        });
        // Rising risk is falling log-odds of good:bad.
        if (direction === 'rises') expect(high).toBeLessThanOrEqual(low);
        else expect(high).toBeGreaterThanOrEqual(low);
      }),
      { numRuns: 500 },
    );
    expect(forest.roots).toHaveLength(SETTINGS.trees);
  });

  it('gives the same bits again and others for another seed', () => {
    const { table, forest, weights } = trained;
    const request = { weights, settings: SETTINGS, watch: null };
    const again = createFitter(table)({ ...request, seed: 'one' }).forest;
    const other = createFitter(table)({ ...request, seed: 'two' }).forest;
    expect(tableLogOdds(again, table)).toEqual(tableLogOdds(forest, table));
    expect(tableLogOdds(other, table)).not.toEqual(tableLogOdds(forest, table));
  });

  it('sees nothing of rows without weight', () => {
    const { table, weights } = trained;
    const half = weights.map((weight, row) => (row % 2 === 0 ? weight : 0));
    const lied = table.goods.map((good, row) => (row % 2 === 0 ? good : 1 - good));
    const request = { weights: half, settings: SETTINGS, watch: null, seed: 'one' };
    const honest = createFitter(table)(request).forest;
    const misled = createFitter({ ...table, goods: lied })(request).forest;
    expect(tableLogOdds(misled, table)).toEqual(tableLogOdds(honest, table));
  });

  it('learns the sides of categories and of missing values', () => {
    const { table, forest } = trained;
    const typical = Float64Array.from([0, 0, 0, Number.NaN, 1]);
    const byCategory = [0, 1, 2, 3].map((code) => predict(typical.with(4, code)));
    // Category 2 is risky, the others are alike.
    expect(Math.max(...byCategory)).not.toBe(byCategory[2]);
    expect(Math.min(...byCategory)).toBe(byCategory[2]);
    // Missing is as good as a high value of the input whose missing values were made from high ones.
    expect(predict(typical.with(1, Number.NaN))).toBeGreaterThan(
      predict(typical.with(1, -30)) + 0.5,
    );
    expect(forest.sets.length).toBeGreaterThan(0);
    // A category that was never seen goes where missing ones go.
    expect(binOf(table.inputs[4], 7)).toBe(MISSING_BIN);
    expect(binOf(table.inputs[4], -1)).toBe(MISSING_BIN);
  });

  it('follows the loss of watched rows, and ends when it rises', () => {
    const { table, weights } = trained;
    const settings = { ...SETTINGS, trees: 2000, learningRate: 0.3 };
    const inside = weights.map((weight, row) => (row % 3 === 0 ? 0 : weight));
    const watch = weights.map((weight, row) => (row % 3 === 0 ? weight : 0));
    const fitted = createFitter(table)({ weights: inside, settings, watch, seed: 'one' });
    const { length } = fitted.watchedLosses;
    expect(length).toBeLessThan(2000 / LOSS_STEP);
    expect(fitted.forest.roots.length).toBe(length * LOSS_STEP);
    const logOdds = tableLogOdds(fitted.forest, table);
    const loss = logOdds.reduce((sum, value, row) => {
      return sum + watch[row] * Math.log1p(Math.exp(table.goods[row] === 1 ? -value : value));
    }, 0);
    expect(Math.abs(loss - fitted.watchedLosses[length - 1])).toBeLessThan(1e-9 * loss);
  });

  it('never leaves a leaf lighter than the settings allow', () => {
    const { table, forest, weights } = trained;
    const settings = { ...SETTINGS, minimumRows: 150, minimumHessian: 0 };
    const heavy = createFitter(table)({ weights, settings, watch: null, seed: 'one' }).forest;
    const leaves = (of: Forest) =>
      Array.from(of.cover).filter((_, node) => of.input[node] === LEAF);
    expect(Math.min(...leaves(heavy))).toBeGreaterThanOrEqual(150);
    expect(Math.min(...leaves(forest))).toBeLessThan(150);
  });
});
