import type { Day } from '../features/history.js';

/**
 * The demo portfolio is a hidden Markov model (Rabiner 1989). A customer is of one of a few types,
 * which never changes, and in one of a few states, which moves every half month. Nobody sees either;
 * what the lender sees are attributes, whose shares depend on the type, and payments, which depend on
 * the state. Because both are finite, the expected outcome given what is seen can be computed exactly.
 */
export interface HiddenModel {
  /** Share of each type among new customers. */
  typeShares: readonly number[];
  /** `starts[type][state]`: the state at the first instalment. */
  starts: readonly (readonly number[])[];
  /** `moves[type][calendarMonth][from][to]` for one half month, calendar month 0 to 11. */
  moves: readonly (readonly (readonly (readonly number[])[])[])[];
  /** `behaviours[state]`. */
  behaviours: readonly StateBehaviour[];
  /** How readily people pay on this day; the same for everyone. */
  dayWeight: (day: Day) => number;
  /** Bad: an instalment reaches `badDays` past due within `windowDays` after the as-of day. */
  badDays: number;
  windowDays: number;
}

/** Days from the due date at which the parts of a payment cycle begin; the last ends with the cycle. */
export const TIMING_STARTS: readonly number[] = [-4, 0, 1, 6, 16];

/** What a customer in one state does in one payment cycle. */
export interface StateBehaviour {
  /** Chance that no whole instalment is paid, when 0, 1, 2, or 3 and more months behind. */
  nothing: readonly [number, number, number, number];
  /** Chance that a part is sent when no whole instalment is paid; at most one part per instalment. */
  sendsPart: number;
  /** Chance, when two months behind or more and otherwise paying, that the loan is restructured. */
  restructures: number;
  /** Chance that a customer who is behind and pays settles everything owed, not one instalment. */
  catchesUp: number;
  /** Shares of payments by `TIMING_STARTS`. */
  timing: readonly number[];
}

const SOLID: StateBehaviour = {
  nothing: [0.003, 0.04, 0.05, 0.1],
  sendsPart: 0.3,
  restructures: 0,
  catchesUp: 0.92,
  timing: [0.42, 0.4, 0.15, 0.025, 0.005],
};
const CARELESS: StateBehaviour = {
  nothing: [0.03, 0.1, 0.12, 0.2],
  sendsPart: 0.2,
  restructures: 0.01,
  catchesUp: 0.8,
  timing: [0.1, 0.24, 0.4, 0.2, 0.06],
};
const STRAINED: StateBehaviour = {
  nothing: [0.17, 0.32, 0.38, 0.5],
  sendsPart: 0.4,
  restructures: 0.08,
  catchesUp: 0.3,
  timing: [0.03, 0.12, 0.3, 0.33, 0.22],
};
const DISTRESSED: StateBehaviour = {
  nothing: [0.78, 0.88, 0.93, 0.97],
  sendsPart: 0.12,
  restructures: 0.06,
  catchesUp: 0.15,
  timing: [0.02, 0.08, 0.2, 0.35, 0.35],
};
const RECOVERED: StateBehaviour = {
  nothing: [0.03, 0.08, 0.12, 0.2],
  sendsPart: 0.5,
  restructures: 0.15,
  catchesUp: 0.75,
  timing: [0.16, 0.34, 0.34, 0.12, 0.04],
};

/** Chances of a half month; rows and columns: solid, careless, strained, distressed, recovered. */
const WORSENING = [
  [0, 0.012, 0.007, 0.0015, 0],
  [0, 0, 0.018, 0.003, 0],
  [0, 0, 0, 0.05, 0],
  [0, 0, 0, 0, 0],
  [0, 0, 0.03, 0.006, 0],
];
const IMPROVING = [
  [0, 0, 0, 0, 0],
  [0.03, 0, 0, 0, 0],
  [0, 0.04, 0, 0, 0.035],
  [0, 0, 0.015, 0, 0.02],
  [0.035, 0.03, 0, 0, 0],
];

/** January and February pay for Christmas and for school; the December and July bonuses help. */
const SEASONAL_STRESS = [1.7, 1.4, 1.1, 1, 0.95, 0.9, 0.85, 1, 1, 1, 0.9, 0.6];

/** Stable, ordinary, fragile: how much more or less often each type worsens and improves. */
const TYPE_PACES = [
  { worsens: 0.35, improves: 1.4 },
  { worsens: 1, improves: 1.05 },
  { worsens: 2.1, improves: 0.65 },
];

function movesOfMonth(worsens: number, improves: number): number[][] {
  return WORSENING.map((row, from) => {
    const away = row.map((worse, to) => worse * worsens + IMPROVING[from][to] * improves);
    const leaves = away.reduce((sum, chance) => sum + chance, 0);
    return away.map((chance, to) => (to === from ? 1 - leaves : chance));
  });
}

/** The model of the demo portfolio, with days weighted by `dayWeight`. */
export function createHiddenModel(dayWeight: (day: Day) => number): HiddenModel {
  return {
    typeShares: [0.55, 0.31, 0.14],
    starts: [
      [0.72, 0.25, 0.02, 0.003, 0.007],
      [0.47, 0.42, 0.085, 0.005, 0.02],
      [0.22, 0.47, 0.25, 0.02, 0.04],
    ],
    moves: TYPE_PACES.map(({ worsens, improves }) =>
      SEASONAL_STRESS.map((stress) => movesOfMonth(worsens * stress, improves / stress)),
    ),
    behaviours: [SOLID, CARELESS, STRAINED, DISTRESSED, RECOVERED],
    dayWeight,
    badDays: 90,
    windowDays: 365,
  };
}
