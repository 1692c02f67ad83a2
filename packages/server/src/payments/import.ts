import type { Static } from 'typebox';
import Type from 'typebox';
import { stagedCustomer } from '../customers/staged-customer.js';
import type { FieldError } from '../errors.js';
import { BOOLEAN_RULE } from '../imports/advice.js';
import type { ImportTarget } from '../imports/target.js';
import { AMOUNT_RULE, amountText } from './amount.js';
import { findChanges, match, rejections, store } from './import-queries.js';
import { PaymentCreate } from './schemas.js';

const PaymentRow = Type.Partial(PaymentCreate);

/** Without an externalId a row is known by what it is an instalment of. */
function problems(record: Static<typeof PaymentRow>): FieldError[] {
  if (record.externalId != null) return [];
  const needed = ['amountDue', 'dueDate'] as const;
  return needed
    .filter((field) => record[field] === undefined)
    .map((field) => ({ field, message: 'is required' }));
}

function amountOrNull(amount: number | undefined): string | null {
  return amount === undefined ? null : amountText(amount);
}

/**
 * Payments from CSV: by externalId where there is one, else by customer, loan, dueDate, amountDue and the
 * how-manieth such row of the file it is.
 */
export const paymentsImport: ImportTarget<typeof PaymentRow> = {
  collection: 'payments',
  row: PaymentRow,
  columnsRequired: [],
  attributes: null,
  advice: { amountDue: AMOUNT_RULE, amountPaid: AMOUNT_RULE, restructured: BOOLEAN_RULE },
  problems,
  stagedColumns: {
    ...stagedCustomer.columns,
    external_id: 'text',
    loan: 'text',
    amount_due: 'numeric(14,2)',
    amount_paid: 'numeric(14,2)',
    due_date: 'date',
    date: 'date',
    opened_on: 'date',
    restructured: 'boolean',
    currency: 'text',
  },
  stage: (record) => [
    ...stagedCustomer.values(record.customer),
    record.externalId ?? null,
    record.loan ?? null,
    amountOrNull(record.amountDue),
    amountOrNull(record.amountPaid),
    record.dueDate ?? null,
    record.date ?? null,
    record.openedOn ?? null,
    record.restructured ?? null,
    record.currency ?? null,
  ],
  match,
  rejections,
  findChanges,
  store,
};
