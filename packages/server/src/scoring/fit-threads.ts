import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { BinnedTable, FitRequest, FittedForest, OpenFitters } from '@maia/engine';

/** What one fit thread says of the request that it was given last. */
export interface FitAnswer {
  fitted: FittedForest;
}

/** More threads than this wait for memory rather than for the processor. */
const THREADS_MAX = 4;

interface WaitingFit {
  request: FitRequest;
  resolve: (fitted: FittedForest) => void;
  reject: (error: Error) => void;
}

/**
 * Makes whole fits side by side, each in a thread of its own: threads inside one fit gain nothing. The rows are shared, not
 * copied. The threads end with `close`, or with the thread that opened them.
 */
export const openFitThreads: OpenFitters = (table) => {
  const threads = new FitThreads(table, Math.min(THREADS_MAX, availableParallelism()));
  return {
    makeFits: (requests) => Promise.all(requests.map((request) => threads.fit(request))),
    close: () => threads.close(),
  };
};

class FitThreads {
  readonly #threads: Worker[];
  readonly #idle: Worker[];
  readonly #waiting: WaitingFit[] = [];
  readonly #running = new Map<Worker, WaitingFit>();

  constructor(table: BinnedTable, count: number) {
    this.#threads = Array.from({ length: count }, () => this.#start(table));
    this.#idle = [...this.#threads];
  }

  fit(request: FitRequest): Promise<FittedForest> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ request, resolve, reject });
      this.#assign();
    });
  }

  close(): void {
    for (const thread of this.#threads) void thread.terminate();
  }

  #start(table: BinnedTable): Worker {
    const thread = new Worker(new URL('./fit-thread.js', import.meta.url), { workerData: table });
    thread.on('message', ({ fitted }: FitAnswer) => {
      this.#running.get(thread)?.resolve(fitted);
      this.#running.delete(thread);
      this.#idle.push(thread);
      this.#assign();
    });
    // A thread that breaks would break again: the training fails with its error.
    thread.on('error', (error) => {
      for (const { reject } of [...this.#running.values(), ...this.#waiting.splice(0)])
        reject(error);
    });
    return thread;
  }

  #assign(): void {
    while (this.#idle.length > 0 && this.#waiting.length > 0) {
      const [thread, fit] = [this.#idle.pop(), this.#waiting.shift()];
      if (thread === undefined || fit === undefined) return;
      this.#running.set(thread, fit);
      thread.postMessage(fit.request);
    }
  }
}
