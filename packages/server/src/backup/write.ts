import { createHmac } from 'node:crypto';
import { createWriteStream, existsSync } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import type { Context } from '../context.js';
import { tableBytes } from '../db/copy.js';
import { inTransaction, type Transaction } from '../db/transaction.js';
import type { Secrets, SecretTexts } from '../secrets.js';
import { BackupError, END_OF_ROWS, type HeaderPart } from './format.js';
import { appliedMigrations, queuedJobs, tablesInOrder } from './queries.js';

const NEWLINE_BYTE = 0x0a;

/** Tells one secret from another without telling it. */
export function secretMark(secrets: Secrets): string {
  return createHmac('sha256', secrets.logKey).update('backup').digest('hex');
}

const line = (part: object): string => `${JSON.stringify(part)}\n`;

function countLines(bytes: Buffer): number {
  let count = 0;
  for (let at = bytes.indexOf(NEWLINE_BYTE); at !== -1; at = bytes.indexOf(NEWLINE_BYTE, at + 1))
    count++;
  return count;
}

async function* partsOf(
  trx: Transaction,
  head: Omit<HeaderPart, 'migrations'>,
): AsyncGenerator<Buffer | string, void, undefined> {
  yield line({ ...head, migrations: await appliedMigrations(trx) });
  let rows = 0;
  for (const target of await tablesInOrder(trx)) {
    yield line(target);
    for await (const bytes of tableBytes(trx, target)) {
      rows += countLines(bytes);
      yield bytes;
    }
    yield END_OF_ROWS;
  }
  yield line({ jobs: await queuedJobs(trx) });
  yield line({ rows });
}

/**
 * Writes everything that the installation knows to a new file, as it is at one moment; servers may run meanwhile. With
 * `kept`, the secrets of the data directory, the file alone is enough to restore. Throws BackupError when the file is
 * there already.
 */
export async function writeBackup(
  { db, secrets }: Pick<Context, 'db' | 'secrets'>,
  path: string,
  kept: SecretTexts | null,
): Promise<void> {
  if (existsSync(path)) throw new BackupError(`${path} is there already; name a new file.`);
  const draft = `${path}.${process.pid}`;
  const head = {
    maiaBackup: 1 as const,
    madeAt: new Date().toISOString(),
    secrets: kept && { current: kept.current, earlier: [...kept.earlier] },
    secretMark: secretMark(secrets),
  };
  try {
    await inTransaction(
      db,
      (trx) =>
        pipeline(
          Readable.from(partsOf(trx, head), { objectMode: true }),
          createGzip(),
          // The owner alone may read it: it holds everyone's data and the key to them.
          createWriteStream(draft, { flags: 'wx', mode: 0o600, flush: true }),
        ),
      { isolation: 'repeatable read', statementTimeoutMs: 0, attemptsMax: 1 },
    );
    await rename(draft, path);
  } finally {
    await rm(draft, { force: true });
  }
}
