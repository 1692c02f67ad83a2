import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import type { FeatureDefinition } from '../features/feature.js';
import type { FeatureSpace } from '../features/feature-space.js';
import { decodeModel, encodeModel } from '../model/file.js';
import { ModelFormatError } from '../model/json.js';
import type { ScorecardModel } from '../model/model.js';
import { RowShapeError, scoreRow } from '../model/score.js';
import { createRandom } from '../random.js';
import { NoUsableFeatureError, TooFewBadsError, TrainingDataError } from './errors.js';
import { DEFAULT_TRAINING_OPTIONS, trainScorecard } from './train.js';
import type { Trained, TrainingData } from './training.js';

const OPTIONS = {
  ...DEFAULT_TRAINING_OPTIONS,
  bootstrapReplicates: 4,
  depthFeature: 'instalments',
};

function define(code: string, overrides: Partial<FeatureDefinition>): FeatureDefinition {
  const base = { family: 'payment', unit: 'value', direction: 'free', actionable: false } as const;
  return { code, ...base, ...overrides };
}

const DEFINITIONS: FeatureDefinition[] = [
  define('lateDays', { family: 'delinquency', direction: 'rises', unit: 'days' }),
  define('paidShare', { family: 'payment', direction: 'falls', unit: 'share' }),
  define('instalments', { family: 'tenure', unit: 'count' }),
  define('attribute:region', {
    family: 'attribute',
    unit: 'category',
    categories: ['centre', 'coast', 'north', 'south'],
  }),
  define('attribute:code', { family: 'attribute' }),
  define('noise1', {}),
  define('noise2', { direction: 'rises' }),
  define('copy', { family: 'delinquency', direction: 'rises', unit: 'days' }),
];

function space(definitions: readonly FeatureDefinition[] = DEFINITIONS): FeatureSpace {
  const rule = { settledBy: 'fullAmount', materiality: { absoluteMinor: 0, relative: 0 } } as const;
  return { rule, medians: {}, attributes: [], definitions };
}

/** Customers whose risk rises with lateness and falls with what they paid; some have no history. */
function portfolio(seed: number, customers: number, days: readonly number[] = [20000]) {
  const random = createRandom(seed, 'portfolio');
  const rows: { values: number[]; label: number; customer: string; day: number }[] = [];
  for (let customer = 0; customer < customers; customer++) {
    const strain = random.normal();
    const region = random.integer(4);
    const hasHistory = random.uniform() > 0.06;
    const bad = random.uniform() < 1 / (1 + Math.exp(2 - 1.4 * strain - (region === 2 ? 1 : 0)));
    for (const day of days) {
      const late = Math.max(0, Math.round(20 * (strain + random.normal())));
      const known = [
        late,
        Math.min(1, 1 - 0.2 * strain + 0.2 * random.normal()),
        random.integer(18),
      ];
      const values = hasHistory ? known : [Number.NaN, Number.NaN, Number.NaN];
      const code = random.uniform() < 0.3 ? -999 : random.normal();
      const rest = [region, code, random.normal(), random.normal(), values[0]];
      rows.push({
        values: [...values, ...rest],
        label: Number(bad),
        customer: `c${customer}`,
        day,
      });
    }
  }
  return rows;
}

function tabulate(rows: ReturnType<typeof portfolio>): TrainingData<FeatureSpace> {
  return {
    featureSpace: space(),
    columns: DEFINITIONS.map((_, column) =>
      Float64Array.from(rows, ({ values }) => values[column]),
    ),
    labels: Uint8Array.from(rows, ({ label }) => label),
    customers: rows.map(({ customer }) => customer),
    asOf: Int32Array.from(rows, ({ day }) => day),
  };
}

const anyNumber = fc.oneof(
  fc.constant(Number.NaN),
  fc.integer({ min: -5, max: 400 }),
  fc.double({ noDefaultInfinity: true }),
);
const anyRow = fc
  .array(anyNumber, { minLength: DEFINITIONS.length, maxLength: DEFINITIONS.length })
  .map((values) => Float64Array.from(values));

const rows = portfolio(1, 3000);
let trained: Trained<ScorecardModel<FeatureSpace>>;
beforeAll(() => {
  trained = trainScorecard(tabulate(rows), {
    ...OPTIONS,
    specialValues: { 'attribute:code': [-999] },
  });
});

describe('trainScorecard', () => {
  it('finds what matters, with every sign right, and leaves copies and noise out', () => {
    const { model, report } = trained;
    const codes = model.characteristics.map(({ code }) => code);
    expect(codes).toEqual(expect.arrayContaining(['paidShare', 'attribute:region']));
    expect(codes).not.toContain('noise1');
    expect(codes.filter((code) => code === 'lateDays' || code === 'copy')).toHaveLength(1);
    for (const { coefficient } of model.characteristics) expect(coefficient).toBeGreaterThan(0);
    expect(report.byCustomer.auc.low).toBeGreaterThan(0.7);
    expect(report.byCustomer.calibrationSlope.low).toBeLessThan(1);
    expect(report.byCustomer.calibrationSlope.high).toBeGreaterThan(1);
    const copies = report.features.filter(({ decision }) => decision === 'correlated');
    expect(copies.map(({ detail }) => detail)).toEqual(
      codes.includes('copy') ? ['copy'] : ['lateDays'],
    );
  });

  it('does not depend on the order of the rows', () => {
    const random = createRandom(9);
    const shuffled = rows
      .map((row) => ({ row, key: random.uniform() }))
      .sort((a, b) => a.key - b.key)
      .map(({ row }) => row);
    const options = { ...OPTIONS, bootstrapReplicates: 2 };
    const [first, second] = [rows, shuffled].map((each) => trainScorecard(tabulate(each), options));
    expect(encodeModel(second.model)).toBe(encodeModel(first.model));
    expect(second.report).toEqual(first.report);
  });

  it('validates out of time and sets the level on the newest day that has enough bads', () => {
    const several = tabulate(portfolio(2, 1500, [19600, 19800, 20000]));
    const { model, report } = trainScorecard(several, { ...OPTIONS, bootstrapReplicates: 2 });
    expect(model.calibration.levelFrom).toBe(20000);
    expect(report.outOfTime?.asOf).toBe(20000);
    expect(report.outOfTime?.auc.value).toBeGreaterThan(0.7);
    expect(report.byCustomer.customers).toBe(1500);
    expect(trained.report.outOfTime).toBeNull();
  });

  it('leaves out what the caller excludes, with the reason', () => {
    const excludedFeatures = [{ code: 'paidShare', reason: 'unknowable' }];
    const options = { ...OPTIONS, bootstrapReplicates: 2, excludedFeatures };
    const { model, report } = trainScorecard(tabulate(rows), options);
    expect(model.characteristics.map(({ code }) => code)).not.toContain('paidShare');
    expect(model.excludedFeatures).toEqual(['paidShare']);
    const told = report.features.find(({ code }) => code === 'paidShare');
    expect(told).toMatchObject({ decision: 'excluded', detail: 'unknowable' });
  });

  it('refuses 49 bad customers however many rows they have, and says how many there are', () => {
    const several = portfolio(3, 1500, [19800, 20000]);
    const bads = [...new Set(several.filter((row) => row.label === 1).map((row) => row.customer))];
    const kept = new Set(bads.slice(0, 49));
    const few = several.filter(({ label, customer }) => label === 0 || kept.has(customer));
    expect(() => trainScorecard(tabulate(few), OPTIONS)).toThrow(TooFewBadsError);
    expect(() => trainScorecard(tabulate(few), OPTIONS)).toThrow(/there are 49 and 1\d\d\d/);
  });

  it('trains a card of few bins on 60 bads and says that they are few', () => {
    const bads = rows.filter(({ label }) => label === 1).slice(0, 60);
    const few = [...bads, ...rows.filter(({ label }) => label === 0).slice(0, 600)];
    const { model, report } = trainScorecard(tabulate(few), OPTIONS);
    expect(report.fewBads).toBe(true);
    expect(model.calibration.slope).toBeGreaterThan(0.05);
    expect(model.calibration.slope).toBeLessThan(1.2);
    for (const { bins } of model.characteristics) {
      expect(bins.filter(({ kind }) => kind !== 'missing').length).toBeLessThanOrEqual(4);
    }
  });

  it('finds nothing in pure noise: it refuses, or its AUC interval holds 0.5', () => {
    const outcomes = Array.from({ length: 10 }, (_, seed) => {
      const random = createRandom(seed, 'labels');
      const noise = rows.slice(0, 1500).map((row) => {
        return { ...row, label: Number(random.uniform() < 0.15) };
      });
      try {
        return trainScorecard(tabulate(noise), { ...OPTIONS, bootstrapReplicates: 2 }).report;
      } catch (error) {
        if (error instanceof NoUsableFeatureError) return null;
        throw error;
      }
    });
    const reports = outcomes.filter((report) => report !== null);
    expect(reports.length).toBeGreaterThan(0);
    const strengths = reports.flatMap(({ features }) => features.map(({ strength }) => strength));
    expect(strengths).not.toContain('medium');
    expect(strengths).not.toContain('strong');
    expect(reports.filter(({ byCustomer }) => byCustomer.auc.low > 0.5).length).toBeLessThan(3);
  });

  it('names what is wrong with a table', () => {
    const data = tabulate(rows);
    expect(() => trainScorecard({ ...data, customers: [] }, OPTIONS)).toThrow(TrainingDataError);
    const infinite = data.columns.map((column) => column.map(() => Number.POSITIVE_INFINITY));
    expect(() => trainScorecard({ ...data, columns: infinite }, OPTIONS)).toThrow(/lateDays/);
    const constant = data.columns.map((column) => column.map(() => 1));
    expect(() => trainScorecard({ ...data, columns: constant }, OPTIONS)).toThrow(
      NoUsableFeatureError,
    );
  });
});

describe('scoreRow', () => {
  it('scores every row: missing, unseen and absurd values too', () => {
    fc.assert(
      fc.property(anyRow, (row) => {
        const scored = scoreRow(trained.model, row);
        expect(scored.pd).toBeGreaterThan(0);
        expect(scored.pd).toBeLessThan(1);
        expect(scored.score).toBeGreaterThanOrEqual(0);
        expect(scored.score).toBeLessThanOrEqual(100);
        expect(scored.confidence).toBeGreaterThanOrEqual(0);
        expect(scored.confidence).toBeLessThanOrEqual(100);
        expect(scored.interval.pdLow).toBeLessThanOrEqual(scored.pd);
        expect(scored.interval.pdHigh).toBeGreaterThanOrEqual(scored.pd);
      }),
    );
  });

  it('adds up: reference and contributions to the log-odds, points of the card to the score', () => {
    fc.assert(
      fc.property(anyRow, (row) => {
        const scored = scoreRow(trained.model, row);
        const sum = scored.contributions.reduce((total, each) => total + each.contribution, 0);
        expect(Math.abs(scored.reference + sum - scored.logOdds)).toBeLessThan(1e-9);
        const counted = [...scored.reasons, ...scored.strengths].map(({ family }) => family);
        expect(new Set(counted).size).toBe(counted.length);
        for (const { points } of scored.reasons) expect(points).toBeLessThan(0);
        for (const { points } of scored.strengths) expect(points).toBeGreaterThan(0);
        if (scored.logOdds < scored.reference - 1e-9) expect(scored.reasons).not.toEqual([]);
      }),
    );
    const { characteristics, scale, intercept } = trained.model;
    const points = characteristics.reduce((sum, { bins }) => sum + bins[0].points, 0);
    const logOdds = characteristics.reduce((sum, { bins }) => sum + bins[0].logOdds, intercept);
    expect(points).toBeCloseTo(scale.offset + scale.factor * logOdds, 9);
  });

  it('never breaks a feature’s direction', () => {
    const steps = fc.tuple(anyRow, fc.integer({ min: -5, max: 400 }), fc.nat({ max: 100 }));
    fc.assert(
      fc.property(steps, ([row, value, more]) => {
        const at = (column: number, to: number) => {
          const changed = Float64Array.from(row);
          changed[column] = to;
          return scoreRow(trained.model, changed);
        };
        for (const column of [0, 7]) {
          const [before, after] = [at(column, value), at(column, value + more)];
          if (before.basis === after.basis) expect(after.pd).toBeGreaterThanOrEqual(before.pd);
        }
        const [before, after] = [at(1, value), at(1, value + more)];
        if (before.basis === after.basis) expect(after.pd).toBeLessThanOrEqual(before.pd);
      }),
    );
  });

  it('gives a customer of whom nothing is known a base rate and no confidence', () => {
    const scored = scoreRow(trained.model, new Float64Array(DEFINITIONS.length).fill(Number.NaN));
    expect(scored).toMatchObject({ basis: 'baseRate', confidence: 0 });
    expect(scored.pd).toBe(trained.model.baseRates.all);
    expect(scored.contributions).toHaveLength(1);
    expect(scored.contributions[0].family).toBe('littleHistory');
    const logOdds = scored.reference + scored.contributions[0].contribution;
    expect(logOdds).toBeCloseTo(scored.logOdds, 9);
    expect(scored.reasons).toHaveLength(scored.logOdds < scored.reference ? 1 : 0);
    expect(scored.strengths).toEqual([]);
  });

  it('is less sure where a value is missing', () => {
    const long = Float64Array.from([5, 0.9, 17, 1, 0.2, 0, 0, 5]);
    const without = (column: number) => {
      const row = Float64Array.from(long);
      row[column] = Number.NaN;
      return scoreRow(trained.model, row).confidence;
    };
    const confidence = scoreRow(trained.model, long).confidence;
    expect(confidence).toBeGreaterThan(40);
    expect(without(1)).toBeLessThan(confidence);
  });

  it('refuses a row of another model', () => {
    expect(() => scoreRow(trained.model, new Float64Array(3))).toThrow(RowShapeError);
  });
});

describe('the model file', () => {
  it('scores bit for bit the same after a round trip', () => {
    const reread = decodeModel(encodeModel(trained.model));
    expect(encodeModel(reread)).toBe(encodeModel(trained.model));
    fc.assert(
      fc.property(anyRow, (row) => {
        expect(scoreRow(reread, row)).toEqual(scoreRow(trained.model, row));
      }),
    );
  });

  it('has no trace of any customer', () => {
    expect(encodeModel(trained.model)).not.toMatch(/"c\d+"/);
  });

  it('is refused when it is not what this version writes', () => {
    const refuse = (change: (file: Record<string, unknown>) => void) => {
      const file = JSON.parse(encodeModel(trained.model));
      change(file);
      expect(() => decodeModel(JSON.stringify(file))).toThrow(ModelFormatError);
    };
    refuse((file) => Object.assign(file, { format: 'maia-model/2' }));
    refuse((file) => Object.assign(file, { kind: 'oracle' }));
    refuse((file) => Object.assign(file, { extra: 1 }));
    refuse((file) => Object.assign(file, { characteristics: [] }));
    refuse((file) => Object.assign(file, { replicates: [] }));
    refuse((file) => {
      delete file.scale;
    });
    expect(() => decodeModel('{')).toThrow(ModelFormatError);
    expect(() => encodeModel({ ...trained.model, intercept: Number.NaN })).toThrow(
      ModelFormatError,
    );
  });
});
