import { type InstalmentState, instalmentAsOf } from './as-of.js';
import type { Day, History, SettlementRule, Viewpoint } from './history.js';

/** A customer's instalments as of a day, each part in an order that does not depend on the input's. */
export interface Timeline {
  asOf: Day;
  observedThrough: Day;
  /** Due by the observed day, oldest first: what features judge. */
  due: readonly InstalmentState[];
  /** Known to exist and due later, soonest first. */
  ahead: readonly InstalmentState[];
}

export function timelineOf(
  history: History,
  rule: SettlementRule,
  { asOf, observedThrough }: Viewpoint,
): Timeline {
  const viewpoint = { asOf, observedThrough: Math.min(observedThrough, asOf) };
  const due: InstalmentState[] = [];
  const ahead: InstalmentState[] = [];
  for (const instalment of history.instalments) {
    const state = instalmentAsOf(instalment, rule, viewpoint);
    if (state === null) continue;
    (instalment.dueDate <= viewpoint.observedThrough ? due : ahead).push(state);
  }
  return { ...viewpoint, due: ordered(due), ahead: ordered(ahead) };
}

function ordered(states: InstalmentState[]): InstalmentState[] {
  for (let index = 1; index < states.length; index++) {
    if (compareStates(states[index - 1]!, states[index]!) > 0) return states.sort(compareStates);
  }
  return states;
}

/** Two states that compare equal are equal in all that features look at. */
function compareStates(a: InstalmentState, b: InstalmentState): number {
  const x = a.instalment;
  const y = b.instalment;
  return (
    x.dueDate - y.dueDate ||
    compareTexts(x.loan, y.loan) ||
    x.amountDueMinor - y.amountDueMinor ||
    // Before the settlement, so that paying one of two due on a day does not change which one is newer.
    compareNumbers(a.lateDays, b.lateDays) ||
    compareNumbers(a.settledOn ?? Number.NaN, b.settledOn ?? Number.NaN) ||
    compareNumbers(a.paidMinor, b.paidMinor) ||
    Number(x.restructured) - Number(y.restructured) ||
    compareNumbers(x.openedOn ?? Number.NaN, y.openedOn ?? Number.NaN) ||
    compareTexts(x.currency, y.currency)
  );
}

function compareTexts(a: string | null, b: string | null): number {
  if (a === b) return 0;
  if (a === null) return -1;
  if (b === null) return 1;
  return a < b ? -1 : 1;
}

/** NaN comes first. */
function compareNumbers(a: number, b: number): number {
  if (Number.isNaN(a)) return Number.isNaN(b) ? 0 : -1;
  return Number.isNaN(b) ? 1 : a - b;
}
