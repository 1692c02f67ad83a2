import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../test/database.js';
import { type Database, openDatabase } from './connect.js';
import { MigrationError, migrate } from './migrate.js';

let testDatabase: TestDatabase;
let db: Database;
let directory: string;

beforeEach(async () => {
  testDatabase = await createTestDatabase();
  db = await openDatabase({ databaseUrl: testDatabase.databaseUrl });
  await db.pool.query('drop table schema_migrations');
  directory = mkdtempSync(join(tmpdir(), 'maia-migrations-'));
  write('000001-first.sql', 'create table first_made (n integer);');
});

afterEach(async () => {
  await db.close();
  await testDatabase.drop();
  rmSync(directory, { recursive: true });
});

function write(name: string, text: string): void {
  writeFileSync(join(directory, name), text);
}

async function tableExists(name: string): Promise<boolean> {
  const result = await db.pool.query('select to_regclass($1) is not null as found', [name]);
  return result.rows[0].found;
}

describe('migrate', () => {
  it('runs what is new, in order, and nothing twice', async () => {
    expect(await migrate(db.pool, directory)).toEqual(['000001-first.sql']);
    write('000002-second.sql', 'insert into first_made values (1); create table second_made ();');
    expect(await migrate(db.pool, directory)).toEqual(['000002-second.sql']);
    expect(await migrate(db.pool, directory)).toEqual([]);
    expect((await db.pool.query('select n from first_made')).rows).toEqual([{ n: 1 }]);
  });

  it('lets one process work at a time', async () => {
    const runs = await Promise.all(Array.from({ length: 5 }, () => migrate(db.pool, directory)));
    expect(runs.flat()).toEqual(['000001-first.sql']);
  });

  it('refuses a file that was changed after it was applied', async () => {
    await migrate(db.pool, directory);
    write('000001-first.sql', 'create table first_made (n bigint);');
    const attempt = migrate(db.pool, directory);
    await expect(attempt).rejects.toThrow(MigrationError);
    await expect(attempt).rejects.toThrow(/000001-first\.sql was changed after it was applied/);
  });

  it('takes other line ends for the same file', async () => {
    write('000001-first.sql', 'create table first_made\n(n integer);\n');
    await migrate(db.pool, directory);
    write('000001-first.sql', 'create table first_made\r\n(n integer);\r\n');
    expect(await migrate(db.pool, directory)).toEqual([]);
  });

  it('leaves nothing of a migration that fails, and keeps those before it', async () => {
    write('000002-broken.sql', 'create table half_made (); select 1 / 0;');
    await expect(migrate(db.pool, directory)).rejects.toThrow(
      'Migration 000002-broken.sql failed: division by zero',
    );
    expect(await tableExists('first_made')).toBe(true);
    expect(await tableExists('half_made')).toBe(false);
    write('000002-broken.sql', 'create table half_made ();');
    expect(await migrate(db.pool, directory)).toEqual(['000002-broken.sql']);
  });

  it.each([['000001-twice.sql'], ['2-short.sql']])(
    'refuses a file out of order: %s',
    async (name) => {
      write(name, 'select 1;');
      await expect(migrate(db.pool, directory)).rejects.toThrow(/is out of order/);
      expect(await tableExists('first_made')).toBe(false);
    },
  );

  it('works after a newer version was here, unless that broke with this one', async () => {
    write('000002-newer.sql', 'create table newer_made ();');
    await migrate(db.pool, directory);
    rmSync(join(directory, '000002-newer.sql'));
    expect(await migrate(db.pool, directory)).toEqual([]);

    write('000002-newer.sql', 'create table newer_made ();');
    write('000003-breaks.sql', '--! breaking\ndrop table newer_made;');
    await migrate(db.pool, directory);
    rmSync(join(directory, '000003-breaks.sql'));
    await expect(migrate(db.pool, directory)).rejects.toThrow(
      /migrated by a newer version \(000003-breaks\.sql\)/,
    );
  });
});
