import { writeAccountMail } from '../auth/account-mail.js';
import { runBatch } from '../batches/run-batch.js';
import type { Context } from '../context.js';
import { deliverMail } from '../mail/deliver.js';
import { processWaitingReports } from '../reports/process-waiting.js';
import { forgetOldReports } from '../reports/retention.js';
import { runTraining } from '../trainings/run-training.js';
import { installJobs } from './install.js';
import type { JobHandlers } from './job.js';
import { freeJobsOfDeadWorkers } from './liveness.js';
import { startWorker } from './worker.js';

/** The part of a process that deals with jobs. */
export interface JobRunner {
  /** Hands running jobs back to the queue. */
  stop(): Promise<void>;
}

/** A training takes a processor for minutes, so each process runs one at a time; reports and mails go beside it. */
const LANES: readonly JobHandlers[] = [
  { training: runTraining },
  { 'waiting-reports': processWaitingReports },
  { 'account-mail': writeAccountMail, mail: deliverMail },
  { 'report-batch': runBatch },
];

const SWEEP_INTERVAL_MS = 10_000;
const RETENTION_INTERVAL_MS = 3_600_000;

/** Installs the queue, frees the jobs of processes that died, and runs jobs unless the role is `api`. */
export async function startJobs(context: Context): Promise<JobRunner> {
  await installJobs(context);
  await sweep(context);
  const sweeper = setInterval(() => void sweep(context), SWEEP_INTERVAL_MS);
  sweeper.unref();
  const isWorker = context.config.role !== 'api';
  const worker = isWorker ? startWorker(context, LANES) : null;
  const retention = isWorker ? keepRetention(context) : null;
  return {
    stop: async () => {
      clearInterval(sweeper);
      await retention?.stop();
      await worker?.stop();
    },
  };
}

/** Every hour, beginning now, one run after the other. */
function keepRetention(context: Context): { stop(): Promise<void> } {
  const run = async (): Promise<void> => {
    try {
      await forgetOldReports(context, new Date());
    } catch (error) {
      context.log.error({ err: error }, 'making old reports forget whom they are about failed');
    }
  };
  let running = run();
  const timer = setInterval(() => {
    running = running.then(run);
  }, RETENTION_INTERVAL_MS);
  timer.unref();
  return {
    stop: async () => {
      clearInterval(timer);
      await running;
    },
  };
}

async function sweep(context: Context): Promise<void> {
  try {
    const workerIds = await freeJobsOfDeadWorkers(context.db);
    if (workerIds.length > 0)
      context.log.warn({ workerIds }, 'jobs of workers that died go back to the queue');
  } catch (error) {
    context.log.error({ err: error }, 'looking for jobs of dead workers failed');
  }
}
