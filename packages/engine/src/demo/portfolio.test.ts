import { describe, expect, it } from 'vitest';
import { dayFromIso } from '../features/calendar.js';
import { demoApplicant } from './applicant.js';
import { attributeLikelihood } from './attributes.js';
import { isSettled } from './evidence.js';
import { expectedOutcome } from './expected-outcome.js';
import { historyOf } from './history.js';
import { outcomeAfter } from './outcome.js';
import { generateCustomers, generatePortfolio } from './portfolio.js';
import { viewOn } from './view.js';

const asOf = dayFromIso('2026-06-30');
const OPTIONS = { seed: 7, asOf, historyMonthsMax: 24, customers: 3000 };
const { customers } = generatePortfolio(OPTIONS);

function dueBy(customer: (typeof customers)[number]) {
  return viewOn(customer, asOf)
    .loans.flatMap(({ payments }) => payments)
    .filter(({ dueDate }) => dueDate <= asOf);
}

describe('demo portfolio', () => {
  it('is the same for the same seed, another for another, and longer ones begin alike', () => {
    const few = { ...OPTIONS, customers: 20 };
    expect([...generateCustomers(few)]).toEqual(customers.slice(0, 20));
    expect([...generateCustomers({ ...few, seed: 8 })]).not.toEqual(customers.slice(0, 20));
  });

  it('has as many bad, late and thin customers as a believable one', () => {
    const outcomes = customers.map((customer) => outcomeAfter(customer, asOf));
    const known = outcomes.filter((bad) => bad !== null);
    const badShare = known.filter(Boolean).length / known.length;
    expect(badShare).toBeGreaterThan(0.08);
    expect(badShare).toBeLessThan(0.12);
    expect(1 - known.length / outcomes.length).toBeLessThan(0.08);

    const due = customers.map(dueBy);
    const paid = due.flat().filter(isSettled);
    const late = paid.filter(({ date, dueDate }) => date !== null && date > dueDate + 5);
    expect(late.length / due.flat().length).toBeGreaterThan(0.1);
    expect(late.length / due.flat().length).toBeLessThan(0.25);

    const thinShare = due.filter(({ length }) => length <= 3).length / due.length;
    expect(thinShare).toBeGreaterThan(0.1);
    expect(thinShare).toBeLessThan(0.25);
  });

  it('has partial payments, cures, restructured loans and customers without any row', () => {
    const views = customers.map((customer) => viewOn(customer, asOf));
    const rows = views.flatMap(({ loans }) => loans.flatMap(({ payments }) => payments));
    expect(rows.some((row) => row.amountPaidMinor > 0 && !isSettled(row))).toBe(true);
    expect(rows.some((row) => isSettled(row) && (row.date ?? 0) > row.dueDate + 60)).toBe(true);
    expect(rows.some(({ restructured }) => restructured)).toBe(true);
    expect(views.some((view) => historyOf(view).instalments.length === 0)).toBe(true);
  });

  it('settles the oldest instalment first and never takes more than is due', () => {
    for (const customer of customers.slice(0, 500)) {
      for (const { payments } of viewOn(customer, asOf + 365).loans) {
        const firstOpen = payments.findIndex((payment) => !isSettled(payment));
        const laterPaid = payments
          .slice(firstOpen + 1)
          .some(({ amountPaidMinor }) => amountPaidMinor > 0);
        expect(firstOpen >= 0 && laterPaid).toBe(false);
        for (const { amountPaidMinor, amountDueMinor } of payments) {
          expect(amountPaidMinor).toBeLessThanOrEqual(amountDueMinor);
          expect(Number.isInteger(amountPaidMinor)).toBe(true);
        }
      }
    }
  });

  it('draws only attributes that its likelihood knows', () => {
    for (const { attributes, country, hiddenType } of customers) {
      expect(attributeLikelihood(hiddenType, attributes, country)).toBeGreaterThan(0);
    }
  });

  it('has an applicant who paid mostly well, sometimes late, and owes one instalment', () => {
    const applicant = demoApplicant(OPTIONS);
    expect(customers.map(({ referenceId }) => referenceId)).not.toContain(applicant.referenceId);
    const due = dueBy(applicant);
    expect(due.length).toBeGreaterThanOrEqual(13);
    expect(due.filter((payment) => !isSettled(payment))).toHaveLength(1);
    const expected = expectedOutcome(viewOn(applicant, asOf));
    expect(expected).toBeGreaterThan(0.12);
    expect(expected).toBeLessThan(0.35);
  });
});
