import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import {
  command,
  createTestDatabase,
  type TestDatabase,
  withDatabase,
} from '../../test/database.js';
import { type Database, DatabaseUnusableError, openDatabase } from './connect.js';
import { UnsafeIntegerError } from './value-types.js';

let testDatabase: TestDatabase;
let db: Database;

beforeAll(async () => {
  testDatabase = await createTestDatabase();
  db = await openDatabase({ databaseUrl: testDatabase.databaseUrl });
});

afterAll(async () => {
  await db.close();
  await testDatabase.drop();
});

describe('openDatabase', () => {
  it('refuses a database that is not UTF-8, and says what to do', async () => {
    await command(
      `create database test_ascii template template0 encoding 'SQL_ASCII' locale_provider libc locale 'C'`,
    );
    const databaseUrl = withDatabase(inject('controlDatabaseUrl'), 'test_ascii');
    try {
      const attempt = openDatabase({ databaseUrl });
      await expect(attempt).rejects.toThrow(DatabaseUnusableError);
      await expect(attempt).rejects.toThrow(
        /"test_ascii" is encoded in SQL_ASCII.*ENCODING 'UTF8'/,
      );
    } finally {
      await command('drop database test_ascii');
    }
  });

  it('says which database it cannot reach, without the password', async () => {
    const attempt = openDatabase({
      databaseUrl: 'postgres://lender:s3cr3t@127.0.0.1:1/scores?application_name=x',
    });
    await expect(attempt).rejects.toThrow(
      /^The database at postgres:\/\/lender:\*\*\*@127\.0\.0\.1:1\/scores\?application_name=x cannot be reached: .*ECONNREFUSED/,
    );
  });

  it('finds accented letters whatever their case, as the embedded locale promises', async () => {
    const result = await sql`select 'MUÑOZ' ilike '%ñ%' as found`.execute(db.kysely);
    expect(result.rows).toEqual([{ found: true }]);
  });

  it('does not let one broken idle connection end the process', async () => {
    const problems: Error[] = [];
    const other = await openDatabase(
      { databaseUrl: testDatabase.databaseUrl },
      { onProblem: (problem) => problems.push(problem) },
    );
    const client = await other.pool.connect();
    const found = await client.query('select pg_backend_pid() as pid');
    client.release();
    const removed = new Promise((resolve) => other.pool.once('remove', resolve));
    await db.pool.query('select pg_terminate_backend($1)', [found.rows[0].pid]);
    await removed;
    expect(problems.length).toBe(1);
    expect((await other.pool.query('select 1 as one')).rows).toEqual([{ one: 1 }]);
    await other.close();
  });

  it('reports no problem of connections that it is closing', async () => {
    const problems: Error[] = [];
    const { databaseUrl } = testDatabase;
    const other = await openDatabase(
      { databaseUrl },
      { onProblem: (problem) => problems.push(problem) },
    );
    other.pool.emit('error', new Error('before'));
    const closed = other.close();
    other.pool.emit('error', new Error('terminated by a database that stops'));
    await closed;
    expect(problems.map((problem) => problem.message)).toEqual(['before']);
  });
});

describe('values', () => {
  it('come out as exact as they went in', async () => {
    const at = new Date('2026-03-05T23:30:00.123Z');
    const result =
      await sql`select ${'2026-03-05'}::date as day, ${'1234567890.10'}::numeric(14,2) as money,
      ${String(Number.MAX_SAFE_INTEGER)}::bigint as count, ${at}::timestamptz as at, null::bigint as nothing`.execute(
        db.kysely,
      );
    expect(result.rows).toEqual([
      {
        day: '2026-03-05',
        money: '1234567890.10',
        count: Number.MAX_SAFE_INTEGER,
        at,
        nothing: null,
      },
    ]);
  });

  it('are refused when a number cannot hold them', async () => {
    const query = sql`select 9007199254740993::bigint as count`.execute(db.kysely);
    await expect(query).rejects.toThrow(UnsafeIntegerError);
  });
});
