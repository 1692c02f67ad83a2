import { Worker } from 'node:worker_threads';
import type { OnProgress, TrainingOutcome, TrainingRequest } from './training-request.js';

/** What the training thread is started with. */
export interface ThreadInput {
  databaseUrl: string;
  request: TrainingRequest;
}

/** What the training thread says. */
export type ThreadMessage =
  | { kind: 'progress'; share: number; stage: string }
  | { kind: 'outcome'; outcome: TrainingOutcome };

/** A training that grows beyond this ends with a sentence instead of taking the server with it. */
const HEAP_MEBIBYTES_MAX = 1536;

const OUT_OF_MEMORY =
  'The training needed more memory than it may take. Train on fewer outcomes (options.observationDates or options.asOf narrow them).';

/**
 * Trains in a thread of its own, with its own database connection, so that the server keeps answering.
 * Resolves to null when the signal ended it; rejects when the thread broke.
 */
export function trainInThread(
  input: ThreadInput,
  onProgress: OnProgress,
  signal: AbortSignal,
): Promise<TrainingOutcome | null> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) return resolve(null);
    const thread = new Worker(new URL('./training-thread.js', import.meta.url), {
      workerData: input,
      resourceLimits: { maxOldGenerationSizeMb: HEAP_MEBIBYTES_MAX },
    });
    const stop = (): void => void thread.terminate();
    signal.addEventListener('abort', stop, { once: true });
    thread.on('message', (message: ThreadMessage) => {
      if (message.kind === 'outcome') resolve(message.outcome);
      else onProgress(message.share, message.stage);
    });
    thread.once('error', (error: Error & { code?: string }) => {
      if (error.code === 'ERR_WORKER_OUT_OF_MEMORY')
        resolve({ kind: 'refused', sentence: OUT_OF_MEMORY });
      else reject(error);
    });
    thread.once('exit', () => {
      signal.removeEventListener('abort', stop);
      if (signal.aborted) resolve(null);
      // Does nothing when the outcome came before.
      else reject(new Error('The training thread ended without an outcome.'));
    });
  });
}
