import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../test/database.js';
import { type Database, openDatabase } from './connect.js';
import { preparedQuery } from './prepared.js';
import {
  assertTransaction,
  inTransaction,
  NotInTransactionError,
  together,
} from './transaction.js';

const readAll = preparedQuery<{ value: number }>('test-values', 'select value from counters');

let testDatabase: TestDatabase;
let db: Database;

beforeAll(async () => {
  testDatabase = await createTestDatabase();
  db = await openDatabase({ databaseUrl: testDatabase.databaseUrl });
  await sql`create table counters (name text primary key, value integer not null)`.execute(
    db.kysely,
  );
});

beforeEach(async () => {
  await sql`truncate counters`.execute(db.kysely);
  await sql`insert into counters values ('a', 0), ('b', 0)`.execute(db.kysely);
});

afterAll(async () => {
  await db.close();
  await testDatabase.drop();
});

async function readValues(): Promise<unknown[]> {
  const result = await sql<{ value: number }>`select value from counters order by name`.execute(
    db.kysely,
  );
  return result.rows.map((row) => row.value);
}

describe('inTransaction', () => {
  it('commits and gives back the result', async () => {
    const result = await inTransaction(db, async (trx) => {
      await sql`update counters set value = 1`.execute(trx);
      return 'done';
    });
    expect(result).toBe('done');
    expect(await readValues()).toEqual([1, 1]);
  });

  it('rolls back when the work throws, and does not try again', async () => {
    let calls = 0;
    const attempt = inTransaction(db, async (trx) => {
      calls += 1;
      await sql`update counters set value = 1`.execute(trx);
      throw new RangeError('no');
    });
    await expect(attempt).rejects.toThrow(new RangeError('no'));
    expect(calls).toBe(1);
    expect(await readValues()).toEqual([0, 0]);
  });

  it('tells the error that made statements fail which were sent with it', async () => {
    const attempt = inTransaction(db, (trx) =>
      together([
        sql`update counters set value = 1`.execute(trx),
        sql`insert into counters values ('a', 2)`.execute(trx),
        readAll(trx),
        readAll(trx),
      ]),
    );
    await expect(attempt).rejects.toMatchObject({ constraint: 'counters_pkey' });
    expect(await readValues()).toEqual([0, 0]);
    const both = await inTransaction(db, (trx) => together([readAll(trx), 'as it is']));
    expect(both).toEqual([[{ value: 0 }, { value: 0 }], 'as it is']);
  });

  it('runs again after serialization failures, so that no increment is lost', async () => {
    const increment = () =>
      inTransaction(
        db,
        async (trx) => {
          const read = await sql<{
            value: number;
          }>`select value from counters where name = 'a'`.execute(trx);
          await sql`update counters set value = ${read.rows[0].value + 1} where name = 'a'`.execute(
            trx,
          );
        },
        { isolation: 'serializable', attemptsMax: 50 },
      );
    await Promise.all(Array.from({ length: 8 }, increment));
    expect(await readValues()).toEqual([8, 0]);
  });

  it('runs again after a deadlock', async () => {
    let started = 0;
    let openGate = () => {};
    const gate = new Promise<void>((resolve) => {
      openGate = resolve;
    });
    const lockBoth = (first: string, second: string) =>
      inTransaction(db, async (trx) => {
        await sql`update counters set value = value + 1 where name = ${first}`.execute(trx);
        started += 1;
        if (started === 2) openGate();
        await gate;
        await sql`update counters set value = value + 1 where name = ${second}`.execute(trx);
      });
    await Promise.all([lockBoth('a', 'b'), lockBoth('b', 'a')]);
    expect(started).toBe(3);
    expect(await readValues()).toEqual([2, 2]);
  });

  it('gives up after the attempts it was given', async () => {
    let calls = 0;
    const attempt = inTransaction(
      db,
      async (trx) => {
        calls += 1;
        await sql`do $$ begin raise exception 'again' using errcode = '40001'; end $$`.execute(trx);
      },
      { attemptsMax: 3 },
    );
    await expect(attempt).rejects.toThrow('again');
    expect(calls).toBe(3);
  });

  it('gives every connection back', async () => {
    await Promise.all(Array.from({ length: 40 }, () => inTransaction(db, async () => {})));
    expect(db.pool.idleCount).toBe(db.pool.totalCount);
  });

  it('lets long work have its own limit of time, for itself alone', async () => {
    const readLimit = sql<{ limit: string }>`select current_setting('statement_timeout') as limit`;
    const inside = await inTransaction(db, (trx) => readLimit.execute(trx), {
      statementTimeoutMs: 0,
    });
    expect(inside.rows).toEqual([{ limit: '0' }]);
    expect((await readLimit.execute(db.kysely)).rows).toEqual([{ limit: '30s' }]);
  });
});

describe('assertTransaction', () => {
  it('accepts a transaction and refuses the database itself', async () => {
    await inTransaction(db, async (trx) => assertTransaction(trx));
    expect(() => assertTransaction(db.kysely)).toThrow(NotInTransactionError);
  });
});
