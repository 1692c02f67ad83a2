import type { Insertable, Kysely, Selectable } from 'kysely';
import { batchedRead } from '../db/batched.js';
import { preparedQuery } from '../db/prepared.js';
import { isStorable } from '../db/storable-text.js';
import type { CustomersTable, Tables } from '../db/tables.js';
import type { Transaction } from '../db/transaction.js';
import { countOf, rowsOf } from '../lists/apply.js';
import type { ListRequest } from '../lists/request.js';
import { isUuid } from '../lists/value.js';

export type CustomerRow = Selectable<CustomersTable>;

/** How many records went with an erased customer. */
export interface RemovedRecords {
  payments: number;
  outcomes: number;
}

export async function selectCustomers(
  db: Kysely<Tables>,
  list: ListRequest,
): Promise<CustomerRow[]> {
  return rowsOf(db, db.selectFrom('customers').selectAll(), list);
}

export async function countCustomers(db: Kysely<Tables>, list: ListRequest): Promise<number> {
  const query = db.selectFrom('customers').select((eb) => eb.fn.countAll<number>().as('count'));
  return countOf(query, list);
}

/** A customer as far as scoring needs them. */
export type CustomerToScore = Pick<CustomerRow, 'id' | 'reference_id' | 'attributes'>;

const byReferences = preparedQuery<CustomerToScore>(
  'customers-by-reference',
  'select id, reference_id, attributes from customers where reference_id = any($1::text[])',
);

/** The customers with these references, in any order; a reference that is nobody's has none. */
export async function findCustomersByReference(
  db: Kysely<Tables>,
  referenceIds: readonly string[],
): Promise<CustomerToScore[]> {
  return byReferences(db, referenceIds);
}

const byIds = preparedQuery<CustomerToScore>(
  'customers-by-id',
  'select id, reference_id, attributes from customers where id = any($1::uuid[])',
);

const withReference = batchedRead(byReferences, (row) => row.reference_id);
const withId = batchedRead(byIds, (row) => row.id);

/** The customer with this reference; null when there is none. */
export async function findCustomerByReference(
  db: Kysely<Tables>,
  referenceId: string,
): Promise<Readonly<CustomerToScore> | null> {
  // PostgreSQL refuses the character rather than finding nothing, also for those who ask beside.
  return isStorable(referenceId) ? withReference(db, referenceId) : null;
}

/** The customer of that id, else of that referenceId, as far as scoring needs them. */
export async function findCustomerToScore(
  db: Kysely<Tables>,
  name: string,
): Promise<Readonly<CustomerToScore> | null> {
  const byId = isUuid(name) ? await withId(db, name.toLowerCase()) : null;
  return byId ?? findCustomerByReference(db, name);
}

/** What a transaction keeps others from doing to the row: changing it, or only deleting it. */
export type CustomerLock = 'none' | 'change' | 'delete';

/** The customer of that id, else of that referenceId; null when there is none. */
export async function findCustomer(
  db: Kysely<Tables>,
  name: string,
  lock: CustomerLock = 'none',
): Promise<CustomerRow | null> {
  // PostgreSQL refuses the character rather than finding nothing.
  if (!isStorable(name)) return null;
  const all = db.selectFrom('customers').selectAll();
  const query = lock === 'none' ? all : lock === 'change' ? all.forUpdate() : all.forKeyShare();
  const byId = isUuid(name) && (await query.where('id', '=', name).executeTakeFirst());
  return byId || ((await query.where('reference_id', '=', name).executeTakeFirst()) ?? null);
}

export async function insertCustomer(
  trx: Transaction,
  row: Insertable<CustomersTable>,
): Promise<CustomerRow> {
  return trx.insertInto('customers').values(row).returningAll().executeTakeFirstOrThrow();
}

export async function updateCustomer(
  trx: Transaction,
  id: string,
  row: Partial<Insertable<CustomersTable>>,
): Promise<CustomerRow> {
  return trx
    .updateTable('customers')
    .set(row)
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirstOrThrow();
}

/** Removes a locked customer with their payments and outcomes. */
export async function deleteCustomer(trx: Transaction, id: string): Promise<RemovedRecords> {
  const outcomes = await trx
    .deleteFrom('outcomes')
    .where('customer_id', '=', id)
    .executeTakeFirst();
  const payments = await trx
    .deleteFrom('payments')
    .where('customer_id', '=', id)
    .executeTakeFirst();
  await trx.deleteFrom('customers').where('id', '=', id).execute();
  return {
    payments: Number(payments.numDeletedRows),
    outcomes: Number(outcomes.numDeletedRows),
  };
}
