import { hash, type Options, verify } from '@node-rs/argon2';
import { TooManyRequestsError } from '../errors.js';

/** OWASP Password Storage Cheat Sheet: 19 MiB, two passes, one lane; the library's algorithm is Argon2id. */
const ARGON2ID: Options = {
  memoryCost: 19_456,
  timeCost: 2,
  parallelism: 1,
};

/** Hashes at once and in waiting: sign-ins may neither take every thread nor queue without end. */
const RUNNING_MAX = 2;
const WAITING_MAX = 100;
const RETRY_AFTER_SECONDS = 5;

/** Lets two hashes run at a time, the others wait in order; one queue for the process, whose threads they share. */
class HashQueue {
  #running = 0;
  readonly #waiting: (() => void)[] = [];

  async run<T>(work: () => Promise<T>): Promise<T> {
    if (this.#running >= RUNNING_MAX) await this.#turn();
    else this.#running += 1;
    try {
      return await work();
    } finally {
      const next = this.#waiting.shift();
      if (next) next();
      else this.#running -= 1;
    }
  }

  async #turn(): Promise<void> {
    if (this.#waiting.length >= WAITING_MAX)
      throw new TooManyRequestsError(
        'Too many sign-ins at the same moment; try again in a few seconds.',
        RETRY_AFTER_SECONDS,
      );
    return new Promise((resolve) => this.#waiting.push(resolve));
  }
}

const queue = new HashQueue();
let decoy: Promise<string> | null = null;

/** The same letter may be typed as one code point or as two; both must open the account. */
function canonical(password: string): string {
  return password.normalize('NFC');
}

/** Argon2id in PHC format. Throws TooManyRequestsError (429) when too many wait already. */
export async function hashPassword(password: string): Promise<string> {
  return queue.run(() => hash(canonical(password), ARGON2ID));
}

/**
 * Whether the password belongs to the hash. Without a hash (no such user, or one without a password) it works as
 * long and answers false, so that nobody learns from the clock who exists.
 */
export async function verifyPassword(
  passwordHash: string | null,
  password: string,
): Promise<boolean> {
  decoy ??= hash('no password has this hash', ARGON2ID);
  const against = passwordHash ?? (await decoy);
  const matches = await queue.run(() => verify(against, canonical(password)));
  return matches && passwordHash !== null;
}
