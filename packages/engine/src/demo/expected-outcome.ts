import type { Day } from '../features/history.js';
import { attributeLikelihood } from './attributes.js';
import { timingOf } from './behaviour.js';
import type { Beliefs } from './beliefs.js';
import { advanceBeliefs, beliefsAtStart, totalOf, weighBeliefs } from './beliefs.js';
import { DEMO_MODEL } from './customer.js';
import { isSettled, likelihoodOf, readCycle } from './evidence.js';
import { chanceOfBad } from './future.js';
import type { HiddenModel } from './hidden-model.js';
import { standingAt } from './life.js';
import { cycleOf, halfMonthOf } from './schedule.js';
import type { DemoLoanView, DemoView } from './view.js';

/**
 * The exact chance that a customer is bad in the window after the view's day, given the payments and
 * attributes in the view (forward algorithm of Rabiner 1989 over the hidden types and states, then
 * forward in time). No score can rank or be calibrated better than this number. Null when the customer
 * is already bad; 0 when nothing is owed and nothing will fall due.
 */
export function expectedOutcome(view: DemoView, model: HiddenModel = DEMO_MODEL): number | null {
  if (isAlreadyBad(view, model)) return null;
  let beliefs = beliefsAtStart(model, (type) =>
    attributeLikelihood(type, view.attributes, view.country),
  );
  let halfMonth: number | null = null;
  for (const loan of view.loans) {
    const past = readLoan(model, loan, { beliefs, halfMonth, asOf: view.asOf });
    if (past.cycleIndex !== null) {
      const { oldest, wasRestructured, cycleIndex, hasPart } = past;
      const position = { schedule: loan, oldest, wasRestructured, cycleIndex };
      return chanceOfBad(model, { beliefs: past.beliefs, position, asOf: view.asOf, hasPart });
    }
    ({ beliefs, halfMonth } = past);
  }
  return 0;
}

function isAlreadyBad(view: DemoView, model: HiddenModel): boolean {
  return view.loans.some(({ payments }) =>
    payments.some((payment) => !isSettled(payment) && payment.dueDate + model.badDays <= view.asOf),
  );
}

/** What a loan has told, up to the first cycle of which the end is not known. */
interface PastOfLoan {
  beliefs: Beliefs;
  halfMonth: number | null;
  oldest: number;
  wasRestructured: boolean;
  hasPart: boolean;
  /** The cycle with which the future begins; null when the loan is over. */
  cycleIndex: number | null;
}

function readLoan(
  model: HiddenModel,
  loan: DemoLoanView,
  start: { beliefs: Beliefs; halfMonth: number | null; asOf: Day },
): PastOfLoan {
  let { beliefs, halfMonth } = start;
  let oldest = 0;
  let wasRestructured = false;
  for (let cycleIndex = 0; ; cycleIndex++) {
    const standing = standingAt({ schedule: loan, cycleIndex, oldest, wasRestructured });
    const known = { oldest, wasRestructured, hasPart: false };
    if (standing === null) return { ...known, beliefs, halfMonth, cycleIndex: null };
    const cycle = cycleOf(loan, cycleIndex);
    const to = halfMonthOf(cycle.dueDate);
    beliefs = advanceBeliefs(model, beliefs, { from: halfMonth ?? to, to });
    halfMonth = to;
    const seen = readCycle(loan, { cycle, oldest, standing, asOf: start.asOf });
    if (seen === null) {
      const hasPart = loan.payments[oldest].date !== null;
      return { ...known, beliefs, halfMonth, hasPart, cycleIndex };
    }
    const timing = timingOf(model, cycle);
    beliefs = weighBeliefs(
      beliefs,
      model.behaviours.map((behaviour, state) =>
        likelihoodOf(seen, { behaviour, state, standing, timing }),
      ),
    );
    if (!(totalOf(beliefs) > 0)) throw new Error(`loan ${loan.id} shows what nobody does`);
    if (seen.kind !== 'nothing') oldest += seen.count;
    if (seen.kind === 'restructured') wasRestructured = true;
  }
}
