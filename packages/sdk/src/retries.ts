import { MaiaError, MaiaTimeoutError } from './errors.js';

const BACKOFF_FIRST_MS = 250;
const BACKOFF_MAX_MS = 30_000;
/** Refusals that may be gone a moment later. */
const PASSING_STATUSES = new Set([429, 502, 503, 504]);

/** Whether the same request may succeed when it is sent again. */
function isPassing(error: unknown): boolean {
  if (error instanceof MaiaError) return PASSING_STATUSES.has(error.status);
  // `fetch` throws a TypeError when the connection fails.
  return error instanceof MaiaTimeoutError || error instanceof TypeError;
}

function waitMs(error: unknown, attempt: number): number {
  const asked = error instanceof MaiaError ? error.retryAfterSeconds : null;
  if (asked !== null) return asked * 1000;
  const longest = Math.min(BACKOFF_MAX_MS, BACKOFF_FIRST_MS * 2 ** attempt);
  // Clients that failed together must not come back together.
  return longest * (0.5 + Math.random() / 2);
}

function sleep(durationMs: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason);
    const stop = () => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', stop);
      resolve();
    }, durationMs);
    signal?.addEventListener('abort', stop, { once: true });
  });
}

interface RetryOptions {
  /** Further attempts after the first. */
  retriesMax: number;
  signal?: AbortSignal | undefined;
}

/** Runs an attempt again while it fails for a passing reason; a wait longer than 30 s is the caller's to make. */
export async function withRetries<T>(
  attempt: () => Promise<T>,
  { retriesMax, signal }: RetryOptions,
): Promise<T> {
  for (let retries = 0; ; retries += 1) {
    try {
      return await attempt();
    } catch (error) {
      const isLast = retries >= retriesMax || signal?.aborted || !isPassing(error);
      const pause = waitMs(error, retries);
      if (isLast || pause > BACKOFF_MAX_MS) throw error;
      await sleep(pause, signal);
    }
  }
}
