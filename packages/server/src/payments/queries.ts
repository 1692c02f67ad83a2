import type { Insertable, Kysely, Selectable } from 'kysely';
import { LOG_COLUMNS } from '../audit/record-change.js';
import { preparedByText, preparedInserts, preparedQuery } from '../db/prepared.js';
import type { PaymentsTable, Tables } from '../db/tables.js';
import type { Transaction } from '../db/transaction.js';
import { countOf, rowsOf } from '../lists/apply.js';
import type { ListRequest } from '../lists/request.js';
import { isUuid } from '../lists/value.js';
import type { ReceiptRow } from './receipts.js';

/** A payment with its customer's name. */
export interface PaymentRow extends Selectable<PaymentsTable> {
  reference_id: string | null;
}

function payments(db: Kysely<Tables>) {
  return db
    .selectFrom('payments')
    .leftJoin('customers', 'customers.id', 'payments.customer_id')
    .select(['payments.id', 'payments.customer_id', 'payments.external_id', 'payments.loan'])
    .select(['payments.amount_due', 'payments.amount_paid', 'payments.due_date', 'payments.date'])
    .select(['payments.opened_on', 'payments.restructured', 'payments.currency'])
    .select(['payments.published_at', 'payments.created_by', 'payments.updated_by'])
    .select(['payments.created_at', 'payments.updated_at', 'customers.reference_id']);
}

export async function selectPayments(db: Kysely<Tables>, list: ListRequest): Promise<PaymentRow[]> {
  return rowsOf(db, payments(db), list);
}

export async function countPayments(db: Kysely<Tables>, list: ListRequest): Promise<number> {
  const query = db
    .selectFrom('payments')
    .leftJoin('customers', 'customers.id', 'payments.customer_id')
    .select((eb) => eb.fn.countAll<number>().as('count'));
  return countOf(query, list);
}

const paymentById = preparedByText('payment-by-id', (db, id) =>
  payments(db).where('payments.id', '=', id),
);

/** Null when there is no payment of that id, or the text is no id. */
export async function findPayment(
  db: Kysely<Tables>,
  id: string,
  options: { lock?: boolean } = {},
): Promise<PaymentRow | null> {
  if (!isUuid(id)) return null;
  if (!options.lock) return (await paymentById(db, id))[0] ?? null;
  const locked = payments(db).where('payments.id', '=', id).forUpdate('payments');
  return (await locked.executeTakeFirst()) ?? null;
}

const receiptsOf = preparedQuery<ReceiptRow>(
  'receipts-of-payments',
  `select payment_id, amount, received_on, recorded_at from receipts
   where payment_id = any($1::uuid[]) order by payment_id, sequence`,
);

/** The receipts of these payments, in the order in which they were recorded. */
export async function selectReceipts(
  db: Kysely<Tables>,
  paymentIds: readonly string[],
): Promise<ReceiptRow[]> {
  return receiptsOf(db, paymentIds);
}

/** Stores a new payment with its first receipt and its log row. */
export const insertPayment = preparedInserts('insert-payment', {
  payments: [
    ...(['id', 'customer_id', 'external_id', 'loan', 'amount_due', 'amount_paid'] as const),
    ...(['due_date', 'date', 'opened_on', 'restructured', 'currency', 'published_at'] as const),
    ...(['created_by', 'updated_by', 'created_at', 'updated_at'] as const),
  ],
  receipts: ['payment_id', 'sequence', 'amount', 'received_on', 'recorded_at'],
  logs: LOG_COLUMNS,
});

export async function updatePayment(
  trx: Transaction,
  id: string,
  row: Partial<Insertable<PaymentsTable>>,
): Promise<void> {
  await trx.updateTable('payments').set(row).where('id', '=', id).execute();
}

export async function deletePayment(trx: Transaction, id: string): Promise<void> {
  await trx.deleteFrom('payments').where('id', '=', id).execute();
}
