import type { Insertable } from 'kysely';
import { newId } from '../db/ids.js';
import { preparedInsert } from '../db/prepared.js';
import type { LogsTable } from '../db/tables.js';
import type { Transaction } from '../db/transaction.js';
import type { Actor } from '../http/caller.js';
import { encrypt, type Secrets } from '../secrets.js';
import { customerKeys } from './customer-keys.js';

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
  /** Their key, where it was read before; otherwise it is read, or made, in the transaction. */
  customerKey?: Buffer | null;
  /** Old and new personal values. */
  personal?: Readonly<Record<string, unknown>>;
}

function sealPersonal(keys: ReadonlyMap<string, Buffer>, change: Change): Buffer | null {
  if (!change.customerId || !change.personal) return null;
  const key = change.customerKey ?? keys.get(change.customerId);
  if (key === undefined) throw new Error(`Customer ${change.customerId} has no key.`);
  return encrypt(key, Buffer.from(JSON.stringify(change.personal)));
}

const insertLog = preparedInsert('logs', [
  ...(['id', 'at', 'actor', 'actor_id', 'api_token_id', 'address', 'request_id'] as const),
  ...(['action', 'resource', 'resource_id', 'customer_id', 'changes', 'personal'] as const),
]);

type LogRow = Insertable<LogsTable>;

/** Writes the log rows of changes in the transaction of the changes, so that neither exists without the other. */
export async function recordChanges(
  trx: Transaction,
  secrets: Secrets,
  actor: Actor,
  changes: readonly Change[],
): Promise<void> {
  if (changes.length === 0) return;
  const sealed = changes.flatMap(({ customerId, customerKey, personal }) =>
    customerId && personal && !customerKey ? [customerId] : [],
  );
  const keys = await customerKeys(trx, secrets, sealed);
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
  if (first !== undefined && others.length === 0) await insertLog(trx, first);
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
