import type { InstalmentState } from './as-of.js';
import { type Month, monthOfDay } from './calendar.js';
import { medianMinor, type PortfolioMedians } from './medians.js';
import type { Timeline } from './timeline.js';

/** One due instalment in the measures that features are made of. */
export interface Entry {
  state: InstalmentState;
  month: Month;
  /** Amount due in the customer's unit: minor units, or median instalments where currencies differ. */
  due: number;
  /** Days late, 0 when on time or early. */
  lateDays: number;
  /** Days before the due date, 0 when not early. */
  earlyDays: number;
  /** 1 while it is not settled. */
  open: 0 | 1;
  /** Money received over amount due, at most 2; money on an open instalment does not count. */
  paidRatio: number;
  /** The same, where only what was due counts: 0 to 1. */
  covered: number;
  /** 1 when less than the whole amount was paid, or nothing. */
  notFull: 0 | 1;
  /** Amount due and paid in medians of the portfolio. NaN when there is none to compare with. */
  relativeDue: number;
  relativePaid: number;
}

const PAID_RATIO_MAX = 2;

/** The due instalments of a timeline, newest first. */
export function entriesOf(timeline: Timeline, medians: PortfolioMedians): Entry[] {
  const asOfMonth = monthOfDay(timeline.asOf);
  const count = timeline.due.length;
  const entries = new Array<Entry>(count);
  for (let index = 0; index < count; index++) {
    const state = timeline.due[index]!;
    const month = monthOfDay(state.instalment.dueDate);
    const currency = state.instalment.currency ?? '';
    const ofCurrency = Object.hasOwn(medians, currency) ? medians[currency] : undefined;
    entries[count - 1 - index] = entryOf(state, month, medianMinor(ofCurrency, month, asOfMonth));
  }
  if (hasSeveralCurrencies(entries)) {
    for (const entry of entries) entry.due = entry.relativeDue;
  }
  return entries;
}

function entryOf(state: InstalmentState, month: Month, medianDueMinor: number): Entry {
  const { amountDueMinor } = state.instalment;
  const open = state.settledOn === null ? 1 : 0;
  const settledMinor = open === 1 ? 0 : state.paidMinor;
  const paidRatio = Math.min(settledMinor / amountDueMinor, PAID_RATIO_MAX);
  return {
    state,
    month,
    due: amountDueMinor,
    lateDays: Math.max(state.lateDays, 0),
    earlyDays: Math.max(-state.lateDays, 0),
    open,
    paidRatio,
    covered: Math.min(paidRatio, 1),
    notFull: paidRatio < 1 ? 1 : 0,
    relativeDue: amountDueMinor / medianDueMinor,
    relativePaid: settledMinor / medianDueMinor,
  };
}

function hasSeveralCurrencies(entries: readonly Entry[]): boolean {
  for (const entry of entries) {
    if (entry.state.instalment.currency !== entries[0]!.state.instalment.currency) return true;
  }
  return false;
}
