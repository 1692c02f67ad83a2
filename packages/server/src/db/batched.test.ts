import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../test/database.js';
import { batchedRead } from './batched.js';
import { type Database, openDatabase } from './connect.js';
import { preparedQuery } from './prepared.js';
import { inTransaction } from './transaction.js';

interface Counter {
  name: string;
  value: number;
}

let testDatabase: TestDatabase;
let db: Database;
let asked: string[][] = [];

const counters = preparedQuery<Counter>(
  'test-counters',
  'select name, value from counters where name = any($1::text[])',
);
const counter = batchedRead<Counter>(
  (kysely, names) => {
    asked.push(names);
    return counters(kysely, names);
  },
  (row) => row.name,
);

beforeAll(async () => {
  testDatabase = await createTestDatabase();
  db = await openDatabase({ databaseUrl: testDatabase.databaseUrl });
  await sql`create table counters (name text primary key, value integer not null)`.execute(
    db.kysely,
  );
  await sql`insert into counters values ('a', 1), ('b', 2)`.execute(db.kysely);
});

afterAll(async () => {
  await db.close();
  await testDatabase.drop();
});

it('answers everyone who asks in one turn by one statement', async () => {
  asked = [];
  const rows = await Promise.all(['a', 'b', 'none', 'a'].map((name) => counter(db.kysely, name)));
  expect(rows).toEqual([{ name: 'a', value: 1 }, { name: 'b', value: 2 }, null, rows[0]]);
  expect(asked).toEqual([['a', 'b', 'none']]);
});

it('sees what was committed before it was asked, also while another read is under way', async () => {
  const early = counter(db.kysely, 'a');
  await sql`update counters set value = value + 10 where name = 'a'`.execute(db.kysely);
  expect(await counter(db.kysely, 'a')).toEqual({ name: 'a', value: 11 });
  await early;
});

it('sees what its own transaction changed', async () => {
  await inTransaction(db, async (trx) => {
    await sql`update counters set value = 7 where name = 'b'`.execute(trx);
    expect(await counter(trx, 'b')).toEqual({ name: 'b', value: 7 });
  });
});

it('tells everyone when the read fails, and reads again for the next', async () => {
  await sql`alter table counters rename to moved`.execute(db.kysely);
  const failed = await Promise.allSettled([counter(db.kysely, 'a'), counter(db.kysely, 'b')]);
  expect(failed.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  await sql`alter table moved rename to counters`.execute(db.kysely);
  expect(await counter(db.kysely, 'b')).toEqual({ name: 'b', value: 7 });
});
