import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { PROGRAM_ENVIRONMENT } from './binaries.js';
import { type Cluster, directoryArgument } from './cluster.js';
import { EmbeddedDatabaseError } from './embedded-database-error.js';
import { exists, isServerOf, readPidFile, stopOrphan } from './postmaster-process.js';
import type { ServerLog } from './server-log.js';
import { FIXED_SETTINGS } from './settings.js';

const POLL_MS = 20;
const RETRY_MS = 100;
const RETRY_FOR_MS = 60_000;
const FAST_SHUTDOWN_MS = 60_000;
/** Ends of a start that a process of the server before, still on its way out, can cause. */
const PASSING_FAILURES = /lock file "|shared memory block|could not bind|Address already in use/;

/** What a start needs beside the cluster. */
export interface LaunchOptions {
  log: ServerLog;
  /** Server settings over the fixed ones. */
  settings: Readonly<Record<string, string>>;
}

/**
 * Starts the server and waits until it takes connections, however long its recovery lasts. What is
 * left of an earlier one is stopped or waited for. Throws EmbeddedDatabaseError.
 */
export async function launchPostmaster(
  cluster: Cluster,
  options: LaunchOptions,
): Promise<ChildProcess> {
  const giveUpAt = Date.now() + RETRY_FOR_MS;
  for (;;) {
    await stopOrphan(cluster.directory);
    const child = spawnServer(cluster, options);
    if (await becameReady(child, cluster.directory)) return child;
    const messages = options.log.takeTail();
    if (!PASSING_FAILURES.test(messages) || Date.now() > giveUpAt)
      throw new EmbeddedDatabaseError(
        `The embedded PostgreSQL did not start; ${options.log.path} says:\n${messages.trim()}`,
      );
    await sleep(RETRY_MS);
  }
}

/** Stops the server: fast, which writes everything out; immediately if that takes a minute. */
export async function stopPostmaster(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  child.kill('SIGINT');
  const impatience = setTimeout(() => child.kill('SIGQUIT'), FAST_SHUTDOWN_MS);
  await exited;
  clearTimeout(impatience);
}

function spawnServer(cluster: Cluster, options: LaunchOptions): ChildProcess {
  const { directory, account, binaries } = cluster;
  const settings = {
    ...FIXED_SETTINGS,
    // Relative to its own directory, because it may not be able to walk there from the root.
    unix_socket_directories: '.',
    ...options.settings,
  };
  const command = [
    ...dieWithParent(cluster),
    binaries.postgres,
    '-D',
    directoryArgument(directory, account),
    ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
  ];
  const child = spawn(command[0], command.slice(1), {
    ...account,
    cwd: directory,
    env: { ...PROGRAM_ENVIRONMENT, ...pastOwner(directory) },
    // A session of its own, so that Ctrl-C on the group of this process does not stop it first.
    detached: true,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  child.stderr?.setEncoding('utf8').on('data', (text: string) => options.log.append(text));
  child.on('error', (error) => options.log.append(`${error.message}\n`));
  return child;
}

/**
 * Linux can stop the server when the thread that started it ends, however it ends. The account is
 * changed before this program runs, which matters: a change of account forgets the wish.
 */
function dieWithParent(cluster: Cluster): string[] {
  if (process.platform !== 'linux') return [];
  const command = ['setpriv', '--pdeathsig', 'INT', '--'];
  const probe = spawnSync(command[0], [...command.slice(1), 'true'], {
    ...cluster.account,
    cwd: '/',
    env: PROGRAM_ENVIRONMENT,
  });
  return probe.status === 0 ? command : [];
}

/**
 * The number of a dead server can belong to another process by now (in a container it soon does), or
 * to a dead one that nobody waited for; PostgreSQL sees a process there and refuses to start. It
 * exempts its grandparent, which pg_ctl names in this variable; so we name that process. Its check
 * for backends that still use the shared memory stays in force.
 */
function pastOwner(directory: string): Record<string, string> {
  const pid = readPidFile(directory)?.pid;
  if (pid === undefined || !exists(pid) || isServerOf(pid, directory)) return {};
  return { PG_GRANDPARENT_PID: String(pid) };
}

async function becameReady(child: ChildProcess, directory: string): Promise<boolean> {
  let ended = false;
  child.once('close', () => {
    ended = true;
  });
  while (!ended) {
    const pidFile = readPidFile(directory);
    if (pidFile?.ready && pidFile.pid === child.pid) return true;
    await sleep(POLL_MS);
  }
  return false;
}
