import { Logger } from 'graphile-worker';
import type { Log } from '../context.js';
import { JobInterruptedError } from './job.js';

/** The log of the job library, in the log of the server. */
export function jobLogger(log: Log): Logger {
  return new Logger((scope) => (level, message, meta) => {
    const entry = { component: 'jobs', ...scope };
    // Handing a job back is how a stop should go, though the library sees a failure.
    if (meta?.error instanceof JobInterruptedError) return log.debug(entry, message);
    if (level === 'error') log.error(entry, message);
    else if (level === 'warning') log.warn(entry, message);
    else log.debug(entry, message);
  });
}
