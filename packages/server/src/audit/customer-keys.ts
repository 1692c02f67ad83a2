import { randomBytes } from 'node:crypto';
import type { Kysely } from 'kysely';
import { batchedRead } from '../db/batched.js';
import { preparedQuery } from '../db/prepared.js';
import type { Tables } from '../db/tables.js';
import type { Transaction } from '../db/transaction.js';
import { encrypt, type Secrets, unwrap } from '../secrets.js';

const KEY_BYTES = 32;

interface StoredKey {
  customer_id: string;
  wrapped_key: Buffer;
}

const storedKeys = preparedQuery<StoredKey>(
  'customer-keys',
  'select customer_id, wrapped_key from customer_keys where customer_id = any($1::uuid[])',
);

/** A new key of one customer, wrapped for the database. */
function newKey({ wrappingKey }: Secrets): Buffer {
  return encrypt(wrappingKey, randomBytes(KEY_BYTES));
}

/** Makes keys for customers who have none; of two that do so at once, one wins. */
async function makeKeys(
  trx: Transaction,
  secrets: Secrets,
  customerIds: readonly string[],
): Promise<void> {
  const made = customerIds.map((id) => ({ customer_id: id, wrapped_key: newKey(secrets) }));
  await trx
    .insertInto('customer_keys')
    .values(made)
    .onConflict((conflict) => conflict.column('customer_id').doNothing())
    .execute();
}

const storedKey = batchedRead(storedKeys, (row) => row.customer_id);

const insertKey = preparedQuery<never>(
  'insert-customer-key',
  `insert into customer_keys (customer_id, wrapped_key)
   select id, $2 from customers where id = $1 on conflict (customer_id) do nothing`,
);

/**
 * The key of a customer, made where there is none, for a statement that ties a record to them. Who was erased has
 * none: what is sealed for them is refused with the record, by its foreign key, and so is any key.
 */
export async function customerKeyOf(
  db: Kysely<Tables>,
  secrets: Secrets,
  customerId: string,
): Promise<Buffer> {
  let row = await storedKey(db, customerId);
  if (row === null) {
    await insertKey(db, customerId, newKey(secrets));
    row = await storedKey(db, customerId);
  }
  return row === null ? randomBytes(KEY_BYTES) : unwrap(secrets, row.wrapped_key);
}

/** The keys of these customers, made where there are none; in order of the ids, so that writers do not deadlock. */
export async function customerKeys(
  trx: Transaction,
  secrets: Secrets,
  customerIds: readonly string[],
): Promise<Map<string, Buffer>> {
  const ids = [...new Set(customerIds)].sort();
  if (ids.length === 0) return new Map();
  const known = await storedKeys(trx, ids);
  if (known.length < ids.length) {
    const has = new Set(known.map((row) => row.customer_id));
    const missing = ids.filter((id) => !has.has(id));
    await makeKeys(trx, secrets, missing);
    known.push(...(await storedKeys(trx, missing)));
  }
  return new Map(known.map((row) => [row.customer_id, unwrap(secrets, row.wrapped_key)]));
}

/** Destroys the key of a customer, which makes the personal values in the log unreadable for ever. */
export async function destroyCustomerKey(trx: Transaction, customerId: string): Promise<void> {
  await trx.deleteFrom('customer_keys').where('customer_id', '=', customerId).execute();
}
