import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { pino } from 'pino';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { queuedJobs, tablesInOrder } from '../src/backup/queries.js';
import { restoreBackup } from '../src/backup/restore.js';
import { writeBackup } from '../src/backup/write.js';
import { type Config, parseConfig } from '../src/config.js';
import { type Database, openDatabase } from '../src/db/connect.js';
import { installJobs } from '../src/jobs/install.js';
import { sealLogs } from '../src/logs/sealer.js';
import { createTestDatabase, type TestDatabase } from './database.js';
import { storeDemoPortfolio } from './portfolio.js';
import { startTestServer, TEST_SECRET, type TestServer } from './server.js';

const log = pino({ level: 'silent' });
const NASTY = 'tab\t newline\n back\\slash \\N \\. ñ 😀';

let server: TestServer;
let folder: string;
let file: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'maia-backup-'));
  server = await startTestServer();
  const { token } = server.administrator;
  await installJobs(server.context);
  await storeDemoPortfolio(server.context.db, { customers: 40, seed: 3 });
  const post = (path: string, body: object) => server.call('POST', path, { token, body });
  const attributes = { note: NASTY, empty: '', none: null };
  await post('/customers', { referenceId: 'nasty', addressStreet: '\\.', attributes });
  const binaryUrl = `data:text/csv;base64,${Buffer.from([0, 10, 92, 46, 10, 255]).toString('base64')}`;
  await post('/upload', { filename: 'bytes.csv', binaryUrl });
  await post('/trainings', {});
  await sealLogs(server.context);
  file = join(folder, 'whole.backup');
  await writeBackup(server.context, file, { current: TEST_SECRET, earlier: [] });
});
afterAll(async () => {
  await server.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Everything in the tables, each as one text. */
async function contentOf(db: Database): Promise<Record<string, string>> {
  const content: Record<string, string> = {};
  for (const { table } of await tablesInOrder(db.kysely)) {
    const { rows } = await db.pool.query(
      `select coalesce(string_agg(t::text, E'\\n' order by t::text), '') as text from ${table} t`,
    );
    content[table] = rows[0].text;
  }
  return content;
}

describe('a restore', () => {
  let database: TestDatabase;
  let db: Database;
  let config: Config;
  let count = 0;

  beforeEach(async () => {
    database = await createTestDatabase();
    db = await openDatabase(database);
    count += 1;
    const dataDir = mkdtempSync(join(folder, `data-${count}-`));
    config = parseConfig({ MAIA_DATA_DIR: dataDir, DATABASE_URL: database.databaseUrl });
    return async () => {
      await db.close();
      await database.drop();
    };
  });

  const restore = (path: string, settings = {}) =>
    restoreBackup({ config: { ...config, ...settings }, db, log }, path);

  const isEmpty = async () => Object.values(await contentOf(db)).every((text) => text === '');

  it('brings back every row, the secret and the work that was queued', async () => {
    const { rows } = await restore(file);
    expect(rows).toBeGreaterThan(100);
    const before = await contentOf(server.context.db);
    expect(before.customers).toContain('nasty');
    expect(before.logs).not.toBe('');
    expect(await contentOf(db)).toEqual(before);
    expect(await queuedJobs(db.kysely)).toEqual(await queuedJobs(server.context.db.kysely));
    expect((await queuedJobs(db.kysely)).map(({ identifier }) => identifier)).toContain('training');
    const key = join(config.dataDir, 'secret.key');
    expect(readFileSync(key, 'utf8')).toBe(`${TEST_SECRET}\n`);
    expect(statSync(key).mode & 0o777).toBe(0o600);
    await expect(db.pool.query('delete from logs')).rejects.toThrow(/append|only|change/i);
  });

  it('is all or nothing: a file that was cut or changed leaves nothing behind', async () => {
    const bytes = readFileSync(file);
    const text = gunzipSync(bytes).toString('latin1');
    const withoutRow = text.replace(/\n[^\n{]*\n\\\.\n/, '\n\\.\n');
    const wrong = {
      'cut.backup': bytes.subarray(0, bytes.length - 40),
      'short.backup': gzipSync(Buffer.from(text.slice(0, text.length / 2), 'latin1')),
      'lost-row.backup': gzipSync(Buffer.from(withoutRow, 'latin1')),
      'no.backup': Buffer.from('referenceId\n1\n'),
    };
    for (const [name, content] of Object.entries(wrong)) {
      writeFileSync(join(folder, name), content);
      await expect(restore(join(folder, name)), name).rejects.toThrow(/nothing was restored/);
    }
    await expect(restore(join(folder, 'missing'))).rejects.toThrow(/not a whole backup/);
    expect(await isEmpty()).toBe(true);
    expect(existsSync(join(config.dataDir, 'secret.key'))).toBe(false);
    await restore(file);
  });

  it('refuses another secret, a newer version, and a database in use', async () => {
    await expect(restore(file, { secretKey: 'another secret' })).rejects.toThrow(/secret/);
    const text = gunzipSync(readFileSync(file)).toString('latin1');
    const newer = join(folder, 'newer.backup');
    writeFileSync(
      newer,
      gzipSync(Buffer.from(text.replace('"number":1,', '"number":99,'), 'latin1')),
    );
    await expect(restore(newer)).rejects.toThrow(/newer version/);
    expect(await isEmpty()).toBe(true);
    await restore(file, { secretKey: TEST_SECRET });
    await expect(restore(file)).rejects.toThrow(/installation here already/);
  });
});

describe('a backup', () => {
  it('is for its owner alone, and never replaces another', async () => {
    expect(statSync(file).mode & 0o777).toBe(0o600);
    await expect(writeBackup(server.context, file, null)).rejects.toThrow(/there already/);
  });

  it('holds no secret where that comes from the environment', async () => {
    const path = join(folder, 'without.backup');
    await writeBackup(server.context, path, null);
    expect(gunzipSync(readFileSync(path)).toString('latin1')).not.toContain(TEST_SECRET);
  });
});
