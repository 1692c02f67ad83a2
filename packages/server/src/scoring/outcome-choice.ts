import {
  type Day,
  type Instalment,
  leftOut,
  observationDaysOf,
  outcomeOf,
  type PaymentTarget,
  repaymentOf,
  standingOn,
} from '@maia/engine';
import { drawOf } from './draw.js';
import type { Outcome, TrainingCustomer } from './portfolio-reader.js';
import type { TrainingRequest } from './training-request.js';

/** More rows than this teach a card nothing new; customers are then sampled by the hash of their reference. */
export const ROWS_MAX = 300_000;

/** The draw of customers is by hash, so its size is not exact: it aims a little lower. */
const DRAWN_SHARE = 0.95;

/** Whose outcomes a training learns from, and which. */
export interface Chosen {
  /** Whose payments are read. */
  whose: 'withOutcomes' | 'everyone';
  outcomesOf(customer: TrainingCustomer, instalments: readonly Instalment[]): readonly Outcome[];
  rowsMax: number;
  exclusions: { reason: string; rows: number }[];
}

type Customers = Map<string, TrainingCustomer>;

/** Drops the outcomes that the request leaves out, and customers beyond the row limit; says how many. */
export function selectOutcomes(customers: Customers, request: TrainingRequest): Chosen {
  const { asOf, observationDates } = request;
  const exclusions: Chosen['exclusions'] = [];
  const drop = (reason: string, keep: (outcome: { asOf: Day }) => boolean): void => {
    const before = countRows(customers);
    for (const [id, customer] of customers) {
      customer.outcomes = customer.outcomes.filter(keep);
      if (customer.outcomes.length === 0) customers.delete(id);
    }
    const rows = before - countRows(customers);
    if (rows > 0) exclusions.push({ reason, rows });
  };
  if (asOf !== null) drop('afterAsOf', (outcome) => outcome.asOf <= asOf);
  if (observationDates !== null) {
    const days = new Set(observationDates);
    drop('notAnObservationDate', (outcome) => days.has(outcome.asOf));
  }
  const rows = countRows(customers);
  if (rows > ROWS_MAX) {
    sampleCustomers(customers, ROWS_MAX / rows, request);
    exclusions.push({ reason: 'sampledByCustomer', rows: rows - countRows(customers) });
  }
  return {
    whose: 'withOutcomes',
    outcomesOf: ({ outcomes }) => outcomes,
    rowsMax: countRows(customers),
    exclusions,
  };
}

/** The outcomes that a target derived from payments gives each customer on each observation day. */
export function chooseFromPayments(
  customers: Customers,
  target: PaymentTarget,
  request: TrainingRequest,
): Chosen {
  const days = observationDaysOf(target);
  const used = new Set(target.observationDates);
  const rows = target.cohorts
    .filter(({ asOf }) => used.has(asOf))
    .reduce((sum, { good, bad }) => sum + good + bad, 0);
  const exclusions = leftOut(target);
  if (rows > ROWS_MAX) {
    const share = (DRAWN_SHARE * ROWS_MAX) / rows;
    sampleCustomers(customers, share, request);
    exclusions.push({ reason: 'sampledByCustomer', rows: Math.round(rows * (1 - share)) });
  }
  return {
    whose: 'everyone',
    outcomesOf: (_, instalments) => {
      const repayment = repaymentOf(instalments, request.rule);
      return days.flatMap((asOf) => {
        const standing = standingOn(repayment, asOf);
        if (standing === null) return [];
        const { outcome } = outcomeOf(repayment, standing, target);
        return outcome === 'good' || outcome === 'bad' ? [{ asOf, bad: outcome === 'bad' }] : [];
      });
    },
    rowsMax: Math.min(rows, ROWS_MAX),
    exclusions,
  };
}

function sampleCustomers(customers: Customers, share: number, { seed }: TrainingRequest): void {
  for (const [id, { referenceId }] of customers)
    if (drawOf(`sample ${seed} ${referenceId}`) >= share) customers.delete(id);
}

function countRows(customers: ReadonlyMap<string, TrainingCustomer>): number {
  let rows = 0;
  for (const { outcomes } of customers.values()) rows += outcomes.length;
  return rows;
}
