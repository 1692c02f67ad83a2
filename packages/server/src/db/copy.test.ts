import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../test/database.js';
import { type Database, openDatabase } from './connect.js';
import { CopyParametersError, copyIn, copyOut } from './copy.js';
import type { CopyValue } from './copy-text.js';
import { inTransaction, type Transaction } from './transaction.js';

let testDatabase: TestDatabase;
let db: Database;
const target = { table: 'copied "rows"', columns: ['number', 'a text'] };
const everything = sql`select number, "a text" from "copied ""rows""" order by number`;

beforeAll(async () => {
  testDatabase = await createTestDatabase();
  db = await openDatabase({ databaseUrl: testDatabase.databaseUrl });
  await sql`create table "copied ""rows""" (number integer primary key, "a text" text)`.execute(
    db.kysely,
  );
});

afterAll(async () => {
  await db.close();
  await testDatabase.drop();
});

async function readAll(trx: Transaction): Promise<(string | null)[][]> {
  const rows: (string | null)[][] = [];
  for await (const chunk of copyOut(trx, everything.compile(trx))) rows.push(...chunk);
  return rows;
}

async function countRows(): Promise<unknown> {
  const result = await sql`select count(*) from "copied ""rows"""`.execute(db.kysely);
  return result.rows[0];
}

async function emptyAfter<T>(work: (trx: Transaction) => Promise<T>): Promise<T> {
  const result = await inTransaction(db, work);
  await sql`truncate "copied ""rows"""`.execute(db.kysely);
  return result;
}

describe('copyIn and copyOut', () => {
  const nasty: (string | null)[] = [
    '',
    null,
    '\\N',
    '\\.',
    'N',
    '\\',
    '\\\\t',
    'tab\there',
    'line\nbreak',
    'return\rhere\r\n',
    '\b\f\v\u0001',
    '\t',
    '\n',
    'ñandú – Ação – 日本語 – 👩‍🚀',
    '"quoted", \'single\'; drop',
    'long '.repeat(40_000),
  ];

  it('bring back what was written, whatever the text', async () => {
    const read = await emptyAfter(async (trx) => {
      const count = await copyIn(
        trx,
        target,
        nasty.map((text, index) => [index, text]),
      );
      expect(count).toBe(nasty.length);
      return readAll(trx);
    });
    expect(read).toEqual(nasty.map((text, index) => [String(index), text]));
  });

  it('stream more rows than any buffer holds, from an async source', async () => {
    async function* source(): AsyncGenerator<CopyValue[]> {
      for (let i = 0; i < 60_000; i++) yield [i, i % 7 === 0 ? null : `value ${i} ñ`];
    }
    const read = await emptyAfter(async (trx) => {
      await copyIn(trx, target, source());
      return readAll(trx);
    });
    expect(read.length).toBe(60_000);
    const wrong = read.filter(
      ([number, text], i) => number !== String(i) || text !== (i % 7 === 0 ? null : `value ${i} ñ`),
    );
    expect(wrong).toEqual([]);
  });

  it('write no row when there is none', async () => {
    expect(await emptyAfter((trx) => copyIn(trx, target, []))).toBe(0);
  });

  it('writes nothing when the source fails', async () => {
    function* source(): Generator<CopyValue[]> {
      for (let i = 0; i < 20_000; i++) yield [i, 'x'.repeat(20)];
      throw new RangeError('row 20000 is wrong');
    }
    const attempt = inTransaction(db, (trx) => copyIn(trx, target, source()));
    await expect(attempt).rejects.toThrow('row 20000 is wrong');
    expect(await countRows()).toEqual({ count: 0 });
  });

  it('writes nothing when the database refuses a row', async () => {
    const rows = Array.from({ length: 20_000 }, (_, i) => [i % 19_999, 'x']);
    const attempt = inTransaction(db, (trx) => copyIn(trx, target, rows));
    await expect(attempt).rejects.toThrow('duplicate key');
    expect(await countRows()).toEqual({ count: 0 });
  });

  it('leave the database usable when the reader stops early', async () => {
    const attempt = inTransaction(db, async (trx) => {
      const many = sql`select generate_series(1, 10000000)`.compile(trx);
      for await (const _ of copyOut(trx, many)) break;
    });
    await expect(attempt).rejects.toThrow();
    expect(await countRows()).toEqual({ count: 0 });
  });

  it('report an error of the query and can be followed by other work', async () => {
    const attempt = inTransaction(db, async (trx) => {
      const broken = sql`select 1 / (3 - n) from generate_series(1, 5) n`.compile(trx);
      for await (const _ of copyOut(trx, broken));
    });
    await expect(attempt).rejects.toThrow('division by zero');
    expect(await countRows()).toEqual({ count: 0 });
  });

  it('refuse parameters, which COPY would not see', async () => {
    const attempt = inTransaction(db, async (trx) => {
      for await (const _ of copyOut(trx, sql`select ${1}`.compile(trx)));
    });
    await expect(attempt).rejects.toThrow(CopyParametersError);
  });
});
