import { execFile } from 'node:child_process';
import {
  accessSync,
  chmodSync,
  chownSync,
  closeSync,
  constants,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { type Account, chooseAccount } from './account.js';
import { type Binaries, findBinaries, PROGRAM_ENVIRONMENT } from './binaries.js';
import { EmbeddedDatabaseError } from './embedded-database-error.js';
import { INITIAL_SETTINGS } from './settings.js';

/** A PostgreSQL data directory with all that is needed to run it. */
export interface Cluster {
  directory: string;
  /** Null: the account of this process. */
  account: Account | null;
  binaries: Binaries;
}

/** The superuser of the cluster, the only role there is at first. */
export const SUPERUSER = 'maia';
/** The owner of the cluster writes; a group may read at most, or PostgreSQL refuses. */
const ACCEPTED_MODES = [0o700, 0o750];

/** Makes the data directory when it is missing. Throws EmbeddedDatabaseError when it cannot be used. */
export function ensureDataDir(dataDir: string): void {
  try {
    mkdirSync(dataDir, { recursive: true });
    accessSync(dataDir, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new EmbeddedDatabaseError(
      `The data directory ${dataDir} cannot be used: ${reason}. Give the user with id ${process.getuid?.()} the right to write there, or set MAIA_DATA_DIR to another directory.`,
      { cause },
    );
  }
}

/** Finds the cluster below the data directory, or makes it. Only the owner of the directory may call it. */
export async function prepareCluster(dataDir: string): Promise<Cluster> {
  const directory = join(dataDir, 'postgres');
  const account = chooseAccount(directory);
  const binaries = findBinaries(dataDir, account);
  if (!existsSync(directory)) await createCluster(directory, account, binaries);
  const version = readFileSync(join(directory, 'PG_VERSION'), 'utf8').trim();
  if (version !== binaries.majorVersion)
    throw new EmbeddedDatabaseError(
      `${directory} was made by PostgreSQL ${version}, this version of Maia brings ${binaries.majorVersion}. Make a backup with the version that made it and restore that here.`,
    );
  if (!ACCEPTED_MODES.includes(statSync(directory).mode & 0o777)) chmodSync(directory, 0o700);
  return { directory, account, binaries };
}

/**
 * How a program of PostgreSQL, started in the directory, names it. As another account it may not be
 * able to walk to the directory from the root, because a parent is closed to it; its working directory
 * was entered before the account changed, and on Linux has a name of its own.
 */
export function directoryArgument(directory: string, account: Account | null): string {
  return account && process.platform === 'linux' ? '/proc/self/cwd' : directory;
}

async function createCluster(
  directory: string,
  account: Account | null,
  binaries: Binaries,
): Promise<void> {
  const draft = `${directory}.init`;
  rmSync(draft, { recursive: true, force: true });
  mkdirSync(draft, { mode: 0o700 });
  if (account) chownSync(draft, account.uid, account.gid);
  const settings = Object.entries(INITIAL_SETTINGS).map(
    ([name, value]) => `--set=${name}=${value}`,
  );
  try {
    await promisify(execFile)(
      binaries.initdb,
      [
        `--pgdata=${directoryArgument(draft, account)}`,
        `--username=${SUPERUSER}`,
        '--encoding=UTF8',
        '--locale=C',
        '--locale-provider=builtin',
        '--builtin-locale=C.UTF-8',
        // The only way in is a socket in a directory that nobody but this account can enter.
        '--auth=trust',
        '--no-instructions',
        ...settings,
      ],
      { ...account, cwd: draft, env: PROGRAM_ENVIRONMENT },
    );
  } catch (cause) {
    throw new EmbeddedDatabaseError(`The database could not be created: ${describe(cause)}`, {
      cause,
    });
  }
  renameSync(draft, directory);
  syncDirectory(dirname(directory));
}

function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const output = 'stderr' in error ? String(error.stderr).trim() : '';
  if (output.includes('could not look up effective user ID'))
    return `the user with id ${process.getuid?.()} is not in /etc/passwd, which PostgreSQL needs to create a database. Add it there, start once as another user, or set DATABASE_URL.`;
  return output || error.message;
}

function syncDirectory(directory: string): void {
  const descriptor = openSync(directory, 'r');
  fsyncSync(descriptor);
  closeSync(descriptor);
}
