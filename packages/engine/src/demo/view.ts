import type { AttributeValue, Day } from '../features/history.js';
import type { Country } from './countries.js';
import type { DemoCustomer } from './customer.js';
import type { DemoLoan } from './loan.js';
import { amountDueOn } from './loan.js';
import type { Schedule } from './schedule.js';

/** One row of the lender's payment file, as the lender knew it on the day of the view. */
export interface DemoPayment {
  externalId: string;
  amountDueMinor: number;
  /** The sum of all receipts until then. */
  amountPaidMinor: number;
  dueDate: Day;
  /** Of the last receipt; null while there is none. */
  date: Day | null;
  restructured: boolean;
}

export interface DemoLoanView extends Schedule {
  id: string;
  currency: string;
  payments: readonly DemoPayment[];
}

/** All that was known of a customer on a day: nothing here depends on what came later. */
export interface DemoView {
  asOf: Day;
  country: Country;
  attributes: Readonly<Record<string, AttributeValue>>;
  /** With the loan, if any, that is being decided on and opens on the next day. */
  loans: readonly DemoLoanView[];
}

/** What the lender knows of a customer at the end of a day. */
export function viewOn(customer: DemoCustomer, day: Day): DemoView {
  return {
    asOf: day,
    country: customer.country,
    attributes: customer.attributes,
    loans: customer.loans
      .filter(({ openedOn }) => openedOn <= day + 1)
      .map((loan) => viewLoan(loan, day)),
  };
}

function viewLoan(loan: DemoLoan, day: Day): DemoLoanView {
  const { id, currency, openedOn, cadence, dueDayOfMonth, instalmentCount, firstSlot } = loan;
  return {
    ...{ id, currency, openedOn, cadence, dueDayOfMonth, instalmentCount, firstSlot },
    payments: loan.instalments.map((_, index) => viewPayment(loan, index, day)),
  };
}

function viewPayment(loan: DemoLoan, index: number, day: Day): DemoPayment {
  const { dueDate, receipts } = loan.instalments[index];
  const known = receipts.filter(({ receivedOn }) => receivedOn <= day);
  const { restructured } = loan;
  return {
    externalId: `${loan.id}-${index + 1}`,
    amountDueMinor: amountDueOn(loan, index, day),
    amountPaidMinor: known.reduce((sum, { amountMinor }) => sum + amountMinor, 0),
    dueDate,
    date: known.length > 0 ? known[known.length - 1].receivedOn : null,
    restructured:
      restructured !== null && restructured.on <= day && index >= restructured.closedFrom,
  };
}
