import { expect, it } from 'vitest';
import type { DemoCustomer } from '../demo/customer.js';
import { amountDueOn } from '../demo/loan.js';
import { outcomeAfter } from '../demo/outcome.js';
import { generatePortfolio } from '../demo/portfolio.js';
import { dayFromIso } from '../features/calendar.js';
import type { Instalment, SettlementRule } from '../features/history.js';
import { outcomeOf, standingOn } from './outcome.js';
import { repaymentOf } from './repayment.js';

const AS_OF = dayFromIso('2025-06-30');
const RULE: SettlementRule = {
  settledBy: 'fullAmount',
  materiality: { absoluteMinor: 0, relative: 0 },
};

/** The customer's loans as the payments of a lender who recorded everything. */
function instalmentsOf({ loans }: DemoCustomer): Instalment[] {
  return loans.flatMap((loan) =>
    loan.instalments.map(({ dueDate, receipts }, index) => ({
      amountDueMinor: amountDueOn(loan, index, Number.POSITIVE_INFINITY),
      dueDate,
      receipts: receipts.map((receipt) => ({ ...receipt, recordedAt: 0 })),
      loan: loan.id,
      openedOn: loan.openedOn,
      restructured: false,
      currency: loan.currency,
    })),
  );
}

it('is what really became of every customer of the demo, whose lives are known', () => {
  const { customers } = generatePortfolio({
    seed: 11,
    asOf: AS_OF,
    historyMonthsMax: 24,
    customers: 3_000,
  });
  const seen = { good: 0, bad: 0, alreadyBad: 0, notExposed: 0 };
  for (const customer of customers) {
    const repayment = repaymentOf(instalmentsOf(customer), RULE);
    const standing = standingOn(repayment, AS_OF);
    // One whose first loan is still being decided on is not in the lender's books.
    if (standing === null) continue;
    const { outcome } = outcomeOf(repayment, standing, { badDays: 90, windowMonths: 12 });
    const truth = outcomeAfter(customer, AS_OF);
    expect([customer.referenceId, truth]).toEqual([
      customer.referenceId,
      outcome === 'alreadyBad' ? null : outcome === 'bad',
    ]);
    seen[outcome] += 1;
  }
  expect(seen.bad).toBeGreaterThan(150);
  expect(seen.good).toBeGreaterThan(1_500);
  expect(seen.alreadyBad).toBeGreaterThan(20);
});
