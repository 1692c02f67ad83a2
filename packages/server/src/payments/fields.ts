import { amountNumber } from './amount.js';
import type { PaymentRow } from './queries.js';
import type { ReceiptRow } from './receipts.js';
import type { PaymentOut } from './schemas.js';

/** What callers may set, complete; amounts as the database keeps them, the customer by id. */
export interface PaymentFields {
  customer: string | null;
  externalId: string | null;
  loan: string | null;
  amountDue: string;
  amountPaid: string;
  dueDate: string;
  date: string | null;
  openedOn: string | null;
  restructured: boolean;
  currency: string | null;
}

export function fieldsOf(row: PaymentRow): PaymentFields {
  return {
    customer: row.customer_id,
    externalId: row.external_id,
    loan: row.loan,
    amountDue: row.amount_due,
    amountPaid: row.amount_paid,
    dueDate: row.due_date,
    date: row.date,
    openedOn: row.opened_on,
    restructured: row.restructured,
    currency: row.currency,
  };
}

export function columnsOf(fields: PaymentFields) {
  return {
    customer_id: fields.customer,
    external_id: fields.externalId,
    loan: fields.loan,
    amount_due: fields.amountDue,
    amount_paid: fields.amountPaid,
    due_date: fields.dueDate,
    date: fields.date,
    opened_on: fields.openedOn,
    restructured: fields.restructured,
    currency: fields.currency,
  };
}

export function paymentOut(row: PaymentRow, receipts: readonly ReceiptRow[]): PaymentOut {
  const { customer, ...fields } = fieldsOf(row);
  return {
    id: row.id,
    ...fields,
    customer: customer === null ? null : { id: customer, referenceId: row.reference_id ?? '' },
    amountDue: amountNumber(row.amount_due),
    amountPaid: amountNumber(row.amount_paid),
    receipts: receipts.map((receipt) => ({
      amount: amountNumber(receipt.amount),
      receivedOn: receipt.received_on,
      recordedAt: receipt.recorded_at,
    })),
    published_at: row.published_at,
    created_by: row.created_by,
    updated_by: row.updated_by,
    created_at: row.created_at,
    updated_at: row.updated_at,
  };
}

/** A payment of which nothing is said yet. */
export const NEW_PAYMENT: PaymentFields = {
  customer: null,
  externalId: null,
  loan: null,
  amountDue: '0.00',
  amountPaid: '0.00',
  dueDate: '',
  date: null,
  openedOn: null,
  restructured: false,
  currency: null,
};
