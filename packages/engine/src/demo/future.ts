import type { Day } from '../features/history.js';
import type { CycleTiming } from './behaviour.js';
import { actionChances, timingOf } from './behaviour.js';
import type { Beliefs } from './beliefs.js';
import { advanceBeliefs, totalOf } from './beliefs.js';
import type { HiddenModel } from './hidden-model.js';
import type { LoanPosition } from './life.js';
import { standingAt } from './life.js';
import type { Cycle } from './schedule.js';
import { cycleOf, dueDateOf, halfMonthOf } from './schedule.js';

/** From where the future is computed. */
export interface Present {
  beliefs: Beliefs;
  position: LoanPosition;
  asOf: Day;
  /** Whether a part of the oldest open instalment has come before the running cycle. */
  hasPart: boolean;
}

/** Customers who stand at the same point of the loan. */
interface Group {
  oldest: number;
  wasRestructured: boolean;
  beliefs: Beliefs;
}

/** Where an action leads; null is bad. */
interface Branch {
  to: { oldest: number; wasRestructured: boolean } | null;
  chance: number;
}

/**
 * Chance that a loan goes bad in the window: the beliefs are carried forward over every possible
 * number of settled instalments, cycle by cycle; a customer who went bad stays bad.
 */
export function chanceOfBad(model: HiddenModel, present: Present): number {
  const { schedule, oldest, wasRestructured } = present.position;
  let groups: Group[] = [{ oldest, wasRestructured, beliefs: present.beliefs }];
  let bad = 0;
  let over = 0;
  const lastDay = present.asOf + model.windowDays;
  for (let index = present.position.cycleIndex; ; index++) {
    const cycle = cycleOf(schedule, index);
    if (cycle.firstDay > lastDay || groups.length === 0) break;
    const next = new Map<number, Group>();
    for (const group of groups) {
      const position = { ...group, schedule, cycleIndex: index };
      const canGoBad =
        standingAt(position) !== null &&
        dueDateOf(schedule, group.oldest) + model.badDays <= lastDay;
      if (!canGoBad) over += totalOf(group.beliefs);
      else bad += liveThrough(model, { ...present, position, beliefs: group.beliefs, cycle }, next);
    }
    const span = {
      from: halfMonthOf(cycle.dueDate),
      to: halfMonthOf(dueDateOf(schedule, index + 1)),
    };
    groups = [...next.values()].map((group) => ({
      ...group,
      beliefs: advanceBeliefs(model, group.beliefs, span),
    }));
  }
  const open = groups.reduce((sum, { beliefs }) => sum + totalOf(beliefs), 0);
  return bad / (bad + over + open);
}

/** Sorts a group by what it does in a cycle into `next`; returns the weight of those who go bad. */
function liveThrough(
  model: HiddenModel,
  present: Present & { cycle: Cycle },
  next: Map<number, Group>,
): number {
  const timing = timingOf(model, present.cycle);
  const states = model.behaviours.length;
  let bad = 0;
  for (let state = 0; state < states; state++) {
    for (const { to, chance } of branchesOf(model, { ...present, state, timing })) {
      if (chance === 0) continue;
      const group = to === null ? null : groupAt(next, to, present.beliefs.length);
      for (let pair = state; pair < present.beliefs.length; pair += states) {
        const weight = present.beliefs[pair] * chance;
        if (group === null) bad += weight;
        else group.beliefs[pair] += weight;
      }
    }
  }
  return bad;
}

function groupAt(
  groups: Map<number, Group>,
  at: { oldest: number; wasRestructured: boolean },
  size: number,
): Group {
  const key = at.oldest * 2 + (at.wasRestructured ? 1 : 0);
  const known = groups.get(key);
  if (known !== undefined) return known;
  const group = { ...at, beliefs: new Float64Array(size) };
  groups.set(key, group);
  return group;
}

/** What a customer in a state may do in the rest of a cycle, on any day after the as-of day. */
function branchesOf(
  model: HiddenModel,
  present: Present & { cycle: Cycle; state: number; timing: CycleTiming },
): Branch[] {
  const { position, cycle, asOf, state, timing, hasPart } = present;
  const standing = standingAt(position);
  if (standing === null) return [];
  const { schedule, oldest, wasRestructured } = position;
  const behaviour = model.behaviours[state];
  const chances = actionChances(behaviour, standing);
  const isBadBy = (index: number, day: Day) =>
    index < schedule.instalmentCount &&
    dueDateOf(schedule, index) + model.badDays <= Math.min(day, asOf + model.windowDays);
  const acts = (
    chance: number,
    options: { by: (day: Day) => number; to: Branch['to'] & object },
  ): Branch[] => {
    if (chance === 0) return [];
    const { by, to } = options;
    const badOn = dueDateOf(schedule, oldest) + model.badDays;
    const inTime = isBadBy(oldest, cycle.lastDay) ? by(badOn) : 1;
    const isLaterBad = isBadBy(to.oldest, cycle.lastDay);
    return [
      { to: isLaterBad ? null : to, chance: chance * (inTime - by(asOf)) },
      { to: null, chance: chance * (1 - inTime) },
    ];
  };
  const paidBy = (day: Day) => timing.paidBy(state, day);
  const partSeen = hasPart ? 0 : behaviour.sendsPart * timing.sentBy(asOf);
  const afterAll = { oldest: oldest + standing.owed, wasRestructured };
  return [
    {
      to: isBadBy(oldest, cycle.lastDay) ? null : { oldest, wasRestructured },
      chance: chances.nothing * (1 - partSeen),
    },
    ...acts(chances.restructure, {
      by: timing.sentBy,
      to: { ...afterAll, wasRestructured: true },
    }),
    ...acts(chances.payOne, { by: paidBy, to: { oldest: oldest + 1, wasRestructured } }),
    ...acts(chances.payAll, { by: paidBy, to: afterAll }),
  ];
}
