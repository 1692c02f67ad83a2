import { dayFromInstant } from './calendar.js';
import type { Day, Instalment, Receipt, SettlementRule, Viewpoint } from './history.js';

/** What was known of an instalment on the as-of day. */
export interface InstalmentState {
  instalment: Instalment;
  /**
   * Sum of the receipts received by the as-of day, in minor units. NaN when nobody can know: the
   * instalment was open then and first recorded later, so earlier partial payments would not show.
   */
  paidMinor: number;
  /** The day since which nothing that counts is missing; null while the instalment is open. */
  settledOn: Day | null;
  /**
   * Days from the due date to the settlement, or to the observed day while open; negative: early.
   * NaN while the instalment is open and its due date lies after the observed day.
   */
  lateDays: number;
  /** Days past due while open; 0 when settled or not past due. */
  overdueDays: number;
}

/**
 * Reads an instalment as of a day. Receipts after that day do not exist.
 *
 * @returns null when the instalment itself did not exist then: nothing was due for it, or it falls
 * due later and neither its loan was opened nor money for it received by that day
 */
export function instalmentAsOf(
  instalment: Instalment,
  rule: SettlementRule,
  viewpoint: Viewpoint,
): InstalmentState | null {
  const { amountDueMinor, dueDate, openedOn } = instalment;
  const { asOf } = viewpoint;
  if (amountDueMinor <= 0) return null;
  const receipts = receiptsBy(instalment.receipts, asOf);
  const opened = dueDate <= asOf || (openedOn !== null && openedOn <= asOf);
  if (!opened && receipts.length === 0) return null;

  const observedThrough = Math.min(viewpoint.observedThrough, asOf);
  const requiredMinor = amountDueMinor - toleratedMinor(amountDueMinor, rule);
  const { paidMinor, settledOn } = settle(receipts, rule, requiredMinor);
  const state = { instalment, paidMinor, settledOn, lateDays: 0, overdueDays: 0 };
  if (settledOn !== null) {
    // A settlement after the observed day must not look later than not settling at all.
    state.lateDays = Math.min(settledOn, Math.max(observedThrough, dueDate)) - dueDate;
    if (requiredMinor <= 0) state.lateDays = Math.min(state.lateDays, 0);
    return state;
  }
  if (requiredMinor <= 0 && dueDate <= observedThrough) return { ...state, settledOn: dueDate };
  if (firstRecordedAfter(instalment, asOf)) state.paidMinor = Number.NaN;
  state.overdueDays = Math.max(observedThrough - dueDate, 0);
  state.lateDays = dueDate > observedThrough ? Number.NaN : state.overdueDays;
  return state;
}

/** Arrears count only while what is unpaid exceeds both parts of the materiality, so the larger one is tolerated. */
export function toleratedMinor(amountDueMinor: number, { materiality }: SettlementRule): number {
  return Math.max(materiality.absoluteMinor, materiality.relative * amountDueMinor);
}

export interface DatedReceipt {
  amountMinor: number;
  receivedOn: Day;
}

/** The receipts of money received by a day, ordered by the day; the order of recording within one. */
export function receiptsBy(receipts: readonly Receipt[], asOf: Day): readonly DatedReceipt[] {
  const received: DatedReceipt[] = [];
  let ordered = true;
  let newest = Number.NEGATIVE_INFINITY;
  for (const { amountMinor, receivedOn } of receipts) {
    if (receivedOn === null || receivedOn > asOf || amountMinor === 0) continue;
    if (receivedOn < newest) ordered = false;
    newest = receivedOn;
    received.push({ amountMinor, receivedOn });
  }
  return ordered ? received : received.sort((a, b) => a.receivedOn - b.receivedOn);
}

/** Adds up the receipts day by day; a reversal opens the instalment again. */
function settle(
  receipts: readonly DatedReceipt[],
  { settledBy }: SettlementRule,
  requiredMinor: number,
): { paidMinor: number; settledOn: Day | null } {
  let paidMinor = 0;
  let settledOn: Day | null = null;
  for (let index = 0; index < receipts.length; index++) {
    const { amountMinor, receivedOn } = receipts[index]!;
    paidMinor += amountMinor;
    if (receipts[index + 1]?.receivedOn === receivedOn) continue;
    const settled = paidMinor > 0 && (settledBy === 'anyPayment' || paidMinor >= requiredMinor);
    if (!settled) settledOn = null;
    else if (settledOn === null) settledOn = receivedOn;
  }
  return { paidMinor, settledOn };
}

/**
 * Looks only at the first recording, never at what became of the instalment, so that one paid later
 * and one never paid look the same. The as-of day is one of the lender's time zone and the
 * recording an instant, hence a day of grace.
 */
function firstRecordedAfter({ receipts }: Instalment, asOf: Day): boolean {
  const first = receipts[0];
  return first !== undefined && dayFromInstant(first.recordedAt) > asOf + 1;
}
