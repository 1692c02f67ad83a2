import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MILLISECONDS_PER_DAY } from './calendar.js';
import { computeFeatures, createFeatureSpace } from './feature-space.js';
import type { Day, History, Instalment, Receipt, SettlementRule, Viewpoint } from './history.js';

const AS_OF = 20_000;
const CURRENCIES = ['MXN', null] as const;
const MONTHS = Array.from({ length: 30 }, (_, index) => 630 + index);

const spaces = (['fullAmount', 'anyPayment'] as const).map((settledBy) => {
  const rule: SettlementRule = { settledBy, materiality: { absoluteMinor: 0, relative: 0 } };
  const mediansMinor = MONTHS.map((month) => month * 20);
  const medians = { MXN: { months: MONTHS, mediansMinor }, '': { months: MONTHS, mediansMinor } };
  return createFeatureSpace({ rule, medians, attributes: [] });
});

const space = fc.constantFrom(...spaces);
const viewpoint = fc
  .integer({ min: 0, max: 40 })
  .map((staleDays): Viewpoint => ({ asOf: AS_OF, observedThrough: AS_OF - staleDays }));

const receipt: fc.Arbitrary<Receipt> = fc.record({
  amountMinor: fc.integer({ min: -2_000, max: 15_000 }),
  receivedOn: fc.option(fc.integer({ min: AS_OF - 450, max: AS_OF }), { freq: 8 }),
  recordedAt: fc
    .integer({ min: AS_OF - 450, max: AS_OF + 30 })
    .map((day) => day * MILLISECONDS_PER_DAY),
});

const instalment: fc.Arbitrary<Instalment> = fc.record({
  amountDueMinor: fc.integer({ min: 1, max: 20_000 }),
  dueDate: fc.integer({ min: AS_OF - 400, max: AS_OF + 60 }),
  receipts: fc.array(receipt, { maxLength: 3 }),
  loan: fc.constantFrom('a', 'b', null),
  openedOn: fc.option(fc.integer({ min: AS_OF - 500, max: AS_OF + 20 })),
  restructured: fc.boolean(),
  currency: fc.constantFrom(...CURRENCIES),
});

const instalments = fc.array(instalment, { maxLength: 14 });

function historyOf(list: readonly Instalment[]): History {
  return { instalments: list, attributes: {} };
}

describe('for any history', () => {
  it('the order of the instalments changes nothing', () => {
    const shuffled = instalments.chain((list) =>
      fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length })),
    );
    fc.assert(
      fc.property(space, viewpoint, shuffled, (within, view, [list, other]) => {
        expect(computeFeatures(within, historyOf(other), view)).toEqual(
          computeFeatures(within, historyOf(list), view),
        );
      }),
    );
  });

  it('nothing after the as-of day changes anything', () => {
    const later = fc.integer({ min: AS_OF + 1, max: AS_OF + 300 });
    const future = fc.record({ day: later, amountMinor: fc.integer({ min: -9_000, max: 9_000 }) });
    fc.assert(
      fc.property(
        space,
        viewpoint,
        instalments,
        future,
        (within, view, list, { day, amountMinor }) => {
          const added: Receipt = {
            amountMinor,
            receivedOn: day,
            recordedAt: day * MILLISECONDS_PER_DAY,
          };
          const paidLater = list
            // A first recording after the as-of day is a fact of its own; see as-of.test.ts.
            .map((each) =>
              each.receipts.length === 0 ? each : { ...each, receipts: [...each.receipts, added] },
            );
          const dueLater: Instalment = {
            amountDueMinor: 5_000,
            dueDate: day,
            receipts: [added],
            loan: 'a',
            openedOn: day,
            restructured: true,
            currency: 'MXN',
          };
          expect(computeFeatures(within, historyOf([...paidLater, dueLater]), view)).toEqual(
            computeFeatures(within, historyOf(list), view),
          );
        },
      ),
    );
  });

  it('every number is finite or not known', () => {
    fc.assert(
      fc.property(space, viewpoint, instalments, (within, view, list) => {
        const row = computeFeatures(within, historyOf(list), view);
        expect([...row].filter((value) => Math.abs(value) === Number.POSITIVE_INFINITY)).toEqual(
          [],
        );
      }),
    );
  });

  it('later data in the medians change nothing', () => {
    fc.assert(
      fc.property(viewpoint, instalments, (view, list) => {
        const within = spaces[0]!;
        const later = [...MONTHS, 700, 710];
        const mediansMinor = later.map((month) => (month < 657 ? month * 20 : 1));
        const table = { months: later, mediansMinor };
        const refitted = createFeatureSpace({ ...within, medians: { MXN: table, '': table } });
        // 20,000 days are in month 657.
        expect(computeFeatures(refitted, historyOf(list), view)).toEqual(
          computeFeatures(within, historyOf(list), view),
        );
      }),
    );
  });
});

/** Paying adds to what is settled; see where these are declared. */
const OF_THE_SETTLED = new Set(['settledLateDaysMax', 'settledLateDaysMean']);

/** Columns in which `after` is worse than `before`, as the feature's own direction has it. */
function worse(within: (typeof spaces)[number], before: Float64Array, after: Float64Array) {
  return within.definitions.flatMap(({ code, direction }, column) => {
    const change = after[column]! - before[column]!;
    const isWorse = direction === 'rises' ? change > 1e-9 : direction === 'falls' && change < -1e-9;
    return isWorse ? [code] : [];
  });
}

function paidOn(dueDate: Day, receivedOn: Day | null, amountDueMinor = 10_000): Instalment {
  const amountMinor = receivedOn === null ? 0 : amountDueMinor;
  return {
    amountDueMinor,
    dueDate,
    receipts: [{ amountMinor, receivedOn, recordedAt: dueDate * MILLISECONDS_PER_DAY }],
    loan: 'a',
    openedOn: null,
    restructured: false,
    currency: 'MXN',
  };
}

const recorded = fc
  .record({
    dueDate: fc.oneof(
      fc.integer({ min: AS_OF - 400, max: AS_OF }),
      // Several are often due on one day.
      fc.constantFrom(AS_OF - 90, AS_OF - 60, AS_OF - 30),
    ),
    lateDays: fc.option(fc.integer({ min: -10, max: 120 })),
    amountDueMinor: fc.integer({ min: 100, max: 20_000 }),
  })
  .map(({ dueDate, lateDays, amountDueMinor }) =>
    paidOn(dueDate, lateDays === null ? null : dueDate + lateDays, amountDueMinor),
  );

describe('the direction of a feature', () => {
  it('never speaks against paying today what is overdue', () => {
    const someOpen = fc.array(recorded, { minLength: 1, maxLength: 10 });
    fc.assert(
      fc.property(space, viewpoint, someOpen, fc.nat(), (within, view, list, pick) => {
        const open = list.filter(({ receipts }) => {
          const { receivedOn } = receipts[0]!;
          return receivedOn === null || receivedOn > AS_OF;
        });
        fc.pre(open.length > 0);
        const chosen = open[pick % open.length]!;
        const paid = list.map((each) =>
          each === chosen ? paidOn(each.dueDate, AS_OF, each.amountDueMinor) : each,
        );
        const before = computeFeatures(within, historyOf(list), view);
        const after = computeFeatures(within, historyOf(paid), view);
        expect(worse(within, before, after).filter((code) => !OF_THE_SETTLED.has(code))).toEqual(
          [],
        );
      }),
      { numRuns: 500 },
    );
  });

  it('of a delinquency feature never speaks for paying later', () => {
    // Changes and spreads compare instalments with each other: one later may make them more alike.
    const compared = ['relapses', 'lateDaysSlope', 'lateDaysChange', 'lateShareChange'];
    const except = new Set([...compared, 'lateDaysDeviation', ...OF_THE_SETTLED]);
    const list = fc.array(recorded, { minLength: 1, maxLength: 10 });
    fc.assert(
      fc.property(
        space,
        list,
        fc.nat(),
        fc.integer({ min: 1, max: 60 }),
        (within, all, pick, days) => {
          const chosen = all[pick % all.length]!;
          const { receivedOn } = chosen.receipts[0]!;
          fc.pre(receivedOn !== null);
          const later = all.map((each) =>
            each === chosen ? paidOn(each.dueDate, receivedOn + days, each.amountDueMinor) : each,
          );
          const view = { asOf: AS_OF, observedThrough: AS_OF };
          const before = computeFeatures(within, historyOf(later), view);
          const after = computeFeatures(within, historyOf(all), view);
          const delinquency = new Set(
            within.definitions
              .filter((each) => each.family === 'delinquency')
              .map((each) => each.code),
          );
          const found = worse(within, before, after);
          expect(found.filter((code) => delinquency.has(code) && !except.has(code))).toEqual([]);
        },
      ),
      { numRuns: 500 },
    );
  });

  it('of what is overdue now never speaks for an older debt', () => {
    const list = fc.array(recorded, { maxLength: 8 });
    const codes = ['overdueDays', 'overdueCount', 'lateDaysMax.all', 'late30Count.all'];
    fc.assert(
      fc.property(list, fc.integer({ min: 0, max: 300 }), fc.nat(90), (others, age, olderBy) => {
        const within = spaces[0]!;
        const view = { asOf: AS_OF, observedThrough: AS_OF };
        const rows = [age, age + olderBy].map((days) =>
          computeFeatures(within, historyOf([...others, paidOn(AS_OF - days, null)]), view),
        );
        for (const code of codes) {
          const column = within.definitions.findIndex((each) => each.code === code);
          expect(rows[1]![column]).toBeGreaterThanOrEqual(rows[0]![column]!);
        }
      }),
    );
  });
});
