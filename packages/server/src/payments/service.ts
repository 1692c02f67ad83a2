import { type Kysely, sql } from 'kysely';
import { customerKeyOf } from '../audit/customer-keys.js';
import { differenceOf } from '../audit/difference.js';
import { type Change, logRow, recordChange } from '../audit/record-change.js';
import type { Context } from '../context.js';
import { customerIdToKeep, customerToTie, unknownCustomerOr } from '../customers/service.js';
import { newId } from '../db/ids.js';
import type { Tables } from '../db/tables.js';
import { inStatement, inTransaction, type Transaction } from '../db/transaction.js';
import { violatedUnique } from '../db/violations.js';
import { ConflictError, InvalidError, NotFoundError } from '../errors.js';
import type { Actor } from '../http/caller.js';
import type { ListRequest } from '../lists/request.js';
import { amountNumber, amountText } from './amount.js';
import { columnsOf, fieldsOf, NEW_PAYMENT, type PaymentFields, paymentOut } from './fields.js';
import {
  countPayments,
  deletePayment,
  findPayment,
  insertPayment,
  type PaymentRow,
  selectPayments,
  selectReceipts,
  updatePayment,
} from './queries.js';
import { appendReceipts, firstReceipt, type ReceiptRow } from './receipts.js';
import type { PaymentCreateIn, PaymentOut, PaymentUpdateIn } from './schemas.js';

async function withReceipts(
  db: Kysely<Tables>,
  rows: readonly PaymentRow[],
): Promise<PaymentOut[]> {
  const ids = rows.map((row) => row.id);
  const byPayment = new Map<string, ReceiptRow[]>(ids.map((id) => [id, []]));
  for (const receipt of await selectReceipts(db, ids))
    byPayment.get(receipt.payment_id)?.push(receipt);
  return rows.map((row) => paymentOut(row, byPayment.get(row.id) ?? []));
}

function notFound(id: string): NotFoundError {
  return new NotFoundError(`There is no payment with the id "${id.slice(0, 128)}".`);
}

function conflictOr(error: unknown): unknown {
  if (violatedUnique(error) !== 'payments_external_id_key') return error;
  const message = 'belongs to another payment already';
  return new ConflictError(`externalId: ${message}`, [{ field: 'externalId', message }]);
}

/** The fields with the body's over them, the customer found. Throws InvalidError for a paid amount without a day. */
function changedFields(
  before: PaymentFields,
  body: PaymentUpdateIn,
  customerId: string | null,
): PaymentFields {
  const { customer: _, amountDue, amountPaid, ...plain } = body;
  const after: PaymentFields = {
    ...before,
    ...plain,
    customer: customerId,
    ...(amountDue === undefined ? {} : { amountDue: amountText(amountDue) }),
    ...(amountPaid === undefined ? {} : { amountPaid: amountText(amountPaid) }),
  };
  if (amountNumber(after.amountPaid) > 0 && after.date === null)
    throw InvalidError.field(
      'date',
      'is required when amountPaid is above 0: the day of the receipt',
    );
  return after;
}

/** A payment's values are personal as soon as it is somebody's. */
function logged(
  action: string,
  payment: { id: string; customerId: string | null; customerKey?: Buffer | null },
  values: { fields: string[]; from?: object; to?: object },
): Change {
  const { fields, ...sides } = values;
  const change = { action, resource: 'payments', resourceId: payment.id };
  if (payment.customerId === null) return { ...change, changes: { fields, ...sides } };
  const { customerId, customerKey = null } = payment;
  return { ...change, customerId, customerKey, changes: { fields }, personal: sides };
}

async function readIn(db: Kysely<Tables>, id: string): Promise<PaymentOut> {
  const row = await findPayment(db, id);
  if (!row) throw notFound(id);
  return paymentOut(row, await selectReceipts(db, [id]));
}

export async function listPayments(context: Context, list: ListRequest): Promise<PaymentOut[]> {
  const db = context.db.kysely;
  return withReceipts(db, await selectPayments(db, list));
}

export async function paymentCount(
  context: Context,
  list: ListRequest,
): Promise<{ count: number }> {
  return { count: await countPayments(context.db.kysely, list) };
}

/** Throws NotFoundError. */
export async function readPayment(context: Context, id: string): Promise<PaymentOut> {
  return readIn(context.db.kysely, id);
}

/** Whose the payment is to be. Throws InvalidError for an unknown customer. */
async function customerAfter(
  trx: Transaction,
  before: PaymentFields,
  { customer }: PaymentUpdateIn,
): Promise<string | null> {
  if (customer === undefined) return before.customer;
  return customer === null ? null : customerIdToKeep(trx, customer);
}

/** Throws InvalidError (unknown customer, paid without a day) or ConflictError (externalId taken). */
export async function createPayment(
  context: Context,
  actor: Actor,
  body: PaymentCreateIn,
): Promise<PaymentOut> {
  const db = context.db.kysely;
  const customer =
    typeof body.customer === 'string' ? await customerToTie(db, body.customer) : null;
  const fields = changedFields(NEW_PAYMENT, body, customer?.id ?? null);
  const customerKey = customer && (await customerKeyOf(db, context.secrets, customer.id));
  const [id, at, by] = [newId(), new Date(), actor.username];
  const authorship = { created_by: by, updated_by: by, created_at: at, updated_at: at };
  const row = { id, ...columnsOf(fields), published_at: at, ...authorship };
  const payment = { id, customerId: fields.customer, customerKey };
  const change = logged('create', payment, { fields: Object.keys(body), to: fields });
  try {
    const receipt = firstReceipt({ id, paid: fields.amountPaid, date: fields.date }, at);
    const rows = { payments: row, receipts: receipt, logs: logRow(actor, change, at) };
    await inStatement(context.db, (statement) => insertPayment(statement, rows));
    return paymentOut({ ...row, reference_id: customer?.referenceId ?? null }, [receipt]);
  } catch (error) {
    throw conflictOr(unknownCustomerOr(error));
  }
}

/**
 * Changes what the body holds; another amountPaid adds a receipt. The body is read once the payment is
 * known to exist. Throws NotFoundError, what reading throws, InvalidError or ConflictError.
 */
export async function changePayment(
  context: Context,
  actor: Actor,
  change: { id: string; readBody: () => PaymentUpdateIn },
): Promise<PaymentOut> {
  const { id } = change;
  return inTransaction(context.db, async (trx) => {
    const row = await findPayment(trx, id, { lock: true });
    if (!row) throw notFound(id);
    const before = fieldsOf(row);
    const body = change.readBody();
    const after = changedFields(before, body, await customerAfter(trx, before, body));
    const { fields, from, to } = differenceOf(before, after);
    if (fields.length === 0) return readIn(trx, id);
    const at = new Date();
    await appendReceipts(
      trx,
      sql`select ${id}::uuid as payment_id,
        ${before.amountPaid}::numeric as old_paid, ${before.date}::date as old_date,
        ${after.amountPaid}::numeric as new_paid, ${after.date}::date as new_date`,
      at,
    );
    const authorship = { updated_by: actor.username, updated_at: at };
    await updatePayment(trx, id, { ...columnsOf(after), ...authorship });
    const customerId = after.customer ?? before.customer;
    const entry = logged('update', { id, customerId }, { fields, from, to });
    await recordChange(trx, context.secrets, actor, entry);
    return readIn(trx, id);
  }).catch((error: unknown) => {
    throw conflictOr(error);
  });
}

/** Removes a payment and its receipts. Throws NotFoundError. */
export async function removePayment(context: Context, actor: Actor, id: string): Promise<number> {
  return inTransaction(context.db, async (trx) => {
    const row = await findPayment(trx, id, { lock: true });
    if (!row) throw notFound(id);
    await deletePayment(trx, id);
    const payment = { id, customerId: row.customer_id };
    const entry = logged('delete', payment, { fields: [], from: fieldsOf(row) });
    await recordChange(trx, context.secrets, actor, entry);
    return 1;
  });
}
