import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../test/database.js';
import { type Database, openDatabase } from '../db/connect.js';
import { inTransaction } from '../db/transaction.js';
import { InvalidError } from '../errors.js';
import { withinTimeLimit } from './time-limit.js';

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

/** What a list hears that may read for a hundredth of a second. */
function heard(reading: ReturnType<typeof sql>): Promise<unknown> {
  return inTransaction(db, (trx) => withinTimeLimit(reading.execute(trx)), {
    statementTimeoutMs: 10,
  });
}

it('says what to ask instead of a list that the database gave up', async () => {
  const answer = heard(sql`select pg_sleep(60)`);
  await expect(answer).rejects.toThrow(InvalidError);
  await expect(answer).rejects.toThrow('_sort=id&id_gt=LAST');
});

it('lets every other error through', async () => {
  await expect(heard(sql`select 1 / 0`)).rejects.toThrow('division by zero');
});
