import { type Kysely, sql } from 'kysely';
import type { Database } from '../db/connect.js';
import type { Tables } from '../db/tables.js';
import { inTransaction } from '../db/transaction.js';
import { returnJobs } from './queue.js';

/** First half of the advisory lock of a worker; the second is the hash of its id. */
const LIFE_LOCK_CLASS = 0x6d616a;

/** The one connection that a worker lives on. */
export interface LifeConnection {
  query(text: string, values?: unknown[]): Promise<unknown>;
  on(event: 'error', listener: (error: Error) => void): unknown;
  once(event: 'end', listener: () => void): unknown;
}

/**
 * Marks a worker as alive for as long as the connection lives: the database drops the lock when the
 * process dies, also by `kill -9`, and within a minute when its machine does.
 */
export async function holdLife(client: LifeConnection, workerId: string): Promise<void> {
  await client.query(
    'set tcp_keepalives_idle = 15; set tcp_keepalives_interval = 5; set tcp_keepalives_count = 3',
  );
  await client.query('select pg_advisory_lock($1, hashtext($2))', [LIFE_LOCK_CLASS, workerId]);
}

/**
 * Gives back the jobs of workers that no longer live; the library alone would wait for four hours.
 * Returns the ids of those workers.
 */
export async function freeJobsOfDeadWorkers(db: Database): Promise<string[]> {
  return inTransaction(db, async (trx) => {
    const { rows } = await sql<{ worker_id: string }>`
      select locked_by as worker_id from graphile_worker.jobs
      where locked_by is not null group by locked_by
      having pg_try_advisory_xact_lock(${LIFE_LOCK_CLASS}, hashtext(locked_by))`.execute(trx);
    const workerIds = rows.map((row) => row.worker_id);
    await returnJobs(trx, workerIds);
    return workerIds;
  });
}

/** How many workers of this database live, in this process and others. */
export async function countLivingWorkers(db: Kysely<Tables>): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count
    from pg_locks join pg_database on pg_database.oid = pg_locks.database
    where datname = current_database() and locktype = 'advisory' and granted
      and classid = ${LIFE_LOCK_CLASS} and objsubid = 2`.execute(db);
  return rows[0].count;
}
