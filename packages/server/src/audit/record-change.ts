import { randomBytes } from 'node:crypto';
import type { Insertable } from 'kysely';
import { newId } from '../db/ids.js';
import { preparedQuery } from '../db/prepared.js';
import type { LogsTable } from '../db/tables.js';
import type { Transaction } from '../db/transaction.js';
import type { Actor } from '../http/caller.js';
import { encrypt, type Secrets, unwrap } from '../secrets.js';

/** One change of one record, or one bulk action, as the audit log keeps it. */
export interface Change {
  action: string;
  /** The collection, for example `users`. */
  resource: string;
  resourceId: string | null;
  /** Set where the values are a person's: then `personal` is encrypted with that customer's key. */
  customerId?: string;
  /** Values without secrets and without anything personal. */
  changes?: Readonly<Record<string, unknown>>;
  /** Old and new personal values. */
  personal?: Readonly<Record<string, unknown>>;
}

interface StoredKey {
  customer_id: string;
  wrapped_key: Buffer;
}

const storedKeys = preparedQuery<StoredKey>(
  'customer-keys',
  'select customer_id, wrapped_key from customer_keys where customer_id = any($1::uuid[])',
);

/** Makes keys for customers who have none; of two that do so at once, one wins. */
async function makeKeys(
  trx: Transaction,
  secrets: Secrets,
  customerIds: readonly string[],
): Promise<void> {
  const made = customerIds.map((id) => ({
    customer_id: id,
    wrapped_key: encrypt(secrets.wrappingKey, randomBytes(32)),
  }));
  await trx
    .insertInto('customer_keys')
    .values(made)
    .onConflict((conflict) => conflict.column('customer_id').doNothing())
    .execute();
}

/** The keys of these customers, made where there are none; in order of the ids, so that writers do not deadlock. */
async function customerKeys(
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

function sealPersonal(keys: ReadonlyMap<string, Buffer>, change: Change): Buffer | null {
  if (!change.customerId || !change.personal) return null;
  const key = keys.get(change.customerId);
  if (key === undefined) throw new Error(`Customer ${change.customerId} has no key.`);
  return encrypt(key, Buffer.from(JSON.stringify(change.personal)));
}

const LOG_COLUMNS = [
  ...(['id', 'at', 'actor', 'actor_id', 'api_token_id', 'address', 'request_id'] as const),
  ...(['action', 'resource', 'resource_id', 'customer_id', 'changes', 'personal'] as const),
];

type LogRow = Pick<Insertable<LogsTable>, (typeof LOG_COLUMNS)[number]>;

const insertLog = preparedQuery(
  'insert-log',
  `insert into logs (${LOG_COLUMNS.join(', ')}) values (${LOG_COLUMNS.map((_, i) => `$${i + 1}`).join(', ')})`,
);

async function insertOne(trx: Transaction, row: LogRow): Promise<void> {
  await insertLog(trx, ...LOG_COLUMNS.map((column) => row[column]));
}

/** Writes the log rows of changes in the transaction of the changes, so that neither exists without the other. */
export async function recordChanges(
  trx: Transaction,
  secrets: Secrets,
  actor: Actor,
  changes: readonly Change[],
): Promise<void> {
  if (changes.length === 0) return;
  const personal = changes.flatMap(({ customerId, personal }) =>
    customerId && personal ? [customerId] : [],
  );
  const keys = await customerKeys(trx, secrets, personal);
  const at = new Date();
  const rows = changes.map(
    (change): LogRow => ({
      id: newId(),
      at,
      actor: actor.username,
      actor_id: actor.userId,
      api_token_id: actor.apiTokenId,
      address: actor.address,
      request_id: actor.requestId,
      action: change.action,
      resource: change.resource,
      resource_id: change.resourceId,
      customer_id: change.customerId ?? null,
      changes: JSON.stringify(change.changes ?? {}),
      personal: sealPersonal(keys, change),
    }),
  );
  const [first, ...others] = rows;
  if (first !== undefined && others.length === 0) await insertOne(trx, first);
  else await trx.insertInto('logs').values(rows).execute();
}

/** Writes the log row of one change in its transaction. */
export async function recordChange(
  trx: Transaction,
  secrets: Secrets,
  actor: Actor,
  change: Change,
): Promise<void> {
  await recordChanges(trx, secrets, actor, [change]);
}

/** Destroys the key of a customer, which makes the personal values in the log unreadable for ever. */
export async function destroyCustomerKey(trx: Transaction, customerId: string): Promise<void> {
  await trx.deleteFrom('customer_keys').where('customer_id', '=', customerId).execute();
}
