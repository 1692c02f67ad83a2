import { describe, expect, it } from 'vitest';
import { instalmentAsOf } from './as-of.js';
import { MILLISECONDS_PER_DAY } from './calendar.js';
import type { Instalment, Receipt, SettlementRule } from './history.js';

const FULL: SettlementRule = {
  settledBy: 'fullAmount',
  materiality: { absoluteMinor: 0, relative: 0 },
};
const ANY: SettlementRule = { ...FULL, settledBy: 'anyPayment' };
const DUE = 1000;

function received(amountMinor: number, receivedOn: number | null, recordedOn = 0): Receipt {
  return { amountMinor, receivedOn, recordedAt: recordedOn * MILLISECONDS_PER_DAY };
}

function instalment(receipts: Receipt[], changes: Partial<Instalment> = {}): Instalment {
  return {
    amountDueMinor: 10_000,
    dueDate: DUE,
    receipts,
    loan: null,
    openedOn: null,
    restructured: false,
    currency: null,
    ...changes,
  };
}

function stateOn(asOf: number, each: Instalment, rule = FULL, observedThrough = asOf) {
  const state = instalmentAsOf(each, rule, { asOf, observedThrough });
  if (state === null) return null;
  const { paidMinor, settledOn, lateDays, overdueDays } = state;
  return { paidMinor, settledOn, lateDays, overdueDays };
}

describe('an instalment paid in two parts', () => {
  const each = instalment([received(6_000, DUE - 5), received(4_000, DUE + 76)]);

  it('is partly paid in between', () => {
    const state = { paidMinor: 6_000, settledOn: null, lateDays: 20, overdueDays: 20 };
    expect(stateOn(DUE + 20, each)).toEqual(state);
  });

  it('is settled on the day of the second part', () => {
    const state = { paidMinor: 10_000, settledOn: DUE + 76, lateDays: 76, overdueDays: 0 };
    expect(stateOn(DUE + 300, each)).toEqual(state);
  });

  it('is settled by the first part where any payment settles', () => {
    const state = { paidMinor: 6_000, settledOn: DUE - 5, lateDays: -5, overdueDays: 0 };
    expect(stateOn(DUE + 20, each, ANY)).toEqual(state);
  });

  it('is the same when the parts were recorded in the other order', () => {
    const reversed = instalment([...each.receipts].reverse());
    expect(stateOn(DUE + 300, reversed)).toEqual(stateOn(DUE + 300, each));
  });
});

describe('a reversal', () => {
  const each = instalment([received(10_000, DUE), received(-10_000, DUE + 3)]);

  it('opens the instalment again', () => {
    expect(stateOn(DUE + 2, each)).toMatchObject({ settledOn: DUE, lateDays: 0 });
    expect(stateOn(DUE + 10, each)).toMatchObject({ settledOn: null, overdueDays: 10 });
  });

  it('within a day leaves what the day ended with', () => {
    const corrected = instalment([
      received(10_000, DUE),
      received(-10_000, DUE),
      received(9_000, DUE),
    ]);
    expect(stateOn(DUE + 1, corrected)).toMatchObject({ paidMinor: 9_000, settledOn: null });
  });
});

describe('days past due', () => {
  const unpaid = instalment([received(0, null)]);

  it('count from the day after the due date', () => {
    expect(stateOn(DUE, unpaid)).toMatchObject({ lateDays: 0, overdueDays: 0 });
    expect(stateOn(DUE + 1, unpaid)).toMatchObject({ lateDays: 1, overdueDays: 1 });
  });

  it('stop at the observed day', () => {
    expect(stateOn(DUE + 40, unpaid, FULL, DUE + 10)).toMatchObject({ overdueDays: 10 });
  });

  it('are not known for an instalment due after the observed day', () => {
    const state = { settledOn: null, lateDays: Number.NaN, overdueDays: 0 };
    expect(stateOn(DUE + 40, unpaid, FULL, DUE - 1)).toMatchObject(state);
  });

  it('do not grow by paying after the observed day', () => {
    const paid = instalment([received(10_000, DUE + 35)]);
    expect(stateOn(DUE + 40, paid, FULL, DUE + 10)).toMatchObject({ lateDays: 10 });
  });
});

describe('materiality', () => {
  const rule: SettlementRule = {
    settledBy: 'fullAmount',
    materiality: { absoluteMinor: 500, relative: 0.1 },
  };

  it('lets arrears count only while both parts are exceeded', () => {
    // 10 % of 10,000 is the larger part.
    const shortBy = (amountMinor: number) =>
      stateOn(DUE + 30, instalment([received(10_000 - amountMinor, DUE)]), rule);
    expect(shortBy(1_000)).toMatchObject({ settledOn: DUE, overdueDays: 0 });
    expect(shortBy(1_001)).toMatchObject({ settledOn: null, overdueDays: 30 });
  });

  it('never lets an instalment below it be late', () => {
    const small = { amountDueMinor: 400 };
    const unpaid = stateOn(DUE + 30, instalment([], small), rule);
    expect(unpaid).toMatchObject({ settledOn: DUE, lateDays: 0, overdueDays: 0 });
    const late = stateOn(DUE + 30, instalment([received(400, DUE + 20)], small), rule);
    expect(late).toMatchObject({ lateDays: 0, overdueDays: 0 });
  });
});

describe('an instalment due after the as-of day', () => {
  const before = DUE - 30;

  it.each([
    ['nothing tells of it', instalment([]), false],
    ['its loan was opened', instalment([], { openedOn: before }), true],
    ['its loan was opened later', instalment([], { openedOn: before + 1 }), false],
    ['money was received for it', instalment([received(1, before)]), true],
    ['money was received for it later', instalment([received(1, before + 1)]), false],
  ])('when %s: exists is %3$s', (_, each, exists) => {
    expect(stateOn(before, each) !== null).toBe(exists);
  });
});

it('an instalment over nothing does not exist', () => {
  expect(stateOn(DUE + 1, instalment([], { amountDueMinor: 0 }))).toBeNull();
});

describe('an instalment first recorded after the as-of day', () => {
  const asOf = DUE + 30;
  const late = asOf + 100;

  it('looks the same whether it was paid later, partly before or never', () => {
    const states = [
      instalment([received(0, null, late)]),
      instalment([received(10_000, asOf + 50, late)]),
      instalment([received(6_000, DUE, late)]),
    ].map((each) => stateOn(asOf, each));
    const unknown = { paidMinor: Number.NaN, settledOn: null, lateDays: 30, overdueDays: 30 };
    expect(states).toEqual([unknown, unknown, unknown]);
  });

  it('is known when it was settled by then', () => {
    const state = stateOn(asOf, instalment([received(10_000, DUE + 4, late)]));
    expect(state).toEqual({ paidMinor: 10_000, settledOn: DUE + 4, lateDays: 4, overdueDays: 0 });
  });

  it('was recorded in time on the as-of day in every time zone', () => {
    expect(stateOn(asOf, instalment([received(0, null, asOf + 1)]))).toMatchObject({
      paidMinor: 0,
    });
  });
});
