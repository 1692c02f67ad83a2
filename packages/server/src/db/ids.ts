import { randomFillSync } from 'node:crypto';

/** A UUID version 7 in canonical lower case. */
export type Id = string;

const COUNTER_MAX = 0xfff;
const COUNTER_SEED_MAX = 0x7ff;
const RANDOM_BYTES_PER_ID = 10;
const IDS_PER_REFILL = 256;

/** Where a generator reads its clock and its randomness; the defaults are the system's. */
export interface IdSources {
  /** Milliseconds since 1970-01-01. */
  now: () => number;
  fillRandom: (bytes: Uint8Array) => void;
}

/**
 * Makes a generator of UUIDs version 7 (RFC 9562 §5.7) that grow strictly within the process, also
 * within one millisecond and when the clock steps back: `rand_a` is a counter that starts at a random
 * value in each millisecond (§6.2 method 1) and, when it is used up, borrows from the next one.
 */
export function idGenerator(sources: IdSources): () => Id {
  const pool = Buffer.alloc(RANDOM_BYTES_PER_ID * IDS_PER_REFILL);
  let offset = pool.length;
  let milliseconds = 0;
  let counter = 0;

  function tick(seed: number): void {
    const now = sources.now();
    if (now > milliseconds) {
      milliseconds = now;
      counter = seed;
    } else if (counter < COUNTER_MAX) {
      counter += 1;
    } else {
      milliseconds += 1;
      counter = seed;
    }
  }

  return () => {
    if (offset === pool.length) {
      sources.fillRandom(pool);
      offset = 0;
    }
    tick(pool.readUInt16BE(offset) & COUNTER_SEED_MAX);
    const time = milliseconds.toString(16).padStart(12, '0');
    const count = counter.toString(16).padStart(3, '0');
    const variant = ((pool.readUInt16BE(offset + 2) & 0x3fff) | 0x8000).toString(16);
    const node = pool.toString('hex', offset + 4, offset + 10);
    offset += RANDOM_BYTES_PER_ID;
    return `${time.slice(0, 8)}-${time.slice(8)}-7${count}-${variant}-${node}`;
  };
}

/** A new id, greater than every one this process made before: `newId()` → `"019a…-7…"`. */
export const newId: () => Id = idGenerator({ now: Date.now, fillRandom: randomFillSync });
