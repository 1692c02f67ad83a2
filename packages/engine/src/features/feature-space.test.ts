import { describe, expect, it } from 'vitest';
import { dayFromIso, MILLISECONDS_PER_DAY } from './calendar.js';
import {
  computeFeatures,
  createFeatureSpace,
  type FeatureSpace,
  featureDefinitions,
  UnknownFeatureError,
} from './feature-space.js';
import type { History, Instalment, SettlementRule, Viewpoint } from './history.js';

const RULE: SettlementRule = {
  settledBy: 'fullAmount',
  materiality: { absoluteMinor: 0, relative: 0 },
};
const AS_OF = dayFromIso('2024-07-10');
const VIEW: Viewpoint = { asOf: AS_OF, observedThrough: AS_OF };

const space = createFeatureSpace({
  rule: RULE,
  // The as-of month itself must not count, though the table knows it.
  medians: { MXN: { months: [648, 654], mediansMinor: [20_000, 77_777] } },
  attributes: [
    { key: 'income', kind: 'number', role: 'income' },
    { key: 'product', kind: 'category', categories: ['card', 'loan'] },
  ],
});

interface Row {
  due: string;
  paid?: string;
  amount?: number;
  paidAmount?: number;
}

function instalmentOf({ due, paid, amount = 100, paidAmount = amount }: Row): Instalment {
  const receivedOn = paid === undefined ? null : dayFromIso(paid);
  const recordedAt = (receivedOn ?? dayFromIso(due)) * MILLISECONDS_PER_DAY;
  return {
    amountDueMinor: amount * 100,
    dueDate: dayFromIso(due),
    receipts: [{ amountMinor: receivedOn === null ? 0 : paidAmount * 100, receivedOn, recordedAt }],
    loan: 'A',
    openedOn: dayFromIso('2024-01-02'),
    restructured: false,
    currency: 'MXN',
  };
}

function historyOf(rows: readonly Row[], attributes: History['attributes'] = {}): History {
  return { instalments: rows.map(instalmentOf), attributes };
}

function valuesOf(history: History, viewpoint = VIEW, within: FeatureSpace = space) {
  const row = computeFeatures(within, history, viewpoint);
  return Object.fromEntries(
    featureDefinitions(within).map(({ code }, column) => [code, row[column]]),
  );
}

describe('the row of a customer', () => {
  const history = historyOf(
    [
      { due: '2024-02-01', paid: '2024-02-01' },
      { due: '2024-03-01', paid: '2024-03-05', amount: 200 },
      { due: '2024-04-01', paid: '2024-03-30', paidAmount: 150 },
      { due: '2024-05-01', paid: '2024-06-10' },
      { due: '2024-06-01', paid: '2024-06-02', paidAmount: 40 },
      { due: '2024-07-01' },
      { due: '2024-08-01' },
    ],
    { income: 1_000, product: 'loan' },
  );
  const values = valuesOf(history);

  it.each([
    // 4, 40, 39 and 9 days late; six instalments over 700, seven known.
    ['overdueDays', 39],
    ['overdueCount', 2],
    ['overdueShare', 200 / 700],
    ['overdueToTypical', 200 / (700 / 6)],
    ['arrearsToTypical', 160 / (700 / 6)],
    ['lateDaysMax.30d', 9],
    ['lateDaysMax.60d', 39],
    ['lateDaysMax.90d', 40],
    ['lateDaysMean.all', 92 / 6],
    ['lateShare.all', 4 / 6],
    ['lateDaysByAmount.all', (2 * 4 + 40 + 39 + 9) / 7],
    ['late30Count.all', 2],
    ['late60Count.all', 0],
    ['openShare.60d', 1],
    ['openShare.90d', 2 / 3],
    ['daysSinceLate', 9],
    ['daysWithoutLate', 9],
    ['daysWithoutLate30', 39],
    ['firstLateDays', 0],
    ['earlyLateDaysMax', 4],
    ['lateStreak', 3],
    ['relapses', 2],
    ['newestLateDays.1', 9],
    ['newestLateDays.5', 4],
    ['paidShare.all', 500 / 700],
    ['paidShareWithPartial.all', 540 / 700],
    ['onTimeStreak', 0],
    ['onTimeStreakLongest', 1],
    ['daysWithoutPayment', 30],
    ['settledToDue.30d', 0],
    ['settledToDue.90d', 1 / 3],
    ['overpaidMean', 0.5 / 6],
    ['earlyDaysMean.all', 2 / 6],
    ['instalments.90d', 3],
    ['instalments.all', 6],
    ['daysSinceFirstDue', 160],
    ['daysSinceOpened', 190],
    ['openAhead', 1],
    ['dueSoon', 1],
    ['dueGapMax', 31],
    ['dueGapMaxToUsual', 31 / 30],
    ['newestDue.1', 0.5],
    ['newestPaid.3', 0.5],
    ['dueMax', 1],
    ['dueToIncome', 0.1],
    ['overdueToIncome', 0.2],
    ['attribute:income', 1_000],
    ['attribute:product', 1],
  ])('has %s = %d', (code, value) => {
    expect(values[code]).toBeCloseTo(value, 12);
  });

  it('weighs an instalment half of the next newer one at half-life 1', () => {
    const weights = [1, 1 / 2, 1 / 4, 1 / 8, 1 / 16, 1 / 32];
    const lateDays = [9, 39, 40, 0, 4, 0];
    const sum = lateDays.reduce((total, days, index) => total + days * weights[index]!, 0);
    expect(values['lateDaysRecent.h1']).toBeCloseTo(sum / (63 / 32), 12);
  });

  it('has the least-squares slope of the days late', () => {
    // Σ (i − 2.5)(days) / Σ (i − 2.5)² over 0, 4, 0, 40, 39, 9.
    expect(values.lateDaysSlope).toBeCloseTo((-6 + 20 + 58.5 + 22.5) / 17.5, 12);
  });
});

describe('what is not known', () => {
  it('is NaN in every column of a customer without history', () => {
    expect(Object.values(valuesOf({ instalments: [], attributes: {} }))).toSatisfy(
      (values: number[]) => values.every(Number.isNaN),
    );
  });

  it('is NaN in a window in which nothing fell due, and only there', () => {
    const values = valuesOf(historyOf([{ due: '2024-03-01', paid: '2024-03-01' }]));
    expect(values['lateShare.90d']).toBeNaN();
    expect(values['newestLateDays.2']).toBeNaN();
    expect(values['lateShare.180d']).toBe(0);
    expect(values.overdueDays).toBe(0);
  });

  it('is not what was due so many days ago that the window has just ended', () => {
    const values = valuesOf(historyOf([{ due: '2024-06-10' }]));
    expect(values['instalments.30d']).toBe(0);
    expect(valuesOf(historyOf([{ due: '2024-06-11' }]))['instalments.30d']).toBe(1);
  });

  it('leaves what is known before the first due date', () => {
    const values = valuesOf(historyOf([{ due: '2024-07-20' }]));
    expect(values.openAhead).toBe(1);
    expect(values.overdueDays).toBeNaN();
  });

  it('is an amount of several currencies without a median of each', () => {
    const { instalments } = historyOf([{ due: '2024-05-01', paid: '2024-05-01' }]);
    const dollars: Instalment = { ...instalments[0]!, currency: 'USD' };
    const values = valuesOf({ instalments: [...instalments, dollars], attributes: {} });
    expect(values['paidShare.all']).toBeNaN();
    expect(values['lateShare.all']).toBe(0);
  });

  it('is counted where only a late recording is the reason', () => {
    const paidLater: Instalment = {
      ...instalmentOf({ due: '2024-06-01' }),
      receipts: [{ amountMinor: 10_000, receivedOn: AS_OF + 9, recordedAt: Date.UTC(2025, 0) }],
    };
    const unknowable = new Uint32Array(space.definitions.length);
    computeFeatures(space, { instalments: [paidLater], attributes: {} }, VIEW, unknowable);
    computeFeatures(space, historyOf([{ due: '2024-06-01' }]), VIEW, unknowable);
    const counted = space.definitions.filter((_, column) => unknowable[column]! > 0);
    expect(counted.map(({ code }) => code)).toEqual([
      'arrearsToTypical',
      'paidShareWithPartial.90d',
      'paidShareWithPartial.all',
    ]);
    expect([...unknowable].every((count) => count <= 1)).toBe(true);
  });
});

describe('lateness of the settled instalments', () => {
  const anyPayment = createFeatureSpace({ ...space, rule: { ...RULE, settledBy: 'anyPayment' } });

  it('leaves out what is open, which may be nothing that was asked for', () => {
    const history = historyOf([
      { due: '2024-02-01' },
      { due: '2024-03-01', paid: '2024-03-05' },
      { due: '2024-04-01', paid: '2024-04-02', paidAmount: 1 },
    ]);
    expect(valuesOf(history, VIEW, anyPayment)).toMatchObject({
      'lateDaysMax.all': 160,
      settledLateDaysMax: 4,
      settledLateDaysMean: 2.5,
      daysSinceLate: 100,
    });
  });

  it('is missing, as a fact of its own, where nothing is settled or was ever late', () => {
    expect(
      valuesOf(historyOf([{ due: '2024-05-01' }]), VIEW, anyPayment).settledLateDaysMax,
    ).toBeNaN();
    const punctual = valuesOf(historyOf([{ due: '2024-05-01', paid: '2024-05-01' }]));
    expect(punctual.daysSinceLate).toBeNaN();
    const facts = anyPayment.definitions.filter(({ missingTells }) => missingTells === true);
    expect(facts.map(({ code }) => code)).toEqual([
      'settledLateDaysMax',
      'settledLateDaysMean',
      'daysSinceLate',
    ]);
  });

  it('is not judged where the full amount settles, since paying must not count against anyone', () => {
    expect(space.definitions.map(({ code }) => code)).not.toContain('settledLateDaysMax');
  });
});

describe('two instalments due on one day', () => {
  it('keep their order when one of them is paid', () => {
    const onTime = { due: '2024-05-01', paid: '2024-05-01' };
    const before = valuesOf(historyOf([onTime, { due: '2024-05-01' }]));
    const after = valuesOf(historyOf([onTime, { due: '2024-05-01', paid: '2024-07-10' }]));
    expect(after.lateStreak).toBe(before.lateStreak);
    expect(after['newestLateDays.1']).toBe(before['newestLateDays.1']);
  });
});

describe('a restructured instalment', () => {
  const rows = [
    { due: '2024-05-01', paid: '2024-05-01' },
    { due: '2024-06-01', paid: '2024-06-01' },
  ];

  it('is trouble though it was paid on time', () => {
    const plain = historyOf(rows);
    const instalments = plain.instalments.map((each) => ({ ...each, restructured: true }));
    expect(valuesOf(plain)).toMatchObject({ onTimeStreak: 2, lateStreak: 0 });
    const values = valuesOf({ ...plain, instalments });
    expect(values).toMatchObject({ onTimeStreak: 0, lateStreak: 2, 'restructuredCount.all': 2 });
  });
});

describe('a feature space', () => {
  it('names every column once', () => {
    const codes = space.definitions.map(({ code }) => code);
    expect(new Set(codes).size).toBe(codes.length);
  });

  it('has ratios to an attribute only where the lender gave it that role', () => {
    const codes = space.definitions.map(({ code }) => code);
    expect(codes).toContain('dueToIncome');
    expect(codes).not.toContain('dueToLimit');
    expect(codes).not.toContain('instalmentToIncome');
  });

  it('computes the same row for a part of the columns, and after a round trip through JSON', () => {
    const history = historyOf([{ due: '2024-05-01', paid: '2024-06-10' }, { due: '2024-06-01' }]);
    const exclude = new Set(['overdueDays', 'attribute:income']);
    const narrow = createFeatureSpace({ ...space, exclude });
    const reread: FeatureSpace = JSON.parse(JSON.stringify(narrow));
    const { overdueDays, 'attribute:income': income, ...expected } = valuesOf(history);
    expect(overdueDays).toBe(39);
    expect(income).toBeNaN();
    expect(valuesOf(history, VIEW, reread)).toEqual(expected);
  });

  it('refuses a feature that this version does not compute', () => {
    const definitions = [{ ...space.definitions[0]!, code: 'fromTheFuture' }];
    expect(() => computeFeatures({ ...space, definitions }, historyOf([]), VIEW)).toThrow(
      UnknownFeatureError,
    );
  });
});
