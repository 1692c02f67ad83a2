import { spawn } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Database, openDatabase } from '../connect.js';
import { chooseAccount } from './account.js';
import { EmbeddedDatabaseError } from './embedded-database-error.js';
import { readPidFile } from './postmaster-process.js';

let root: string;
let dataDir: string;

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'maia-embedded-'));
  // Spaces, quotes, accents, and longer than the address of a unix socket may be.
  dataDir = join(root, `año "2026", it's data`, 'x'.repeat(120), 'data');
  await (await open()).close();
});

afterAll(() => rmSync(root, { recursive: true, force: true }));

function open(onProblem?: (problem: Error) => void): Promise<Database> {
  return openDatabase({ embedded: { dataDir } }, onProblem ? { onProblem } : {});
}

describe('the embedded database', () => {
  it('keeps what was written when it starts again, whatever the path of its directory', async () => {
    const first = await open();
    await first.pool.query('create table kept (text text)');
    await first.pool.query('insert into kept values ($1)', ['ñandú']);
    await first.close();
    const second = await open();
    expect((await second.pool.query('select text from kept')).rows).toEqual([{ text: 'ñandú' }]);
    await second.close();
  });

  it('is UTF-8 with the builtin locale, and acknowledges only what is on disk', async () => {
    const db = await open();
    const result = await db.pool.query(
      `select pg_encoding_to_char(encoding) as encoding, datlocprovider as provider, datlocale as locale,
              current_setting('fsync') as fsync, current_setting('synchronous_commit') as synchronous_commit,
              current_setting('listen_addresses') as listen_addresses
       from pg_database where datname = current_database()`,
    );
    await db.close();
    expect(result.rows).toEqual([
      {
        encoding: 'UTF8',
        provider: 'b',
        locale: 'C.UTF-8',
        fsync: 'on',
        synchronous_commit: 'on',
        listen_addresses: '',
      },
    ]);
  });

  it('leaves no process, socket or claim behind when it is closed', async () => {
    const db = await open();
    const pid = readPidFile(join(dataDir, 'postgres'))?.pid ?? 0;
    expect(pid).toBeGreaterThan(0);
    await db.close();
    expect(() => process.kill(pid, 0)).toThrow('ESRCH');
    expect(readPidFile(join(dataDir, 'postgres'))).toBeNull();
    expect(existsSync(join(dataDir, 'lock')) ? readdirSync(join(dataDir, 'lock')) : []).toEqual([]);
  });

  it('comes back by itself when the server dies', async () => {
    const problems: string[] = [];
    const db = await open((problem) => problems.push(problem.message));
    await db.pool.query('create table survived (n integer)');
    process.kill(readPidFile(join(dataDir, 'postgres'))?.pid ?? 0, 'SIGKILL');
    const count = async (): Promise<number | null> => {
      const result = await db.pool.query('select count(*) as n from survived').catch(() => null);
      return result === null ? null : result.rows[0].n;
    };
    while (!problems.some((problem) => problem.includes('ended by itself'))) await sleep(20);
    while ((await count()) === null) await sleep(20);
    await db.close();
  });

  it('starts where another process has the number of a server that was killed', async () => {
    const account = chooseAccount(join(dataDir, 'postgres'));
    const stranger = spawn('sleep', ['600'], { ...account, cwd: '/', stdio: 'ignore' });
    const directory = join(dataDir, 'postgres');
    writeFileSync(
      join(directory, 'postmaster.pid'),
      `${stranger.pid}\n${directory}\n1\n5432\n.\n\n`,
    );
    const db = await open();
    expect(stranger.exitCode).toBeNull();
    await db.close();
    stranger.kill();
  });

  it('begins again when making it was interrupted', async () => {
    const unfinished = join(root, 'unfinished');
    mkdirSync(join(unfinished, 'postgres.init', 'base'), { recursive: true });
    const db = await openDatabase({ embedded: { dataDir: unfinished } });
    await db.close();
    expect(existsSync(join(unfinished, 'postgres.init'))).toBe(false);
  });

  it('narrows a directory that others can read, which PostgreSQL would refuse', async () => {
    chmodSync(join(dataDir, 'postgres'), 0o755);
    const db = await open();
    await db.close();
    expect(statSync(join(dataDir, 'postgres')).mode & 0o777).toBe(0o700);
  });

  it('says what to change where it cannot make the data directory', async () => {
    const file = join(root, 'file');
    writeFileSync(file, '');
    const attempt = openDatabase({ embedded: { dataDir: join(file, 'data') } });
    await expect(attempt).rejects.toThrow(EmbeddedDatabaseError);
    await expect(attempt).rejects.toThrow(/cannot be used: ENOTDIR.*MAIA_DATA_DIR/);
  });

  it('says who made a directory that this version cannot read', async () => {
    const old = join(root, 'old');
    mkdirSync(join(old, 'postgres'), { recursive: true });
    writeFileSync(join(old, 'postgres', 'PG_VERSION'), '15\n');
    const attempt = openDatabase({ embedded: { dataDir: old } });
    await expect(attempt).rejects.toThrow(/was made by PostgreSQL 15/);
  });
});
