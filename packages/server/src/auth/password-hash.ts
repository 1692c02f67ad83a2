import { hash, type Options, verify } from '@node-rs/argon2';
import { TurnQueue } from '../turn-queue.js';

/** OWASP Password Storage Cheat Sheet: 19 MiB, two passes, one lane; the library's algorithm is Argon2id. */
const ARGON2ID: Options = {
  memoryCost: 19_456,
  timeCost: 2,
  parallelism: 1,
};

/**
 * Sign-ins may neither take every thread nor queue without end: two hashes at a time for the whole process, whose
 * threads they share.
 */
const queue = new TurnQueue({
  runningMax: 2,
  waitingMax: 100,
  refusal: 'Too many sign-ins at the same moment; try again in a few seconds.',
});
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
