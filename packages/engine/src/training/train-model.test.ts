import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { createFitter } from '../boosting/fit-forest.js';
import type { OpenFitters } from '../boosting/fits.js';
import { SETTINGS_TO_TRY } from '../boosting/settings.js';
import type { FeatureDefinition } from '../features/feature.js';
import type { FeatureSpace } from '../features/feature-space.js';
import { decodeModel, encodeModel } from '../model/file.js';
import { ModelFormatError } from '../model/json.js';
import type { BoostingModel } from '../model/model.js';
import { scoreRow } from '../model/score.js';
import { createRandom } from '../random.js';
import { NoUsableFeatureError } from './errors.js';
import { DEFAULT_TRAINING_OPTIONS } from './train.js';
import { trainModel } from './train-model.js';
import type { TrainingData, TrainingOptions, ValidationReport } from './training.js';

function define(code: string, overrides: Partial<FeatureDefinition>): FeatureDefinition {
  const base = { family: 'payment', unit: 'value', direction: 'free', actionable: false } as const;
  return { code, ...base, ...overrides };
}

const DEFINITIONS: FeatureDefinition[] = [
  define('lateDays', { family: 'delinquency', direction: 'rises', unit: 'days' }),
  define('paidShare', { direction: 'falls', unit: 'share' }),
  define('instalments', { family: 'tenure', unit: 'count' }),
  define('attribute:region', {
    ...{ family: 'attribute', unit: 'category' },
    categories: ['centre', 'coast', 'north', 'south'],
  }),
  define('amount', { family: 'amount' }),
  define('noise', {}),
];

interface Row {
  values: number[];
  label: number;
  customer: string;
  day: number;
}

/** Risk in which lateness matters only for those who pay little: no card of single features can say so. */
function crossed(seed: number, customers: number, days: readonly number[] = [20000]): Row[] {
  const random = createRandom(seed, 'crossed');
  return Array.from({ length: customers }, (_, customer) => {
    const late = Math.max(0, Math.round(30 * random.normal()));
    const amount = Math.round(10 * random.normal());
    const sign = late > 5 ? 1 : -1;
    const risk = -1 + 0.02 * late + 1.6 * sign * Math.sign(amount);
    const label = Number(random.uniform() < 1 / (1 + Math.exp(-risk)));
    const hasHistory = random.uniform() > 0.05;
    const known = [late, Math.round(100 * random.uniform()) / 100, random.integer(18)];
    return days.map((day) => ({
      values: [
        ...(hasHistory ? known : [Number.NaN, Number.NaN, Number.NaN]),
        ...[random.integer(4), amount, random.normal()],
      ],
      label,
      customer: `c${customer}`,
      day,
    }));
  }).flat();
}

function tabulate(rows: readonly Row[]): TrainingData<FeatureSpace> {
  const rule = { settledBy: 'fullAmount', materiality: { absoluteMinor: 0, relative: 0 } } as const;
  return {
    featureSpace: { rule, medians: {}, attributes: [], definitions: DEFINITIONS },
    columns: DEFINITIONS.map((_, column) =>
      Float64Array.from(rows, ({ values }) => values[column]),
    ),
    labels: Uint8Array.from(rows, ({ label }) => label),
    customers: rows.map(({ customer }) => customer),
    asOf: Int32Array.from(rows, ({ day }) => day),
  };
}

const OPTIONS: TrainingOptions = {
  ...DEFAULT_TRAINING_OPTIONS,
  bootstrapReplicates: 4,
  settingsToTry: [
    {
      ...SETTINGS_TO_TRY[1],
      ...{ trees: 75, learningRate: 0.2, maximumDepth: 4, maximumLeaves: 12 },
    },
  ],
  depthFeature: 'instalments',
};

const anyNumber = fc.oneof(
  fc.constant(Number.NaN),
  fc.integer({ min: -50, max: 100 }),
  fc.double({ noDefaultInfinity: true }),
);
const anyRow = fc
  .array(anyNumber, { minLength: DEFINITIONS.length, maxLength: DEFINITIONS.length })
  .map((values) => Float64Array.from(values));

/** Two features that alone tell exactly nothing: three in five go bad where they differ, one in five where they agree. */
function balanced(customers: number): Row[] {
  return Array.from({ length: customers }, (_, customer) => {
    const [late, amount] = [customer % 2, (customer >> 1) % 2];
    const place = (customer >> 2) % 5;
    return {
      values: [late, 1, 6, 0, amount, 0],
      label: Number(place < (late === amount ? 1 : 3)),
      customer: `c${customer}`,
      day: 20000,
    };
  });
}

const rows = crossed(1, 900);
let model: BoostingModel<FeatureSpace>;
let report: ValidationReport;
beforeAll(async () => {
  const trained = await trainModel(tabulate(rows), OPTIONS);
  if (trained.model.kind !== 'boosting') throw new Error('the card was chosen');
  model = trained.model;
  report = trained.report;
}, 60_000);

describe('trainModel', () => {
  it('chooses trees by their paired log-loss where features act together, and shows both', () => {
    expect(report.kind).toBe('boosting');
    const { comparison } = report;
    expect(comparison?.chosen).toBe('boosting');
    expect(comparison?.logLossGain).toBeGreaterThan(comparison?.standardError ?? Number.NaN);
    const difference =
      (comparison?.scorecard.logLoss ?? 0) - (comparison?.boosting.logLoss ?? Number.NaN);
    expect(Math.abs(difference - (comparison?.logLossGain ?? 0))).toBeLessThan(1e-12);
    expect(comparison?.boosting.auc).toBe(report.byCustomer.auc.value);
    expect(report.byCustomer.calibrationSlope.low).toBeLessThan(1);
    expect(report.byCustomer.calibrationSlope.high).toBeGreaterThan(1);
    const used = report.features.filter(({ decision }) => decision === 'selected');
    expect(used.map(({ code }) => code)).toEqual(expect.arrayContaining(['lateDays', 'amount']));
  });

  it('keeps the card unless trees are better by what the lender asks for', async () => {
    const trained = await trainModel(tabulate(rows), { ...OPTIONS, boostingGainMin: 10 });
    expect(trained.model.kind).toBe('scorecard');
    expect(trained.report.comparison).toMatchObject({ chosen: 'scorecard', gainMin: 10 });
  });

  it('trains what is asked for, and then compares nothing', async () => {
    const data = tabulate(rows);
    for (const algorithm of ['scorecard', 'boosting'] as const) {
      const trained = await trainModel(data, { ...OPTIONS, algorithm, bootstrapReplicates: 2 });
      expect(trained.model.kind).toBe(algorithm);
      expect(trained.report).toMatchObject({ kind: algorithm, comparison: null });
    }
  });

  it('gives the same bits whatever the order of the rows and wherever fits are made', async () => {
    const options = { ...OPTIONS, algorithm: 'boosting', bootstrapReplicates: 2 } as const;
    const some = crossed(3, 500, [19800, 20000]);
    const random = createRandom(9);
    const shuffled = some
      .map((row) => ({ row, key: random.uniform() }))
      .sort((a, b) => a.key - b.key)
      .map(({ row }) => row);
    let isClosed = false;
    const elsewhere: OpenFitters = (table) => ({
      makeFits: async (requests) =>
        requests.map((request) => structuredClone(createFitter(table)(structuredClone(request)))),
      close: () => {
        isClosed = true;
      },
    });
    const first = await trainModel(tabulate(some), options);
    const second = await trainModel(tabulate(shuffled), options, { openFitters: elsewhere });
    expect(encodeModel(second.model)).toBe(encodeModel(first.model));
    expect(second.report).toEqual(first.report);
    expect(first.report.outOfTime?.asOf).toBe(20000);
    expect(isClosed).toBe(true);
  });

  it('takes trees where no feature alone tells enough for a card', async () => {
    const data = tabulate(balanced(800));
    const options = { ...OPTIONS, bootstrapReplicates: 2 };
    await expect(trainModel(data, { ...options, algorithm: 'scorecard' })).rejects.toThrow(
      NoUsableFeatureError,
    );
    const { report } = await trainModel(data, { ...options, algorithm: 'auto' });
    expect(report).toMatchObject({ kind: 'boosting', comparison: null });
  });

  it('finds nothing where nothing varies', async () => {
    const data = tabulate(rows);
    const columns = data.columns.map((column) => column.map(() => 1));
    const options = { ...OPTIONS, algorithm: 'boosting' } as const;
    await expect(trainModel({ ...data, columns }, options)).rejects.toThrow(NoUsableFeatureError);
  });
});

describe('scoreRow with trees', () => {
  it('scores every row, and the contributions sum to the log-odds', () => {
    fc.assert(
      fc.property(anyRow, (row) => {
        const scored = scoreRow(model, row);
        expect(scored.pd).toBeGreaterThan(0);
        expect(scored.pd).toBeLessThan(1);
        expect(scored.interval.pdLow).toBeLessThanOrEqual(scored.pd);
        expect(scored.interval.pdHigh).toBeGreaterThanOrEqual(scored.pd);
        expect(scored.confidence).toBeGreaterThanOrEqual(0);
        const sum = scored.contributions.reduce((total, each) => total + each.contribution, 0);
        expect(Math.abs(scored.reference + sum - scored.logOdds)).toBeLessThan(1e-9);
        for (const { value, family } of scored.contributions) {
          if (value === null) expect(family).toBe('littleHistory');
        }
      }),
    );
  });

  it('never breaks a feature’s direction', () => {
    const steps = fc.tuple(anyRow, fc.integer({ min: -50, max: 100 }), fc.nat({ max: 100 }));
    fc.assert(
      fc.property(steps, ([row, value, more]) => {
        for (const [column, sign] of [
          [0, 1],
          [1, -1],
        ]) {
          const before = scoreRow(model, row.with(column, value));
          const after = scoreRow(model, row.with(column, value + more));
          if (before.basis !== after.basis) continue;
          expect(sign * after.logOdds).toBeLessThanOrEqual(sign * before.logOdds);
        }
      }),
    );
  });

  it('gives a customer of whom nothing is known a base rate and no confidence', () => {
    const scored = scoreRow(model, new Float64Array(DEFINITIONS.length).fill(Number.NaN));
    expect(scored).toMatchObject({ basis: 'baseRate', confidence: 0 });
  });
});

describe('the file of trees', () => {
  it('scores bit for bit the same after a round trip, and names no customer', () => {
    const file = encodeModel(model);
    expect(file).not.toMatch(/"c\d+"/);
    const reread = decodeModel(file);
    expect(encodeModel(reread)).toBe(file);
    fc.assert(
      fc.property(anyRow, (row) => {
        expect(scoreRow(reread, row)).toEqual(scoreRow(model, row));
      }),
    );
  });

  it('is refused when it is not what this version writes', () => {
    const refuse = (change: (file: BoostingModel) => object) => {
      const changed = { ...model, ...change(model) };
      expect(() => decodeModel(JSON.stringify(changed))).toThrow(ModelFormatError);
    };
    const { forest } = model;
    refuse(() => ({ characteristics: [] }));
    refuse(() => ({ unseenRule: 'neutral' }));
    refuse(() => ({ inputs: [] }));
    refuse(() => ({ forest: { ...forest, nodes: forest.nodes.slice(1) } }));
    refuse(() => ({ forest: { ...forest, nodes: [99, ...forest.nodes.slice(1)] } }));
    refuse(() => ({ forest: { ...forest, values: forest.values.slice(1) } }));
    refuse(() => ({ forest: { ...forest, splits: forest.splits.map(() => 255) } }));
    refuse(() => ({ forest: { ...forest, covers: forest.covers.map(() => 0) } }));
    refuse(() => ({ forest: { ...forest, missingLeft: forest.missingLeft.map(() => 2) } }));
  });
});
