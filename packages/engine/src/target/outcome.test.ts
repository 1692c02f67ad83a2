import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { instalmentAsOf } from '../features/as-of.js';
import { addMonths, dayFromIso, MILLISECONDS_PER_DAY } from '../features/calendar.js';
import type { Day, Instalment, Receipt, SettlementRule } from '../features/history.js';
import { firstDayOverdueBy, overdueDaysMax, overdueDaysOn } from './delinquency.js';
import { type BadDefinition, outcomeOf, standingOn } from './outcome.js';
import { oldestOwedDueDate, repaymentOf } from './repayment.js';

const DAY = dayFromIso('2024-05-31');

const rule: fc.Arbitrary<SettlementRule> = fc.record({
  settledBy: fc.constantFrom('fullAmount', 'anyPayment'),
  materiality: fc.record({
    absoluteMinor: fc.constantFrom(0, 0, 1_500),
    relative: fc.constantFrom(0, 0, 0.2),
  }),
});

const receipt: fc.Arbitrary<Receipt> = fc.record({
  amountMinor: fc.integer({ min: -6_000, max: 12_000 }),
  receivedOn: fc.option(fc.integer({ min: DAY - 200, max: DAY + 200 }), { freq: 8 }),
  recordedAt: fc.constant((DAY + 300) * MILLISECONDS_PER_DAY),
});

const instalment: fc.Arbitrary<Instalment> = fc.record({
  amountDueMinor: fc.integer({ min: 0, max: 9_000 }),
  dueDate: fc.integer({ min: DAY - 200, max: DAY + 150 }),
  receipts: fc.array(receipt, { maxLength: 4 }),
  loan: fc.constantFrom('a', null),
  openedOn: fc.option(fc.integer({ min: DAY - 260, max: DAY + 100 })),
  restructured: fc.boolean(),
  currency: fc.constant(null),
});

const instalments = fc.array(instalment, { maxLength: 8 });
const definition: fc.Arbitrary<BadDefinition> = fc.record({
  badDays: fc.integer({ min: 1, max: 120 }),
  windowMonths: fc.integer({ min: 1, max: 6 }),
});

const statesOn = (list: readonly Instalment[], within: SettlementRule, day: Day) =>
  list.flatMap((each) => instalmentAsOf(each, within, { asOf: day, observedThrough: day }) ?? []);

/** Days past due as the features of that day would tell them. */
const slowOverdueDays = (list: readonly Instalment[], within: SettlementRule, day: Day): number =>
  Math.max(0, ...statesOn(list, within, day).map(({ overdueDays }) => overdueDays));

/** Reads every day apart, by the code that makes features. */
function slowOutcome(
  list: readonly Instalment[],
  within: SettlementRule,
  { asOf, badDays, windowMonths }: BadDefinition & { asOf: Day },
): string | null {
  if (statesOn(list, within, asOf).length === 0) return null;
  if (slowOverdueDays(list, within, asOf) >= badDays) return 'alreadyBad';
  const end = addMonths(asOf, windowMonths);
  for (let day = asOf + 1; day <= end; day++)
    if (slowOverdueDays(list, within, day) >= badDays) return 'bad';
  const couldHaveBeen = list.some((each) => {
    // Had nothing been received after the observation day, would it have become bad in the window?
    const receipts = each.receipts.filter(({ receivedOn }) => (receivedOn ?? 0) <= asOf);
    const state = instalmentAsOf({ ...each, receipts }, within, {
      asOf: end,
      observedThrough: end,
    });
    return state !== null && state.overdueDays >= badDays;
  });
  return couldHaveBeen ? 'good' : 'notExposed';
}

describe('for any history', () => {
  it('days past due are those that the features of each day would tell', () => {
    fc.assert(
      fc.property(rule, instalments, (within, list) => {
        const { delinquency } = repaymentOf(list, within);
        let reached = 0;
        for (let day = DAY - 210; day <= DAY + 320; day++) {
          const slow = slowOverdueDays(list, within, day);
          expect([day, overdueDaysOn(delinquency, day)]).toEqual([day, slow]);
          if (slow > reached) {
            reached = slow;
            expect(firstDayOverdueBy(delinquency, slow)).toBe(day);
          }
        }
        expect(overdueDaysMax(delinquency, DAY - 211, DAY + 320)).toBe(reached);
      }),
      { numRuns: 150 },
    );
  });

  it('the outcome is that of reading every day of the window apart', () => {
    const seen = new Map<string, number>();
    fc.assert(
      fc.property(rule, instalments, definition, (within, list, defined) => {
        const repayment = repaymentOf(list, within);
        const standing = standingOn(repayment, DAY);
        const expected = slowOutcome(list, within, { ...defined, asOf: DAY });
        const outcome = standing && outcomeOf(repayment, standing, defined).outcome;
        expect(outcome).toBe(expected);
        seen.set(String(outcome), (seen.get(String(outcome)) ?? 0) + 1);
      }),
      { numRuns: 1_000 },
    );
    for (const outcome of ['good', 'bad', 'alreadyBad', 'notExposed', 'null'])
      expect([outcome, seen.get(outcome) ?? 0]).not.toEqual([outcome, 0]);
  });

  it('nothing after the window changes the outcome', () => {
    fc.assert(
      fc.property(rule, instalments, definition, receipt, (within, list, defined, late) => {
        const end = addMonths(DAY, defined.windowMonths);
        const after = { ...late, receivedOn: end + 1 + Math.abs(late.amountMinor % 50) };
        const later = list.map((each) => ({ ...each, receipts: [...each.receipts, after] }));
        // Due too late to be this late before the window ends.
        const more = { ...instalmentDue(end - defined.badDays + 1), receipts: [after] };
        const judge = (some: readonly Instalment[]) => {
          const repayment = repaymentOf(some, within);
          const standing = standingOn(repayment, DAY);
          return standing && outcomeOf(repayment, standing, defined).outcome;
        };
        expect(judge(later)).toBe(judge(list));
        if (judge(list) !== null) expect(judge([...list, more])).toBe(judge(list));
      }),
    );
  });

  it('lateness that was over by the observation day is not part of the target', () => {
    fc.assert(
      fc.property(rule, instalments, definition, (within, list, defined) => {
        const overBefore = {
          ...instalmentDue(DAY - 180),
          receipts: [{ amountMinor: 1_000, receivedOn: DAY, recordedAt: 0 }],
        };
        const judge = (some: readonly Instalment[]) => {
          const repayment = repaymentOf(some, within);
          const standing = standingOn(repayment, DAY);
          return standing && outcomeOf(repayment, standing, defined).outcome;
        };
        const known = judge(list);
        if (known !== null) expect(judge([...list, overBefore])).toBe(known);
      }),
    );
  });
});

function instalmentDue(dueDate: Day): Instalment {
  return {
    amountDueMinor: 1_000,
    dueDate,
    receipts: [],
    loan: null,
    openedOn: null,
    restructured: false,
    currency: null,
  };
}

describe('by hand', () => {
  const full: SettlementRule = {
    settledBy: 'fullAmount',
    materiality: { absoluteMinor: 0, relative: 0 },
  };
  const paid = (dueDate: Day, receivedOn: Day): Instalment => ({
    ...instalmentDue(dueDate),
    receipts: [{ amountMinor: 1_000, receivedOn, recordedAt: 0 }],
  });
  const outcome = (list: readonly Instalment[], defined: BadDefinition) => {
    const repayment = repaymentOf([paid(DAY - 30, DAY - 30), ...list], full);
    const standing = standingOn(repayment, DAY);
    return standing && outcomeOf(repayment, standing, defined);
  };
  const ninety = { badDays: 90, windowMonths: 12 };

  it('paying on the very day is in time, a day later is not', () => {
    expect(outcome([paid(DAY + 5, DAY + 95)], ninety)).toEqual({
      outcome: 'good',
      overdueDaysMax: 89,
    });
    expect(outcome([paid(DAY + 5, DAY + 96)], ninety)?.outcome).toBe('bad');
  });

  it('an instalment counts up to the last day of the window', () => {
    const end = addMonths(DAY, 12);
    expect(outcome([instalmentDue(end - 90)], ninety)?.outcome).toBe('bad');
    expect(outcome([instalmentDue(end - 89)], ninety)?.outcome).toBe('notExposed');
  });

  it('what was paid in advance exposes nobody', () => {
    expect(outcome([paid(DAY + 60, DAY - 3)], ninety)?.outcome).toBe('notExposed');
    expect(outcome([paid(DAY + 60, DAY + 1)], ninety)?.outcome).toBe('good');
  });

  it('a reversal makes the instalment as late as if it had never been paid', () => {
    const reversed: Instalment = {
      ...instalmentDue(DAY - 50),
      receipts: [
        { amountMinor: 1_000, receivedOn: DAY - 50, recordedAt: 0 },
        { amountMinor: -1_000, receivedOn: DAY + 60, recordedAt: 1 },
      ],
    };
    expect(outcome([reversed], ninety)?.outcome).toBe('bad');
    expect(repaymentOf([reversed], full).delinquency).toEqual([
      { from: DAY + 60, until: Number.POSITIVE_INFINITY, dueDate: DAY - 50 },
    ]);
    expect(oldestOwedDueDate(repaymentOf([reversed], full), DAY)).toBeNull();
  });
});
