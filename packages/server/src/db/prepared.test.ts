import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../test/database.js';
import { type Database, openDatabase } from './connect.js';
import { preparedByText, preparedQuery } from './prepared.js';
import { inTransaction } from './transaction.js';

let testDatabase: TestDatabase;
let db: Database;

const counterValue = preparedQuery<{ value: number }>(
  'test-value',
  'select value from counters where name = $1',
);

const attributeNamed = preparedByText('test-attribute', (kysely, key) =>
  kysely.selectFrom('customer_attributes').select(['key', 'type']).where('key', '=', key).limit(1),
);

async function keptNames(): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`
    select name from pg_prepared_statements where name <> '' order by name`.execute(db.kysely);
  return rows.map(({ name }) => name);
}

beforeAll(async () => {
  testDatabase = await createTestDatabase();
  // One connection, so that what it keeps can be looked at.
  db = await openDatabase({ databaseUrl: testDatabase.databaseUrl }, { connectionsMax: 1 });
  await sql`create table counters (name text primary key, value integer not null)`.execute(
    db.kysely,
  );
});

beforeEach(async () => {
  await sql`truncate counters, customer_attributes`.execute(db.kysely);
  await sql`insert into counters values ('a', 1), ('b', 2)`.execute(db.kysely);
  await sql`insert into customer_attributes values ('x', 'number'), ('y', 'string')`.execute(
    db.kysely,
  );
});

afterAll(async () => {
  await db.close();
  await testDatabase.drop();
});

it('is kept by the connection and gives what each run asks for', async () => {
  for (const round of [1, 2]) {
    expect(await counterValue(db.kysely, 'a')).toEqual([{ value: 1 }]);
    expect(await counterValue(db.kysely, 'b')).toEqual([{ value: 2 }]);
    expect(await counterValue(db.kysely, `none ${round}`)).toEqual([]);
  }
  expect(await keptNames()).toContain('test-value');
});

it('puts the text of each run where the built query has its stand-in', async () => {
  expect(await attributeNamed(db.kysely, 'x')).toEqual([{ key: 'x', type: 'number' }]);
  expect(await attributeNamed(db.kysely, 'y')).toEqual([{ key: 'y', type: 'string' }]);
  expect(await keptNames()).toContain('test-attribute');
});

it('sees what its own transaction changed, and nothing after a rollback', async () => {
  const failed = inTransaction(db, async (trx) => {
    await sql`update counters set value = 7 where name = 'a'`.execute(trx);
    expect(await counterValue(trx, 'a')).toEqual([{ value: 7 }]);
    throw new RangeError('no');
  });
  await expect(failed).rejects.toThrow(RangeError);
  expect(await counterValue(db.kysely, 'a')).toEqual([{ value: 1 }]);
});

it('goes on when a later version adds columns', async () => {
  expect(await counterValue(db.kysely, 'a')).toEqual([{ value: 1 }]);
  await sql`alter table counters add column note text`.execute(db.kysely);
  expect(await counterValue(db.kysely, 'a')).toEqual([{ value: 1 }]);
});
