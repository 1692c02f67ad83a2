import type { Insertable } from 'kysely';
import { newId } from '../db/ids.js';
import { preparedInserts } from '../db/prepared.js';
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
  /** That key, for `logRow`; `recordChange` reads or makes it. */
  customerKey?: Buffer | null;
  /** Old and new personal values. */
  personal?: Readonly<Record<string, unknown>>;
}

/** Columns of a log row, for a statement that writes one beside a record. */
export const LOG_COLUMNS = [
  ...(['id', 'at', 'actor', 'actor_id', 'api_token_id', 'address', 'request_id'] as const),
  ...(['action', 'resource', 'resource_id', 'customer_id', 'changes', 'personal'] as const),
] as const;

type LogRow = Insertable<LogsTable>;

const insertLog = preparedInserts('insert-log', { logs: LOG_COLUMNS });

function sealPersonal({ customerId, customerKey, personal }: Change): Buffer | null {
  if (!customerId || !personal) return null;
  if (!customerKey) throw new Error(`Customer ${customerId} has no key.`);
  return encrypt(customerKey, Buffer.from(JSON.stringify(personal)));
}

/** The log row of a change whose customer's key, where it needs one, was read. */
export function logRow(actor: Actor, change: Change, at: Date): LogRow {
  return {
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
    personal: sealPersonal(change),
  };
}

/** Writes the log rows of changes in the transaction of the changes, so that neither exists without the other. */
export async function recordChanges(
  trx: Transaction,
  secrets: Secrets,
  actor: Actor,
  changes: readonly Change[],
): Promise<void> {
  if (changes.length === 0) return;
  const sealed = changes.flatMap(({ customerId, personal }) =>
    customerId && personal ? [customerId] : [],
  );
  const keys = await customerKeys(trx, secrets, sealed);
  const at = new Date();
  const rows = changes.map((change) => {
    const customerKey = keys.get(change.customerId ?? '') ?? null;
    return logRow(actor, { ...change, customerKey }, at);
  });
  const [first, ...others] = rows;
  if (first !== undefined && others.length === 0) await insertLog(trx, { logs: first });
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
