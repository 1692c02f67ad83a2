import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Pool, PoolClient } from 'pg';

/** The migrations of this version, beside `src` and `dist`, so that both find them. */
export const MIGRATIONS_DIR = fileURLToPath(new URL('../../migrations/', import.meta.url));

/** The migrations cannot be run; the message says which file and why. */
export class MigrationError extends Error {
  override name = 'MigrationError';
}

/** One SQL file, `NNNNNN-what-it-does.sql`. */
interface Migration {
  number: number;
  name: string;
  /** SHA-256 of the text, with line ends as LF. */
  hash: string;
  /** An older version of the server cannot work after it: the first line is `--! breaking`. */
  breaking: boolean;
  text: string;
}

interface AppliedMigration {
  number: number;
  name: string;
  hash: string;
  breaking: boolean;
}

const FILE_NAME = /^(\d{6})-[a-z0-9-]+\.sql$/;
const BREAKING_MARK = '--! breaking';
/** Any number that nobody else uses as an advisory lock in this database: "maia" in ASCII. */
const LOCK_KEY = 0x6d616961;

/** A migration as a database or a backup tells that it was applied. */
export type KnownMigration = Pick<Migration, 'number' | 'name' | 'hash'>;

async function readMigrations(directory: string): Promise<Migration[]> {
  const names = (await readdir(directory)).filter((name) => name.endsWith('.sql')).sort();
  const migrations: Migration[] = [];
  for (const name of names) {
    const number = Number(FILE_NAME.exec(name)?.[1]);
    const before = migrations.at(-1)?.number ?? 0;
    if (!(number > before))
      throw new MigrationError(
        `Migration ${name} is out of order: expected a number above ${String(before).padStart(6, '0')}.`,
      );
    const text = (await readFile(join(directory, name), 'utf8')).replaceAll('\r\n', '\n');
    const hash = createHash('sha256').update(text).digest('hex');
    const breaking = text.split('\n', 1)[0] === BREAKING_MARK;
    migrations.push({ number, name, hash, breaking, text });
  }
  return migrations;
}

async function readApplied(client: PoolClient): Promise<AppliedMigration[]> {
  await client.query(`create table if not exists schema_migrations (
    number integer primary key,
    name text not null,
    hash text not null,
    breaking boolean not null,
    applied_at timestamptz not null default now()
  )`);
  const result = await client.query<AppliedMigration>(
    'select number, name, hash, breaking from schema_migrations order by number',
  );
  return result.rows;
}

function assertCompatible(applied: readonly AppliedMigration[], known: readonly Migration[]): void {
  for (const done of applied) {
    const file = known.find(({ number }) => number === done.number);
    if (!file && done.breaking)
      throw new MigrationError(
        `The database was migrated by a newer version (${done.name}), with which this one cannot work. Start the newer version.`,
      );
    if (file && file.hash !== done.hash)
      throw new MigrationError(
        `Migration ${file.name} was changed after it was applied as ${done.name}. Restore the file; put changes into a new one.`,
      );
  }
}

async function apply(client: PoolClient, migration: Migration): Promise<void> {
  try {
    await client.query('begin');
    await client.query(migration.text);
    await client.query(
      'insert into schema_migrations (number, name, hash, breaking) values ($1, $2, $3, $4)',
      [migration.number, migration.name, migration.hash, migration.breaking],
    );
    await client.query('commit');
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new MigrationError(`Migration ${migration.name} failed: ${reason}`, { cause });
  }
}

/**
 * Brings an empty database to the shape that a backup was made in, by the migrations that it names. Throws
 * MigrationError when this version does not have one of them, or when the database knows others already.
 */
export async function migrateTo(
  pool: Pool,
  wanted: readonly KnownMigration[],
  directory: string = MIGRATIONS_DIR,
): Promise<void> {
  const hashes = new Map(wanted.map(({ number, hash }) => [number, hash]));
  const files = await readMigrations(directory);
  const unknown = wanted.find(({ number, hash }) =>
    files.every((file) => file.number !== number || file.hash !== hash),
  );
  if (unknown)
    throw new MigrationError(
      `The backup was made by a newer version (${unknown.name}). Restore it with that version.`,
    );
  await run(pool, files, (migration) => hashes.has(migration.number));
  const { rows } = await pool.query<{ number: number }>('select number from schema_migrations');
  if (rows.some(({ number }) => !hashes.has(number)))
    throw new MigrationError(
      'The database was brought to a newer shape than the backup’s. Restore into a new one.',
    );
}

/**
 * Brings the database to this version: runs the SQL files that it has not seen, in order, each in a
 * transaction, one process at a time. Returns the names of those it ran. Throws MigrationError when
 * an applied file was changed, when one fails, or when a newer, incompatible version was here.
 */
export async function migrate(pool: Pool, directory: string = MIGRATIONS_DIR): Promise<string[]> {
  return run(pool, await readMigrations(directory), () => true);
}

async function run(
  pool: Pool,
  known: readonly Migration[],
  isWanted: (migration: Migration) => boolean,
): Promise<string[]> {
  const client = await pool.connect();
  try {
    await client.query('set statement_timeout = 0; set lock_timeout = 0');
    await client.query('select pg_advisory_lock($1)', [LOCK_KEY]);
    const applied = await readApplied(client);
    assertCompatible(applied, known);
    const done = new Set(applied.map(({ number }) => number));
    const pending = known.filter((one) => !done.has(one.number) && isWanted(one));
    for (const migration of pending) await apply(client, migration);
    return pending.map((migration) => migration.name);
  } finally {
    // Ending the connection frees the lock and whatever a failed migration left open.
    client.release(true);
  }
}
