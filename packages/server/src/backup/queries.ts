import { type Kysely, sql } from 'kysely';
import type { CopyTarget } from '../db/copy.js';
import type { KnownMigration } from '../db/migrate.js';
import type { Tables } from '../db/tables.js';
import type { Transaction } from '../db/transaction.js';
import type { QueuedJob } from './format.js';

/** What the migrations keep about themselves: a restored database has it from them. */
const OWN_TABLE = 'schema_migrations';

interface TableRow {
  table: string;
  columns: string[];
  /** Tables that its foreign keys name. */
  needs: string[];
}

/** The tables of the installation, each after those that its foreign keys name, so that rows go in as they come. */
export async function tablesInOrder(db: Kysely<Tables>): Promise<CopyTarget[]> {
  const { rows } = await sql<TableRow>`
    select c.relname as table,
      array(select a.attname::text from pg_attribute a where a.attrelid = c.oid and a.attnum > 0
        and not a.attisdropped and a.attgenerated = '' order by a.attnum) as columns,
      array(select distinct f.confrelid::regclass::text from pg_constraint f where f.conrelid = c.oid
        and f.contype = 'f' and f.confrelid <> c.oid) as needs
    from pg_class c where c.relnamespace = current_schema()::regnamespace and c.relkind = 'r'
      and c.relname <> ${OWN_TABLE}
    order by c.relname`.execute(db);
  const placed = new Set<string>();
  const ordered: CopyTarget[] = [];
  while (ordered.length < rows.length) {
    const ready = rows.filter(
      ({ table, needs }) => !placed.has(table) && needs.every((one) => placed.has(one)),
    );
    if (ready.length === 0) throw new Error('The foreign keys of the tables form a circle.');
    for (const { table, columns } of ready) {
      placed.add(table);
      ordered.push({ table, columns });
    }
  }
  return ordered;
}

export async function appliedMigrations(db: Kysely<Tables>): Promise<KnownMigration[]> {
  const { rows } = await sql<KnownMigration>`
    select number, name, hash from schema_migrations order by number`.execute(db);
  return rows;
}

/** Work that waits or is being done; what is done when a backup is restored must be done again. */
export async function queuedJobs(db: Kysely<Tables>): Promise<QueuedJob[]> {
  const { rows } = await sql<QueuedJob>`
    select t.identifier, j.payload, j.run_at::text as "runAt", j.max_attempts as "attemptsMax", j.key, j.priority
    from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id
    where j.attempts < j.max_attempts order by j.id`.execute(db);
  return rows;
}

export async function queueJob(trx: Transaction, job: QueuedJob): Promise<void> {
  await sql`select graphile_worker.add_job(${job.identifier}, payload := ${JSON.stringify(job.payload)}::json,
    run_at := ${job.runAt}::timestamptz, max_attempts := ${job.attemptsMax}, job_key := ${job.key},
    priority := ${job.priority})`.execute(trx);
}

/** The first table that holds a row; null when none does. */
export async function tableWithRows(
  db: Kysely<Tables>,
  tables: readonly CopyTarget[],
): Promise<string | null> {
  for (const { table } of tables) {
    const { rows } = await sql`select from ${sql.table(table)} limit 1`.execute(db);
    if (rows.length > 0) return table;
  }
  return null;
}

/** Keeps triggers of ours from changing what is restored; foreign keys are checked all the same. */
export async function switchTriggers(
  trx: Transaction,
  table: string,
  state: 'enable' | 'disable',
): Promise<void> {
  await sql`alter table ${sql.table(table)} ${sql.raw(state)} trigger user`.execute(trx);
}
