import { execFileSync } from 'node:child_process';
import { readFileSync, readlinkSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { EmbeddedDatabaseError, systemErrorCode } from './embedded-database-error.js';

const POLL_MS = 50;
const FAST_SHUTDOWN_MS = 60_000;
const IMMEDIATE_SHUTDOWN_MS = 30_000;

/** What a server has written into its postmaster.pid. */
export interface PidFile {
  pid: number;
  /** It takes connections. */
  ready: boolean;
}

const STATUS_LINE = 7;

/** Null when there is no file, or only the beginning of one. */
export function readPidFile(directory: string): PidFile | null {
  let text: string;
  try {
    text = readFileSync(join(directory, 'postmaster.pid'), 'utf8');
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT') return null;
    throw error;
  }
  const lines = text.split('\n');
  const pid = Number(lines[0]);
  if (!Number.isInteger(pid) || pid <= 0) return null;
  return { pid, ready: lines[STATUS_LINE]?.trim() === 'ready' };
}

/** Whether a process exists; one that has ended but was not waited for exists too. */
export function exists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return systemErrorCode(error) === 'EPERM';
  }
}

/** Whether a process is a PostgreSQL server of this directory, and not another that got its number. */
export function isServerOf(pid: number, directory: string): boolean {
  try {
    if (process.platform === 'linux')
      return (
        readFileSync(`/proc/${pid}/comm`, 'utf8').trim() === 'postgres' &&
        readlinkSync(`/proc/${pid}/cwd`) === realpathSync(directory)
      );
    const command = execFileSync('ps', ['-ww', '-o', 'command=', '-p', String(pid)]).toString();
    return command.includes('postgres') && command.includes(directory);
  } catch {
    // The process is gone, or it is another user's and so not ours.
    return false;
  }
}

/**
 * Stops a server that outlived the process that started it, as after kill -9 of that process alone.
 * The caller owns the directory, so nobody is using that server. Throws EmbeddedDatabaseError when
 * it does not stop.
 */
export async function stopOrphan(directory: string): Promise<void> {
  const pid = readPidFile(directory)?.pid;
  if (pid === undefined || !isServerOf(pid, directory)) return;
  // SIGINT is the fast shutdown, which writes everything out; SIGQUIT the immediate one, after which
  // the next start recovers from the log. Neither loses what was acknowledged.
  const steps: [NodeJS.Signals, number][] = [
    ['SIGINT', FAST_SHUTDOWN_MS],
    ['SIGQUIT', IMMEDIATE_SHUTDOWN_MS],
  ];
  for (const [signal, waitMs] of steps) {
    sendSignal(pid, signal);
    const giveUpAt = Date.now() + waitMs;
    while (Date.now() < giveUpAt) {
      if (!isServerOf(pid, directory)) return;
      await sleep(POLL_MS);
    }
  }
  throw new EmbeddedDatabaseError(
    `A PostgreSQL server left over from before (process ${pid}) does not stop. End it, then start again.`,
  );
}

function sendSignal(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (cause) {
    if (systemErrorCode(cause) === 'ESRCH') return;
    throw new EmbeddedDatabaseError(
      `A PostgreSQL server left over from before (process ${pid}) cannot be stopped by this user. End it, then start again.`,
      { cause },
    );
  }
}
