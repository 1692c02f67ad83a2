import { parentPort, workerData } from 'node:worker_threads';
import { openDatabase } from '../db/connect.js';
import { openFitThreads } from './fit-threads.js';
import { trainModel } from './train.js';
import type { ThreadInput, ThreadMessage } from './train-in-thread.js';

const PROGRESS_INTERVAL_MS = 250;

/** The body of the training thread: trains once, tells its progress and the outcome, and ends. */
async function run(input: ThreadInput, tell: (message: ThreadMessage) => void): Promise<void> {
  const db = await openDatabase({ databaseUrl: input.databaseUrl }, { connectionsMax: 1 });
  let toldAt = 0;
  try {
    const outcome = await trainModel(db, input.request, {
      onProgress: (share, stage) => {
        const now = performance.now();
        if (now - toldAt < PROGRESS_INTERVAL_MS) return;
        toldAt = now;
        tell({ kind: 'progress', share, stage });
      },
      openFitters: openFitThreads,
    });
    tell({ kind: 'outcome', outcome });
  } finally {
    await db.close();
  }
}

if (parentPort !== null) {
  const port = parentPort;
  // Only `trainInThread` starts this file, with this input.
  await run(workerData as ThreadInput, (message) => port.postMessage(message));
}
