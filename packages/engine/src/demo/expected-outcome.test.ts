import { describe, expect, it } from 'vitest';
import { dayFromIso, dayOfMonth, monthOfDay } from '../features/calendar.js';
import type { Day } from '../features/history.js';
import type { ActionChances } from './behaviour.js';
import { actionChances } from './behaviour.js';
import { generateCustomer } from './customer.js';
import { expectedOutcome } from './expected-outcome.js';
import type { HiddenModel } from './hidden-model.js';
import { standingAt } from './life.js';
import type { DemoLoan } from './loan.js';
import { amountDueOn } from './loan.js';
import { outcomeAfter } from './outcome.js';
import { generateCustomers } from './portfolio.js';
import { createSchedule, dueDateOf } from './schedule.js';
import { viewOn } from './view.js';

const PAYING_DATES = [13, 15, 27];

/** Two types, two states, three days a month: few enough to write every life down. */
const TINY: HiddenModel = {
  typeShares: [0.6, 0.4],
  starts: [
    [0.9, 0.1],
    [0.3, 0.7],
  ],
  moves: [0.1, 0.3].map((worsens) =>
    Array.from({ length: 12 }, (_, month) => [
      [1 - worsens - month / 100, worsens + month / 100],
      [0.2, 0.8],
    ]),
  ),
  behaviours: [
    {
      nothing: [0.1, 0.2, 0.3, 0.4],
      sendsPart: 0.6,
      restructures: 0.1,
      catchesUp: 0.8,
      timing: [0.4, 0.3, 0.1, 0.15, 0.05],
    },
    {
      nothing: [0.6, 0.65, 0.7, 0.8],
      sendsPart: 0.2,
      restructures: 0.3,
      catchesUp: 0.25,
      timing: [0.1, 0.1, 0.2, 0.4, 0.2],
    },
  ],
  dayWeight: (day) => (PAYING_DATES.includes(dayOfMonth(day)) ? 1 : 0),
  badDays: 62,
  windowDays: 66,
};

/** One whole course of a loan, with its likelihood for every `[type][state]`. */
interface Life {
  loan: DemoLoan;
  oldest: number;
  weights: number[][];
}

const SCHEDULE = createSchedule({
  openedOn: dayFromIso('2025-12-15'),
  cadence: 'monthly',
  dueDayOfMonth: 15,
  instalmentCount: 5,
});
const UNTOUCHED: DemoLoan = {
  ...SCHEDULE,
  id: 'tiny',
  currency: 'PEN',
  instalments: Array.from({ length: 5 }, (_, index) => ({
    dueDate: dueDateOf(SCHEDULE, index),
    amountDueMinor: 10_000,
    receipts: [],
  })),
  restructured: null,
};
const TEMPLATE = generateCustomer(0, {
  seed: 1,
  asOf: dayFromIso('2026-03-14'),
  historyMonthsMax: 6,
});

function customerWith(loan: DemoLoan) {
  return { ...TEMPLATE, attributes: {}, loans: [loan] };
}

/** By the dates: the 13th is early, the 15th on time (and the empty days after it), the 27th the rest. */
function payingChance(state: number, date: number): number {
  const [early, onTime, few, late, veryLate] = TINY.behaviours[state].timing;
  return { 13: early, 15: onTime + few, 27: late + veryLate }[date] ?? 0;
}

function everyLifeAfter(lives: readonly Life[], cycleIndex: number): Life[] {
  return lives.flatMap((life) => livesAfter(life, cycleIndex));
}

function livesAfter(life: Life, cycleIndex: number): Life[] {
  const { loan, oldest } = life;
  const wasRestructured = loan.restructured !== null;
  const standing = standingAt({ schedule: loan, cycleIndex, oldest, wasRestructured });
  if (standing === null) return [life];
  const moved = cycleIndex === 0 ? life.weights : moveOn(life.weights, cycleIndex);
  const first = dueDateOf(loan, cycleIndex) - 15;
  const weigh = (factor: (chances: ActionChances, state: number) => number) =>
    moved.map((row) =>
      row.map((weight, state) => {
        const behaviour = TINY.behaviours[state];
        return weight * factor(actionChances(behaviour, standing), state);
      }),
    );
  const hasPart = loan.instalments[oldest].receipts.length > 0;
  const next: Life[] = [];
  next.push({
    ...life,
    weights: weigh(
      ({ nothing }, state) => nothing * (hasPart ? 1 : 1 - TINY.behaviours[state].sendsPart),
    ),
  });
  for (const date of PAYING_DATES) {
    const on = first + date;
    if (!hasPart) {
      next.push({
        loan: pay(loan, { from: oldest, count: 1, on, share: 0.5 }),
        oldest,
        weights: weigh(({ nothing }, state) => (nothing * TINY.behaviours[state].sendsPart) / 3),
      });
    }
    if (standing.owed > 1) {
      next.push({
        loan: pay(loan, { from: oldest, count: 1, on, share: 1 }),
        oldest: oldest + 1,
        weights: weigh(({ payOne }, state) => payOne * payingChance(state, date)),
      });
    }
    const all = pay(loan, { from: oldest, count: standing.owed, on, share: 1 });
    next.push({
      loan: all,
      oldest: oldest + standing.owed,
      weights: weigh(({ payAll }, state) => payAll * payingChance(state, date)),
    });
    if (standing.canRestructure && standing.behind >= 2) {
      const raisedFrom = oldest + standing.owed;
      next.push({
        loan: { ...all, restructured: { on, closedFrom: oldest, raisedFrom, addedMinor: 700 } },
        oldest: raisedFrom,
        weights: weigh(({ restructure }) => restructure / 3),
      });
    }
  }
  return next;
}

function pay(
  loan: DemoLoan,
  { from, count, on, share }: { from: number; count: number; on: Day; share: number },
): DemoLoan {
  return {
    ...loan,
    instalments: loan.instalments.map((instalment, index) => {
      if (index < from || index >= from + count) return instalment;
      const paid = instalment.receipts.reduce((sum, { amountMinor }) => sum + amountMinor, 0);
      const amountMinor = (amountDueOn(loan, index, on) - paid) * share;
      return {
        ...instalment,
        receipts: [...instalment.receipts, { amountMinor, receivedOn: on }],
      };
    }),
  };
}

/** Two half months: the rest of the last month, and into this one. */
function moveOn(weights: number[][], cycleIndex: number): number[][] {
  const month = monthOfDay(dueDateOf(SCHEDULE, cycleIndex)) % 12;
  return weights.map((row, type) =>
    [(month + 11) % 12, month].reduce(
      (current, at) =>
        current.map((_, to) =>
          current.reduce((sum, weight, from) => sum + weight * TINY.moves[type][at][from][to], 0),
        ),
      row,
    ),
  );
}

function weightOf({ weights }: Life): number {
  return weights.flat().reduce((sum, weight) => sum + weight, 0);
}

function bruteForce(pasts: readonly Life[], asOf: Day): number {
  let lives: Life[] = [...pasts];
  for (const cycleIndex of [3, 4]) lives = everyLifeAfter(lives, cycleIndex);
  let bad = 0;
  let total = 0;
  for (const life of lives) {
    const weight = weightOf(life);
    total += weight;
    if (outcomeAfter(customerWith(life.loan), asOf, TINY)) bad += weight;
  }
  return bad / total;
}

describe('expected outcome', () => {
  const start = TINY.starts.map((row, type) => row.map((share) => share * TINY.typeShares[type]));
  let lives: Life[] = [{ loan: UNTOUCHED, oldest: 0, weights: start }];
  for (const cycleIndex of [0, 1, 2]) lives = everyLifeAfter(lives, cycleIndex);

  it('weighs every possible life once', () => {
    expect(lives.reduce((sum, life) => sum + weightOf(life), 0)).toBeCloseTo(1, 12);
  });

  it.each(['2026-03-14', '2026-03-10', '2026-03-20'])(
    'equals the share of bad among all lives that look the same on %s',
    (date) => {
      const asOf = dayFromIso(date);
      const alike = new Map<string, Life[]>();
      for (const life of lives) {
        const key = JSON.stringify(viewOn(customerWith(life.loan), asOf).loans);
        alike.set(key, [...(alike.get(key) ?? []), life]);
      }
      let compared = 0;
      for (const group of alike.values()) {
        const customer = customerWith(group[0].loan);
        const expected = expectedOutcome(viewOn(customer, asOf), TINY);
        if (expected === null) {
          expect(outcomeAfter(customer, asOf, TINY)).toBeNull();
          continue;
        }
        expect(expected).toBeCloseTo(bruteForce(group, asOf), 12);
        compared++;
      }
      expect(compared).toBeGreaterThan(30);
    },
  );

  it('is calibrated by tenths of the portfolio, over seeds', () => {
    const asOf = dayFromIso('2026-06-30');
    const rows = [11, 12].flatMap((seed) => {
      const options = { seed, asOf, historyMonthsMax: 24, customers: 1500 };
      return [...generateCustomers(options)].flatMap((customer) => {
        const bad = outcomeAfter(customer, asOf);
        const expected = expectedOutcome(viewOn(customer, asOf));
        expect(expected === null).toBe(bad === null);
        return expected === null ? [] : [{ expected, bad: bad === true ? 1 : 0 }];
      });
    });
    rows.sort((a, b) => a.expected - b.expected);
    let chiSquare = 0;
    for (let tenth = 0; tenth < 10; tenth++) {
      const part = rows.slice((tenth * rows.length) / 10, ((tenth + 1) * rows.length) / 10);
      const surplus = part.reduce((sum, { bad, expected }) => sum + bad - expected, 0);
      const variance = part.reduce((sum, { expected }) => sum + expected * (1 - expected), 0);
      chiSquare += surplus ** 2 / variance;
    }
    // The 99.9th percentile of chi-square with ten degrees of freedom.
    expect(chiSquare).toBeLessThan(29.59);
  });
});
