import type { Day } from '../features/history.js';
import type { HiddenModel, StateBehaviour } from './hidden-model.js';
import { TIMING_STARTS } from './hidden-model.js';
import type { Cadence, Cycle } from './schedule.js';

/** What is open in a cycle before the customer acts. */
export interface Standing {
  /** Instalments that are due by the cycle's due date and not settled. */
  owed: number;
  /** Those of them that were due in earlier cycles. */
  behind: number;
  cadence: Cadence;
  canRestructure: boolean;
}

/** Chances of what a customer does in one cycle; they sum to 1. */
export interface ActionChances {
  /** No whole instalment is paid; a part may be sent. */
  nothing: number;
  restructure: number;
  payOne: number;
  payAll: number;
}

/** The chances of a cycle for a customer in a state; where only one is owed, paying it is `payAll`. */
export function actionChances(behaviour: StateBehaviour, standing: Standing): ActionChances {
  const { owed, behind, cadence, canRestructure } = standing;
  const monthsBehind = cadence === 'monthly' ? behind : Math.ceil(behind / 2);
  const nothing = behaviour.nothing[Math.min(monthsBehind, 3)];
  const restructure =
    canRestructure && monthsBehind >= 2 ? (1 - nothing) * behaviour.restructures : 0;
  const pays = 1 - nothing - restructure;
  const payAll = owed === 1 ? pays : pays * behaviour.catchesUp;
  return { nothing, restructure, payOne: pays - payAll, payAll };
}

/** On which day of a cycle money comes: the part of the cycle by state, the day in it alike for all. */
export interface CycleTiming {
  /** Chance that a whole payment of a customer in `state` comes on `day` or before. */
  paidBy(state: number, day: Day): number;
  /** Chance that a part, or a restructuring, comes on `day` or before; alike for all states. */
  sentBy(day: Day): number;
  /** The day of a whole payment, from a uniform number. */
  payDay(state: number, uniform: number): Day;
  /** The day of a part or a restructuring, from a uniform number. */
  sendDay(uniform: number): Day;
}

/** Loans share their cycles, and a cycle's timing never changes, so it is computed once. */
const knownTimings = new WeakMap<HiddenModel, Map<string, CycleTiming>>();

/** The timing of one cycle. */
export function timingOf(model: HiddenModel, cycle: Cycle): CycleTiming {
  const known = knownTimings.get(model) ?? new Map<string, CycleTiming>();
  knownTimings.set(model, known);
  const key = `${cycle.firstDay} ${cycle.dueDate} ${cycle.lastDay}`;
  const timing = known.get(key) ?? computeTiming(model, cycle);
  known.set(key, timing);
  return timing;
}

function computeTiming(model: HiddenModel, cycle: Cycle): CycleTiming {
  const length = cycle.lastDay - cycle.firstDay + 1;
  const weights = Float64Array.from({ length }, (_, index) =>
    model.dayWeight(cycle.firstDay + index),
  );
  const ends = TIMING_STARTS.map((_, part) =>
    Math.min(length, (TIMING_STARTS[part + 1] ?? Number.POSITIVE_INFINITY) - TIMING_STARTS[0]),
  );
  const partWeights = ends.map((end, part) => sumOf(weights.subarray(ends[part - 1] ?? 0, end)));
  const whole = sumOf(weights);
  const sent = accumulate(weights.map((weight) => weight / whole));
  const paid = model.behaviours.map(({ timing }) => {
    const shares = foldEmptyParts(timing, partWeights);
    return accumulate(
      weights.map((weight, index) => {
        const part = ends.findIndex((end) => index < end);
        return weight === 0 ? 0 : (weight / partWeights[part]) * shares[part];
      }),
    );
  });
  const by = (sums: Float64Array, day: Day) =>
    day < cycle.firstDay ? 0 : sums[Math.min(day - cycle.firstDay, length - 1)];
  const dayAt = (sums: Float64Array, uniform: number) =>
    cycle.firstDay + sums.findIndex((sum, index) => uniform < sum || index === length - 1);
  return {
    paidBy: (state, day) => by(paid[state], day),
    sentBy: (day) => by(sent, day),
    payDay: (state, uniform) => dayAt(paid[state], uniform),
    sendDay: (uniform) => dayAt(sent, uniform),
  };
}

function sumOf(numbers: Float64Array): number {
  return numbers.reduce((sum, number) => sum + number, 0);
}

/** Running sums of chances; the last one is 1 to the bit. */
function accumulate(chances: Float64Array): Float64Array {
  let sum = 0;
  const sums = chances.map((chance) => {
    sum += chance;
    return sum;
  });
  sums[sums.length - 1] = 1;
  return sums;
}

/** A short cycle has no late part: what would come then comes in the last part that there is. */
function foldEmptyParts(timing: readonly number[], weights: readonly number[]): number[] {
  const shares = [...timing];
  for (let part = shares.length - 1; part > 0; part--) {
    if (weights[part] > 0) continue;
    shares[part - 1] += shares[part];
    shares[part] = 0;
  }
  return shares;
}

/** The index of the share that a uniform number falls into; the shares sum to 1. */
export function pickShare(shares: readonly number[], uniform: number): number {
  let below = 0;
  for (let index = 0; index < shares.length - 1; index++) {
    below += shares[index];
    if (uniform < below) return index;
  }
  return shares.length - 1;
}
