import type { Day } from '../features/history.js';
import type { Random } from '../random.js';
import type { CycleTiming, Standing } from './behaviour.js';
import { actionChances, pickShare, timingOf } from './behaviour.js';
import type { HiddenModel } from './hidden-model.js';
import type { DemoInstalment, DemoLoan } from './loan.js';
import { amountDueOn } from './loan.js';
import type { Cycle, Schedule } from './schedule.js';
import { cycleOf, halfMonthOf } from './schedule.js';

/** A customer's hidden state as it moves through the half months. */
export interface HiddenLife {
  type: number;
  state: number;
  /** The half month of `state`; null before the first instalment. */
  halfMonth: number | null;
}

/** Shares of an instalment that people send when they cannot pay it whole; independent of the state. */
const PART_SHARES = [0.25, 0.4, 0.5, 0.5, 0.6, 0.75];

/** A customer of a type that is drawn, too. */
export function beginLife(model: HiddenModel, random: Random): HiddenLife {
  const type = pickShare(model.typeShares, random.uniform());
  const state = pickShare(model.starts[type], random.uniform());
  return { type, state, halfMonth: null };
}

/** Where a customer stands in a loan at the beginning of a cycle. */
export interface LoanPosition {
  schedule: Schedule;
  cycleIndex: number;
  /** Index of the oldest instalment that is not settled. */
  oldest: number;
  wasRestructured: boolean;
}

/** Null when the loan is over: nothing is owed and nothing will fall due. */
export function standingAt(position: LoanPosition): Standing | null {
  const { schedule, cycleIndex, oldest, wasRestructured } = position;
  const { instalmentCount, cadence } = schedule;
  if (oldest >= instalmentCount) return null;
  const owed = Math.min(cycleIndex + 1, instalmentCount) - oldest;
  return {
    owed,
    behind: owed - (cycleIndex < instalmentCount ? 1 : 0),
    cadence,
    canRestructure: !wasRestructured && cycleIndex < instalmentCount - 1,
  };
}

/**
 * Lives through a loan, writing receipts into it, until it is settled or a cycle begins after `until`.
 * Returns the day of the last receipt when it is settled, else null.
 */
export function liveThroughLoan(
  loan: DemoLoan,
  life: HiddenLife,
  options: { model: HiddenModel; until: Day; instalmentStepMinor: number; random: Random },
): Day | null {
  const { model, until, random } = options;
  let oldest = 0;
  for (let cycleIndex = 0; ; cycleIndex++) {
    const cycle = cycleOf(loan, cycleIndex);
    if (cycle.firstDay > until) return null;
    moveTo(model, life, { halfMonth: halfMonthOf(cycle.dueDate), random });
    const wasRestructured = loan.restructured !== null;
    const standing = standingAt({ schedule: loan, cycleIndex, oldest, wasRestructured });
    if (standing === null) throw new Error(`loan ${loan.id} goes on after its end`);
    const settled = liveThroughCycle(loan, { ...options, life, cycle, oldest, standing });
    oldest += settled.count;
    if (oldest === loan.instalmentCount) return settled.on;
  }
}

interface CycleOptions {
  model: HiddenModel;
  life: HiddenLife;
  cycle: Cycle;
  oldest: number;
  standing: Standing;
  instalmentStepMinor: number;
  random: Random;
}

function liveThroughCycle(loan: DemoLoan, options: CycleOptions): { count: number; on: Day } {
  const { model, life, cycle, oldest, standing, random } = options;
  const behaviour = model.behaviours[life.state];
  const chances = actionChances(behaviour, standing);
  const timing = timingOf(model, cycle);
  const action = pickShare(
    [chances.nothing, chances.restructure, chances.payOne, chances.payAll],
    random.uniform(),
  );
  if (action === 0) {
    if (random.uniform() < behaviour.sendsPart) sendPart(loan, oldest, { timing, random });
    return { count: 0, on: cycle.lastDay };
  }
  if (action === 1) {
    const on = timing.sendDay(random.uniform());
    restructure(loan, { on, closedFrom: oldest, count: standing.owed, ...options });
    return { count: standing.owed, on };
  }
  const count = action === 2 ? 1 : standing.owed;
  const on = timing.payDay(life.state, random.uniform());
  for (let index = oldest; index < oldest + count; index++) payRest(loan, index, on);
  return { count, on };
}

function moveTo(
  model: HiddenModel,
  life: HiddenLife,
  options: { halfMonth: number; random: Random },
): void {
  const { halfMonth, random } = options;
  for (let at = (life.halfMonth ?? halfMonth) + 1; at <= halfMonth; at++) {
    const chances = model.moves[life.type][Math.floor(at / 2) % 12][life.state];
    life.state = pickShare(chances, random.uniform());
  }
  life.halfMonth = halfMonth;
}

function sendPart(
  loan: DemoLoan,
  index: number,
  options: { timing: CycleTiming; random: Random },
): void {
  const instalment = loan.instalments[index];
  if (instalment.receipts.length > 0) return;
  const receivedOn = options.timing.sendDay(options.random.uniform());
  const share = PART_SHARES[options.random.integer(PART_SHARES.length)];
  const due = amountDueOn(loan, index, receivedOn);
  instalment.receipts.push({ amountMinor: Math.round(due * share), receivedOn });
}

function payRest(loan: DemoLoan, index: number, receivedOn: Day): void {
  const amountMinor = amountDueOn(loan, index, receivedOn) - paidFor(loan.instalments[index]);
  loan.instalments[index].receipts.push({ amountMinor, receivedOn });
}

function restructure(
  loan: DemoLoan,
  options: { on: Day; closedFrom: number; count: number; instalmentStepMinor: number },
): void {
  const { on, closedFrom, count, instalmentStepMinor: step } = options;
  const raisedFrom = closedFrom + count;
  let movedMinor = 0;
  for (let index = closedFrom; index < raisedFrom; index++) {
    movedMinor += amountDueOn(loan, index, on) - paidFor(loan.instalments[index]);
    payRest(loan, index, on);
  }
  const share = movedMinor / (loan.instalmentCount - raisedFrom);
  loan.restructured = { on, closedFrom, raisedFrom, addedMinor: Math.ceil(share / step) * step };
}

function paidFor(instalment: DemoInstalment): number {
  return instalment.receipts.reduce((sum, { amountMinor }) => sum + amountMinor, 0);
}
