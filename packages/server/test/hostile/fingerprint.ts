import type { Pool } from 'pg';

/** Bookkeeping of requests, not of records: which keys were tried, and how far the log is sealed. */
const LEFT_OUT = ['idempotency_keys'];
const SEALED = 'logs';

/** Counts and versions of the rows of every table: any change that was kept changes it. */
export async function fingerprintOf(pool: Pool): Promise<string> {
  const { rows: tables } = await pool.query<{ name: string }>(
    `select table_name as name from information_schema.tables
     where table_schema = 'public' and table_type = 'BASE TABLE' and not table_name = any($1) order by 1`,
    [LEFT_OUT],
  );
  const parts = tables.map(({ name }) => {
    // Sealing writes to rows that are there; the log itself only grows.
    const versions = name === SEALED ? '0' : 'coalesce(sum(xmin::text::bigint), 0)';
    return `select '${name} ' || count(*) || ' ' || ${versions} as line from "${name}"`;
  });
  const jobs = `select 'jobs ' || count(*) as line from graphile_worker._private_jobs`;
  const { rows } = await pool.query<{ line: string }>([...parts, jobs].join(' union all '));
  return rows.map(({ line }) => line).join('\n');
}
