import { type Kysely, sql } from 'kysely';
import type { AccountMailOrder } from '../auth/account-mail-order.js';
import type { Tables } from '../db/tables.js';
import type { Transaction } from '../db/transaction.js';

/** Work that is done later, by name, and what each kind must be told. */
export interface JobPayloads {
  training: { trainingId: string };
  'waiting-reports': Record<string, never>;
  'account-mail': AccountMailOrder;
  mail: { mailId: string };
  'report-batch': { batchId: string };
}

export type JobName = keyof JobPayloads;

/**
 * Puts work into the queue in the transaction of the record, so that both exist or neither does.
 * A waiting job with the same key is replaced, so that the same work is not queued twice. Without `runAt` it is
 * done as soon as a worker is free.
 */
export async function addJob<Name extends JobName>(
  trx: Transaction,
  name: Name,
  job: { payload: JobPayloads[Name]; key: string; runAt?: Date },
): Promise<void> {
  await sql`select graphile_worker.add_job(
    ${name}, payload := ${JSON.stringify(job.payload)}::json, job_key := ${job.key},
    run_at := ${job.runAt ?? null}::timestamptz)`.execute(trx);
}

/** Takes a job back out of the queue; one that runs already is not run again after it. */
export async function removeJob(trx: Transaction, key: string): Promise<void> {
  await sql`select graphile_worker.remove_job(${key})`.execute(trx);
}

/** Makes the jobs of these workers free to be taken at once, as if they had not been tried. */
export async function returnJobs(trx: Transaction, workerIds: readonly string[]): Promise<void> {
  if (workerIds.length === 0) return;
  const ids = sql`${workerIds}::text[]`;
  const held = await sql<{ id: string }>`
    select id::text from graphile_worker.jobs where locked_by = any(${ids})`.execute(trx);
  await sql`select graphile_worker.force_unlock_workers(${ids})`.execute(trx);
  await sql`select count(*) from graphile_worker.reschedule_jobs(
    ${held.rows.map((row) => row.id)}::bigint[], run_at := now(), attempts := 0)`.execute(trx);
}

/** Fails where jobs cannot be looked for: the queue was never installed, or the database is away. */
export async function probeQueue(db: Kysely<Tables>): Promise<void> {
  await sql`select from graphile_worker.jobs limit 1`.execute(db);
}
