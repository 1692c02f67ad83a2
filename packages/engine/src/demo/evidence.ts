import type { Day } from '../features/history.js';
import type { CycleTiming, Standing } from './behaviour.js';
import { actionChances } from './behaviour.js';
import type { StateBehaviour } from './hidden-model.js';
import type { Cycle } from './schedule.js';
import type { DemoLoanView, DemoPayment } from './view.js';

/**
 * What the payment rows of a view say about one cycle. A row keeps the sum and the last day of its
 * receipts, so a part that was sent for an instalment which was settled later has left no trace.
 */
export type SeenAction =
  | { kind: 'paid'; count: number; on: Day }
  | { kind: 'restructured'; count: number }
  | { kind: 'nothing'; part: 'sent' | 'notSent' | 'unknown' };

export function isSettled({ amountPaidMinor, amountDueMinor }: DemoPayment): boolean {
  return amountPaidMinor >= amountDueMinor;
}

/** What was seen in a cycle; null while it runs and nothing has been seen in it yet. */
export function readCycle(
  loan: DemoLoanView,
  options: { cycle: Cycle; oldest: number; standing: Standing; asOf: Day },
): SeenAction | null {
  const { cycle, oldest, standing, asOf } = options;
  const isInCycle = ({ date }: DemoPayment) =>
    date !== null && date >= cycle.firstDay && date <= cycle.lastDay;
  const owed = loan.payments.slice(oldest, oldest + standing.owed);
  const settled = owed.filter((payment) => isSettled(payment) && isInCycle(payment));
  const first = owed[0];
  if (settled.length > 0 && first.date !== null) {
    const isRestructuring = standing.canRestructure && first.restructured;
    return isRestructuring
      ? { kind: 'restructured', count: settled.length }
      : { kind: 'paid', count: settled.length, on: first.date };
  }
  if (isSettled(first)) return { kind: 'nothing', part: 'unknown' };
  if (isInCycle(first)) return { kind: 'nothing', part: 'sent' };
  if (cycle.lastDay > asOf) return null;
  const wasSentBefore = first.date !== null && first.date < cycle.firstDay;
  return { kind: 'nothing', part: wasSentBefore ? 'unknown' : 'notSent' };
}

/** How likely a customer with this behaviour, in `state`, is to do what was seen. */
export function likelihoodOf(
  seen: SeenAction,
  options: {
    behaviour: StateBehaviour;
    state: number;
    standing: Standing;
    timing: CycleTiming;
  },
): number {
  const { behaviour, state, standing, timing } = options;
  const chances = actionChances(behaviour, standing);
  switch (seen.kind) {
    case 'restructured':
      return chances.restructure;
    case 'paid': {
      const onDay = timing.paidBy(state, seen.on) - timing.paidBy(state, seen.on - 1);
      return onDay * (seen.count === standing.owed ? chances.payAll : chances.payOne);
    }
    case 'nothing': {
      const { sendsPart } = behaviour;
      const part = { sent: sendsPart, notSent: 1 - sendsPart, unknown: 1 }[seen.part];
      return chances.nothing * part;
    }
  }
}
