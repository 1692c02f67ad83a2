import { parentPort, workerData } from 'node:worker_threads';
import { type BinnedTable, createFitter, type FitRequest } from '@maia/engine';
import type { FitAnswer } from './fit-threads.js';

/** The body of a fit thread: makes the fits that it is sent, one after another, on the table it was started with. */
if (parentPort !== null) {
  const port = parentPort;
  // Only `openFitThreads` starts this file, with a table, and sends it requests.
  const makeFit = createFitter(workerData as BinnedTable);
  port.on('message', (request: FitRequest) => {
    const answer: FitAnswer = { fitted: makeFit(request) };
    port.postMessage(answer);
  });
}
