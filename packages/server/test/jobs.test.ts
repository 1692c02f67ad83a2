import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Database, openDatabase } from '../src/db/connect.js';
import { inTransaction } from '../src/db/transaction.js';
import { freeJobsOfDeadWorkers, holdLife } from '../src/jobs/liveness.js';
import { addJob, removeJob } from '../src/jobs/queue.js';
import { createTestDatabase, type TestDatabase } from './database.js';

let database: TestDatabase;
let db: Database;
beforeAll(async () => {
  database = await createTestDatabase();
  db = await openDatabase({ databaseUrl: database.databaseUrl });
});
afterAll(async () => {
  await db.close();
  await database.drop();
});
beforeEach(async () => {
  await sql`delete from graphile_worker._private_jobs`.execute(db.kysely);
});

const job = { payload: { trainingId: 'x' }, key: 'training:x' };

async function jobs() {
  const { rows } = await sql<{ locked_by: string | null; attempts: number }>`
    select locked_by, attempts from graphile_worker.jobs`.execute(db.kysely);
  return rows;
}

async function takeBy(workerId: string): Promise<void> {
  await inTransaction(db, (trx) => addJob(trx, 'training', job));
  await sql`update graphile_worker._private_jobs
    set locked_by = ${workerId}, locked_at = now(), attempts = 24`.execute(db.kysely);
}

describe('the queue', () => {
  it('takes a job only with the transaction of its record', async () => {
    const broken = inTransaction(db, async (trx) => {
      await addJob(trx, 'training', job);
      throw new Error('the record could not be stored');
    });
    await expect(broken).rejects.toThrow();
    expect(await jobs()).toEqual([]);
  });

  it('keeps one job of a key, and gives it up again', async () => {
    await inTransaction(db, (trx) => addJob(trx, 'training', job));
    await inTransaction(db, (trx) => addJob(trx, 'training', job));
    expect(await jobs()).toHaveLength(1);
    await inTransaction(db, (trx) => removeJob(trx, job.key));
    expect(await jobs()).toEqual([]);
  });
});

describe('freeJobsOfDeadWorkers', () => {
  it('gives back what a worker without a life held, however often it was tried', async () => {
    await takeBy('maia-dead');
    expect(await freeJobsOfDeadWorkers(db)).toEqual(['maia-dead']);
    expect(await jobs()).toEqual([{ locked_by: null, attempts: 0 }]);
  });

  it('leaves the job of a living worker alone until its connection is gone', async () => {
    const client = await db.pool.connect();
    await holdLife(client, 'maia-alive');
    await takeBy('maia-alive');
    expect(await freeJobsOfDeadWorkers(db)).toEqual([]);
    expect((await jobs())[0].locked_by).toBe('maia-alive');
    client.release(true);
    await expect.poll(() => freeJobsOfDeadWorkers(db)).toEqual(['maia-alive']);
  });
});
