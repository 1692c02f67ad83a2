import { type Kysely, type Selectable, sql } from 'kysely';
import type { IdempotencyKeysTable, Tables } from '../db/tables.js';
import type { Transaction } from '../db/transaction.js';

export type IdempotencyRow = Selectable<IdempotencyKeysTable>;

/** One try to carry out a request. */
export interface Attempt {
  id: Buffer;
  attempt: string;
}

const PURGED_MAX = 100;

/** Forgets some of the keys that have expired. */
export async function purgeKeys(db: Kysely<Tables>, now: Date): Promise<void> {
  await sql`delete from idempotency_keys where id in (
      select id from idempotency_keys where expires_at < ${now}
      limit ${sql.lit(PURGED_MAX)} for update skip locked)`.execute(db);
}

/**
 * Takes a key for an attempt: one that is new, has expired, or whose attempt took so long that its server must have
 * died before the change. Returns whether it was taken.
 */
export async function takeKey(
  db: Kysely<Tables>,
  wanted: Attempt & { requestHash: Buffer; attemptEndsAt: Date; expiresAt: Date },
  now: Date,
): Promise<boolean> {
  const { id, attempt, requestHash, attemptEndsAt, expiresAt } = wanted;
  const { rows } = await sql`insert into idempotency_keys as known
      (id, request_hash, attempt, attempt_ends_at, expires_at)
    values (${id}, ${requestHash}, ${attempt}, ${attemptEndsAt}, ${expiresAt})
    on conflict (id) do update set request_hash = excluded.request_hash,
      attempt = excluded.attempt, attempt_ends_at = excluded.attempt_ends_at,
      expires_at = excluded.expires_at, done_at = null, status = null, answer = null
    where known.expires_at < ${now}
      or (known.done_at is null and known.attempt_ends_at < ${now}
        and known.request_hash = excluded.request_hash)
    returning id`.execute(db);
  return rows.length > 0;
}

export async function findKey(db: Kysely<Tables>, id: Buffer): Promise<IdempotencyRow | null> {
  const row = await db
    .selectFrom('idempotency_keys')
    .selectAll()
    .where('id', '=', id)
    .executeTakeFirst();
  return row ?? null;
}

/** Notes in the transaction of the change that it is done; false when another attempt has taken over. */
export async function markDone(trx: Transaction, { id, attempt }: Attempt): Promise<boolean> {
  const result = await trx
    .updateTable('idempotency_keys')
    .set({ done_at: new Date() })
    .where('id', '=', id)
    .where('attempt', '=', attempt)
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
}

/** Whether the transaction has written anything yet. */
export async function hasWritten(trx: Transaction): Promise<boolean> {
  const { rows } = await sql<{ written: boolean }>`
    select pg_current_xact_id_if_assigned() is not null as written`.execute(trx);
  return rows[0]?.written === true;
}

export async function keepAnswer(
  db: Kysely<Tables>,
  { id, attempt }: Attempt,
  answer: { status: number; sealed: Buffer },
): Promise<void> {
  await db
    .updateTable('idempotency_keys')
    .set({ done_at: new Date(), status: answer.status, answer: answer.sealed })
    .where('id', '=', id)
    .where('attempt', '=', attempt)
    .execute();
}

/** Forgets an attempt that changed nothing, so that the key can be used again. */
export async function dropKey(db: Kysely<Tables>, { id, attempt }: Attempt): Promise<void> {
  await db
    .deleteFrom('idempotency_keys')
    .where('id', '=', id)
    .where('attempt', '=', attempt)
    .where('done_at', 'is', null)
    .execute();
}
