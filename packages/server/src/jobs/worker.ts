import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { runTaskList, type TaskList, type WorkerPool } from 'graphile-worker';
import type { Context } from '../context.js';
import { inTransaction } from '../db/transaction.js';
import { type JobEndedMessage, jobEndedChannel } from '../metrics/channels.js';
import { type JobHandlers, JobInterruptedError } from './job.js';
import { holdLife, type LifeConnection } from './liveness.js';
import { jobLogger } from './logger.js';
import { type JobName, returnJobs } from './queue.js';

const RESTART_DELAY_MS = 1000;

export interface Worker {
  /** Interrupts the running jobs, hands them back to the queue, and waits until that is done. */
  stop(): Promise<void>;
}

/**
 * Runs jobs until it is stopped, one at a time in each lane. When the connection that shows it to be
 * alive breaks, it interrupts its jobs and starts again under new names, because others may have taken them.
 */
export function startWorker(context: Context, lanes: readonly JobHandlers[]): Worker {
  const stopping = new AbortController();
  const { signal } = stopping;
  const ended = (async () => {
    while (!signal.aborted) {
      await runSession(context, lanes, signal).catch((error: unknown) => {
        context.log.error({ err: error }, 'the job worker broke and starts again');
      });
      await sleep(RESTART_DELAY_MS, undefined, { signal }).catch(() => {});
    }
  })();
  return {
    stop: async () => {
      stopping.abort();
      await ended;
    },
  };
}

async function runSession(
  context: Context,
  lanes: readonly JobHandlers[],
  stopping: AbortSignal,
): Promise<void> {
  const client = await context.db.pool.connect();
  const session = new AbortController();
  const pools: WorkerPool[] = [];
  try {
    const broken = firstFailure(client);
    for (const handlers of lanes) {
      const workerId = `maia-${randomUUID()}`;
      await holdLife(client, workerId);
      pools.push(startLane(context, { workerId, handlers, signal: session.signal }));
    }
    const laneEnded = pools.map((pool) => pool.worker?.promise.then(laneStopped, laneStopped));
    await Promise.race([aborted(stopping), broken, ...laneEnded]);
  } finally {
    session.abort();
    await Promise.allSettled(pools.map((pool) => pool.gracefulShutdown()));
    client.release(true);
  }
}

function firstFailure(client: LifeConnection): Promise<never> {
  return new Promise((_, reject) => {
    client.on('error', reject);
    client.once('end', () => reject(new Error('The connection of the job worker ended.')));
  });
}

function laneStopped(cause: unknown): never {
  throw new Error('A lane of the job worker stopped by itself.', { cause });
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
}

interface Lane {
  workerId: string;
  handlers: JobHandlers;
  signal: AbortSignal;
}

function startLane(context: Context, lane: Lane): WorkerPool {
  const names = Object.keys(lane.handlers) as JobName[];
  const tasks: TaskList = Object.fromEntries(
    names.map((name) => [name, (payload: unknown) => runJob(context, lane, { name, payload })]),
  );
  const { pool } = context.db;
  const options = { concurrency: 1, workerId: lane.workerId, noHandleSignals: true };
  return runTaskList({ ...options, pgPool: pool, logger: jobLogger(context.log) }, tasks, pool);
}

async function runJob(
  context: Context,
  { workerId, handlers, signal }: Lane,
  job: { name: JobName; payload: unknown },
): Promise<void> {
  const begun = performance.now();
  const tell = (outcome: JobEndedMessage['outcome']): void => {
    const seconds = (performance.now() - begun) / 1000;
    jobEndedChannel.publish({ name: job.name, outcome, seconds } satisfies JobEndedMessage);
  };
  try {
    // Payloads are written by `addJob` alone, which ties each to its name.
    const handler = handlers[job.name] as (...args: unknown[]) => Promise<void>;
    await handler(context, job.payload, signal);
    tell('done');
  } catch (error) {
    tell(error instanceof JobInterruptedError ? 'interrupted' : 'failed');
    if (error instanceof JobInterruptedError)
      await inTransaction(context.db, (trx) => returnJobs(trx, [workerId]));
    throw error;
  }
}
