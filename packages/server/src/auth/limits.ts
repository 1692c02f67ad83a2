import { isIPv6 } from 'node:net';
import { TooManyRequestsError } from '../errors.js';

const KEYS_MAX = 20_000;
const CALLS_MAX = 60;
const CALLS_WINDOW_MS = 60_000;
const FAILURES_MAX = 10;
const FAILURES_WINDOW_MS = 900_000;

/** Counts events by key in a sliding window; forgets the longest silent keys when there are too many. */
class SlidingWindow {
  readonly #events = new Map<string, number[]>();
  readonly #limit: { max: number; windowMs: number };

  constructor(limit: { max: number; windowMs: number }) {
    this.#limit = limit;
  }

  /** Counts an event and returns what takes it back. Throws TooManyRequestsError (429) when there were too many. */
  count(key: string, now: number): () => void {
    const { max, windowMs } = this.#limit;
    // One array for the life of a key, so that what takes an event back finds it.
    const events = this.#events.get(key) ?? [];
    while (events[0] !== undefined && events[0] <= now - windowMs) events.shift();
    const [oldest] = events;
    if (oldest !== undefined && events.length >= max)
      throw new TooManyRequestsError(
        'Too many attempts; wait before you try again.',
        (oldest + windowMs - now) / 1000,
      );
    events.push(now);
    this.#events.delete(key);
    this.#events.set(key, events);
    const [silentest] = this.#events.keys();
    if (this.#events.size > KEYS_MAX && silentest !== undefined) this.#events.delete(silentest);
    return () => {
      const index = events.indexOf(now);
      if (index !== -1) events.splice(index, 1);
    };
  }
}

/** Whoever has one IPv6 address has its whole /64 network, so that counts as one. */
function networkOf(address: string): string {
  if (!isIPv6(address) || address.startsWith('::ffff:')) return address;
  const [head = '', tail = ''] = address.split('::');
  const left = head.split(':').filter(Boolean);
  const right = tail.split(':').filter(Boolean);
  const zeros = Array.from({ length: Math.max(0, 8 - left.length - right.length) }, () => '0');
  return [...left, ...zeros, ...right].slice(0, 4).join(':');
}

/** Who tries, and on which account or kind of token. */
interface AttemptTarget {
  address: string;
  account: string;
}

/** Limits of the calls that take a password or a one-time token; kept in the memory of this process. */
export interface AuthLimits {
  /** Counts a call. Throws TooManyRequestsError (429) above 60 a minute from one address. */
  countCall(address: string): void;
  /**
   * Does an attempt, which fails by answering null; whatever else it answers or throws does not count. Attempts under
   * way count as failures, so that many at once cannot slip through. Throws TooManyRequestsError (429), without trying,
   * at 10 failures in 15 minutes of one address on one account.
   */
  attempt<T>(target: AttemptTarget, work: () => Promise<T | null>): Promise<T | null>;
}

export function authLimits(now: () => number = Date.now): AuthLimits {
  const calls = new SlidingWindow({ max: CALLS_MAX, windowMs: CALLS_WINDOW_MS });
  const failures = new SlidingWindow({ max: FAILURES_MAX, windowMs: FAILURES_WINDOW_MS });
  return {
    countCall: (address) => {
      calls.count(networkOf(address), now());
    },
    attempt: async ({ address, account }, work) => {
      const forgive = failures.count(JSON.stringify([networkOf(address), account]), now());
      let isFailure = false;
      try {
        const result = await work();
        isFailure = result === null;
        return result;
      } finally {
        if (!isFailure) forgive();
      }
    },
  };
}
