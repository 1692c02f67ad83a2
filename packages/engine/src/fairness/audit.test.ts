import { describe, expect, it } from 'vitest';
import type { FeatureDefinition } from '../features/feature.js';
import type { FeatureSpace } from '../features/feature-space.js';
import { predictionsOf } from '../metrics/predictions.js';
import { encodeModel } from '../model/file.js';
import { createRandom, type Random } from '../random.js';
import { prepareSample } from '../training/prepare.js';
import { DEFAULT_TRAINING_OPTIONS, trainScorecard } from '../training/train.js';
import type { TrainingData } from '../training/training.js';
import { auditFairness } from './audit.js';

interface Row {
  customer: string;
  asOf: number;
  label: number;
  logOdds: number;
  group: string | null;
  values: readonly number[];
}

function define(code: string, categories?: readonly string[]): FeatureDefinition {
  const base = { family: 'payment', direction: 'free', actionable: false } as const;
  return categories
    ? { code, ...base, unit: 'category', categories }
    : { code, ...base, unit: 'value' };
}

const DEFINITIONS = [define('score'), define('job', ['a', 'b', 'c']), define('noise')];

function tabulate(rows: readonly Row[]): TrainingData<FeatureSpace> {
  const rule = { settledBy: 'fullAmount', materiality: { absoluteMinor: 0, relative: 0 } } as const;
  const groups = [...new Set(rows.map(({ group }) => group))].filter((group) => group !== null);
  return {
    featureSpace: { rule, medians: {}, attributes: [], definitions: DEFINITIONS },
    columns: DEFINITIONS.map((_, column) =>
      Float64Array.from(rows, ({ values }) => values[column]),
    ),
    labels: Uint8Array.from(rows, ({ label }) => label),
    customers: rows.map(({ customer }) => customer),
    asOf: Int32Array.from(rows, ({ asOf }) => asOf),
    protectedFields: [
      {
        field: 'gender',
        groups,
        groupOf: Int32Array.from(rows, ({ group }) =>
          group === null ? -1 : groups.indexOf(group),
        ),
      },
    ],
  };
}

function audit(rows: readonly Row[], approvalScore: number | null = null) {
  const data = tabulate(rows);
  const sample = prepareSample(data, DEFAULT_TRAINING_OPTIONS);
  const logOdds = Float64Array.from(sample.order, (row) => rows[row].logOdds);
  const report = auditFairness(
    {
      sample,
      predictions: predictionsOf(logOdds, sample),
      scores: logOdds.map((each) => 50 + 10 * each),
      used: sample.features,
    },
    approvalScore,
    data.protectedFields ?? [],
  );
  const [field] = report.fields;
  const groups = new Map(field.groups.map((group) => [group.group, group]));
  return { report, field, groups };
}

/** Customers whose group moves their scores by `shift` and their outcomes not at all; `job` follows the group as far as `leak`. */
function portfolio(random: Random, how: { shift: number; leak: number; days?: number[] }): Row[] {
  return Array.from({ length: 1500 }, (_, customer) => {
    const group = random.uniform() < 0.4 ? 'female' : 'male';
    const strain = random.normal();
    const label = Number(random.uniform() < 1 / (1 + Math.exp(1.5 - strain)));
    const job = random.uniform() < how.leak ? Number(group === 'female') : random.integer(3);
    return (how.days ?? [20000]).map((asOf) => {
      const logOdds = 1.5 - strain - (group === 'female' ? how.shift : 0);
      const values = [logOdds, job, random.normal()];
      return { customer: `c${customer}`, asOf, label, logOdds, group, values };
    });
  }).flat();
}

const shareOf = (rows: readonly Row[], holds: (row: Row) => boolean) =>
  rows.filter(holds).length / rows.length;

describe('auditFairness', () => {
  it('counts what a count by hand gives', () => {
    const rows = portfolio(createRandom(1), { shift: 0.5, leak: 0 });
    const { report, field, groups } = audit(rows, 60);
    expect(report).toMatchObject({ cutOff: 60, cutOffIs: 'approvalScore', groupCustomersMin: 50 });
    const isApproved = ({ logOdds }: Row) => 50 + 10 * logOdds >= 60;
    expect(report.approvedShare).toBeCloseTo(shareOf(rows, isApproved), 12);
    expect(field).toMatchObject({ field: 'gender', reference: 'male', unknownCustomers: 0 });
    for (const name of ['female', 'male']) {
      const own = rows.filter(({ group }) => group === name);
      const goods = own.filter(({ label }) => label === 0);
      const shown = groups.get(name);
      expect(shown?.customers).toBe(own.length);
      expect(shown?.approvedShare.value).toBeCloseTo(shareOf(own, isApproved), 12);
      expect(shown?.goodsApprovedShare?.value).toBeCloseTo(shareOf(goods, isApproved), 12);
      expect(shown?.observedBadRate.value).toBeCloseTo(
        shareOf(own, ({ label }) => label === 1),
        12,
      );
      const pairs = goods.flatMap((good) =>
        own.filter(({ label }) => label === 1).map((bad) => Number(good.logOdds > bad.logOdds)),
      );
      const auc = pairs.reduce((sum, each) => sum + each, 0) / pairs.length;
      expect(shown?.auc?.value).toBeCloseTo(auc, 12);
    }
    const [female, male] = [groups.get('female'), groups.get('male')];
    expect(male).toMatchObject({ approvalRatio: null, goodsApprovalRatio: null });
    expect(female?.approvalRatio?.value).toBeCloseTo(
      (female?.approvedShare.value ?? 0) / (male?.approvedShare.value ?? 0),
      12,
    );
    // The score takes them for riskier than they are, and refuses more of the good ones.
    expect(female?.approvalRatio?.high).toBeLessThan(1);
    expect(female?.goodsApprovalRatio?.high).toBeLessThan(1);
    expect(female?.observedToExpected.high).toBeLessThan(1);
    expect(male?.observedToExpected.low).toBeLessThan(1);
    expect(male?.observedToExpected.high).toBeGreaterThan(1);
  });

  it('finds no difference where there is none, in 90 of 100 portfolios or more', () => {
    const random = createRandom(2);
    const ratios = Array.from({ length: 100 }, () => {
      return audit(portfolio(random, { shift: 0, leak: 0 })).groups.get('female')?.approvalRatio;
    });
    const held = ratios.filter((ratio) => ratio && ratio.low <= 1 && ratio.high >= 1);
    expect(held.length).toBeGreaterThanOrEqual(90);
  });

  it('approves half of the customers where the lender has no cut-off', () => {
    const { report } = audit(portfolio(createRandom(3), { shift: 0, leak: 0 }));
    expect(report.cutOffIs).toBe('medianScore');
    expect(report.approvedShare).toBeCloseTo(0.5, 12);
  });

  it('counts customers, however often they are seen', () => {
    const [once, often] = [[20000], [20000, 20031, 20061]].map((days) => {
      const rows = portfolio(createRandom(4), { shift: 0.3, leak: 0, days });
      return audit(rows, 55).groups.get('female');
    });
    expect(often?.customers).toBeGreaterThan(500);
    expect(often?.customers).toBeLessThan(700);
    const width = (group: typeof once) =>
      (group?.approvalRatio?.high ?? 0) - (group?.approvalRatio?.low ?? 0);
    expect(width(often) / width(once)).toBeGreaterThan(0.9);
    expect(width(often) / width(once)).toBeLessThan(1.1);
  });

  it('puts small groups together, and shows none of under 50 customers', () => {
    const rows = portfolio(createRandom(5), { shift: 0, leak: 0 });
    const named = (names: (row: number) => string | null) =>
      rows.map((row, at) => ({ ...row, group: names(at) }));
    const together = audit(named((at) => (at < 30 ? 'x' : at < 60 ? 'y' : at < 70 ? null : 'z')));
    expect(together.field.groups.map(({ group, customers }) => [group, customers])).toEqual([
      ['z', 1430],
      [null, 60],
    ]);
    expect(together.field).toMatchObject({ unknownCustomers: 10, leftOutCustomers: 0 });
    const left = audit(named((at) => (at < 49 ? 'x' : 'z')));
    expect(left.field.groups.map(({ group }) => group)).toEqual(['z']);
    expect(left.field).toMatchObject({ reference: 'z', leftOutCustomers: 49, proxies: [] });
    const many = audit(named((at) => `g${at % 25}`));
    expect(many.field.groups).toHaveLength(21);
    expect(many.field.groups.at(-1)?.group).toBeNull();
    expect(many.field.groups[0].auc === null).toBe(
      rows.filter(({ label }, at) => at % 25 === 0 && label === 1).length < 20,
    );
  });

  it('names the feature that tells the group, with the association that the counts give', () => {
    const rows = portfolio(createRandom(6), { shift: 0, leak: 0.5 });
    const { proxies } = audit(rows).field;
    expect(proxies[0].feature).toBe('job');
    const exact = rows.map((row) => ({ ...row, values: [0, Number(row.group === 'male'), 0] }));
    const [exactly] = audit(exact).field.proxies;
    expect(exactly.association).toBeCloseTo(1, 2);
    const jobs = rows.map(({ values }) => values[1]);
    const isFemale = rows.map(({ group }) => Number(group === 'female'));
    const n = rows.length;
    let phi = -1;
    for (const job of [0, 1, 2]) {
      for (const female of [0, 1]) {
        const both = jobs.filter((each, at) => each === job && isFemale[at] === female).length;
        const ofJob = jobs.filter((each) => each === job).length;
        phi += both ** 2 / ofJob / isFemale.filter((each) => each === female).length;
      }
    }
    const square = (phi - 2 / (n - 1)) / (2 - 1 / (n - 1) - 1);
    expect(proxies[0].association).toBeCloseTo(Math.sqrt(square), 12);
  });

  it('takes chance for no proxy, in 95 of 100 portfolios', () => {
    const random = createRandom(7);
    const found = Array.from(
      { length: 200 },
      () => audit(portfolio(random, { shift: 0, leak: 0 })).field.proxies.length,
    ).filter((count) => count > 0);
    expect(found.length).toBeLessThanOrEqual(20);
  });

  it('leaves the model as it is without, and is the same whatever the order of the rows', () => {
    const random = createRandom(8);
    const rows = portfolio(random, { shift: 0.3, leak: 0.3, days: [20000, 20031] });
    const shuffled = rows
      .map((row) => ({ row, key: random.uniform() }))
      .sort((a, b) => a.key - b.key)
      .map(({ row }) => row);
    const options = { ...DEFAULT_TRAINING_OPTIONS, bootstrapReplicates: 2 };
    const audited = trainScorecard(tabulate(rows), options);
    const { protectedFields: _, ...unaudited } = tabulate(rows);
    expect(encodeModel(trainScorecard(unaudited, options).model)).toBe(encodeModel(audited.model));
    const again = trainScorecard(tabulate(shuffled), options);
    expect(again.report).toEqual(audited.report);
    expect(audited.report.fairness.fields[0].groups).toHaveLength(2);
    expect(JSON.stringify(audited.report)).not.toMatch(/"c\d+"/);
  });
});
