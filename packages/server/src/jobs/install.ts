import { runMigrations } from 'graphile-worker';
import type { Context } from '../context.js';
import { jobLogger } from './logger.js';

/** "job" in ASCII: any number that nothing else uses as an advisory lock of this database. */
const LOCK_KEY = 0x6a6f62;

/** Brings the tables of the job queue to the version of the library, one process at a time. */
export async function installJobs(context: Pick<Context, 'db' | 'log'>): Promise<void> {
  const { pool } = context.db;
  const client = await pool.connect();
  try {
    await client.query('select pg_advisory_lock($1)', [LOCK_KEY]);
    await runMigrations({ pgPool: pool, logger: jobLogger(context.log) });
  } finally {
    // Ending the connection frees the lock.
    client.release(true);
  }
}
