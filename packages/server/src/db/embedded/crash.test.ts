import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { killNow, processTree } from '../../../test/process-tree.js';
import { openDatabase } from '../connect.js';
import { DataDirectoryInUseError } from './embedded-database-error.js';
import { readPidFile } from './postmaster-process.js';

const PROGRAM = fileURLToPath(new URL('../../../test/durable-writer.js', import.meta.url));
const ROUNDS = 4;

let root: string;
let dataDir: string;
let acknowledgementFile: string;

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'maia-crash-'));
  dataDir = join(root, 'data');
  acknowledgementFile = join(root, 'acknowledged');
});

afterAll(() => rmSync(root, { recursive: true, force: true }));

async function startWriter(): Promise<ChildProcess & { pid: number }> {
  const child = spawn(process.execPath, [PROGRAM, dataDir, acknowledgementFile], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let errors = '';
  child.stderr.on('data', (text) => {
    errors += text;
  });
  await Promise.race([
    once(child.stdout, 'data'),
    once(child, 'close').then(() =>
      Promise.reject(new Error(`the writer did not start: ${errors}`)),
    ),
  ]);
  if (child.pid === undefined) throw new Error('the writer has no process');
  return Object.assign(child, { pid: child.pid });
}

function acknowledged(): number[] {
  const text = existsSync(acknowledgementFile) ? readFileSync(acknowledgementFile, 'utf8') : '';
  // A line without its end was being written when the process was killed.
  return text.split('\n').slice(0, -1).map(Number);
}

async function expectNothingLost(): Promise<void> {
  const db = await openDatabase({ embedded: { dataDir } });
  const result = await db.pool.query('select n from written');
  await db.close();
  const written = new Set(result.rows.map((row) => row.n));
  expect(acknowledged().filter((n) => !written.has(n))).toEqual([]);
}

async function killInRounds(kill: (pid: number) => void): Promise<void> {
  const before = acknowledged().length;
  for (let round = 0; round < ROUNDS; round++) {
    const writer = await startWriter();
    const closed = once(writer, 'exit');
    await sleep(100 + Math.random() * 300);
    kill(writer.pid);
    await closed;
  }
  // Rounds in which nothing was written would prove nothing.
  expect(acknowledged().length).toBeGreaterThan(before + ROUNDS * 10);
  await expectNothingLost();
}

describe('the embedded database', () => {
  it('keeps every acknowledged write and starts again when everything is killed at once', async () => {
    await killInRounds((pid) => killNow(processTree(pid)));
  });

  it('keeps every acknowledged write and starts again when only its parent is killed', async () => {
    await killInRounds((pid) => killNow([pid]));
  });

  it('does not outlive its parent on Linux', async ({ skip }) => {
    if (process.platform !== 'linux') skip('only Linux can tie the server to its parent');
    const writer = await startWriter();
    const server = readPidFile(join(dataDir, 'postgres'))?.pid ?? 0;
    expect(processTree(writer.pid)).toContain(server);
    killNow([writer.pid]);
    const file = join(dataDir, 'postgres', 'postmaster.pid');
    while (existsSync(file)) await sleep(20);
  });

  it('is refused to a second process while the first one runs', async () => {
    const writer = await startWriter();
    const attempt = openDatabase({ embedded: { dataDir } });
    await expect(attempt).rejects.toThrow(DataDirectoryInUseError);
    await expect(attempt).rejects.toThrow(
      `Another Maia server (process ${writer.pid}) uses the data directory ${dataDir}.`,
    );
    const before = acknowledged().length;
    while (acknowledged().length === before) await sleep(20);
    killNow([writer.pid]);
  });
});
