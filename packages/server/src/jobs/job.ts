import type { Context } from '../context.js';
import type { JobName, JobPayloads } from './queue.js';

/**
 * Does one job. It must be safe to run again after a crash at any moment. When the signal is aborted it
 * stops soon and throws JobInterruptedError: the job then goes back to the queue.
 */
export type JobHandler<Name extends JobName> = (
  context: Context,
  payload: JobPayloads[Name],
  signal: AbortSignal,
) => Promise<void>;

export type JobHandlers = { readonly [Name in JobName]?: JobHandler<Name> };

/** The server stops, or lost its database, in the middle of a job; another worker will do it. */
export class JobInterruptedError extends Error {
  override name = 'JobInterruptedError';

  constructor() {
    super('The job was interrupted and goes back to the queue.');
  }
}
