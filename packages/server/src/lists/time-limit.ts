import { isTimedOut } from '../db/timed-out.js';
import { InvalidError } from '../errors.js';

/**
 * Waits for what a list reads. Throws InvalidError (400) where the database gave up after its time limit: another
 * question is needed, not another attempt.
 */
export async function withinTimeLimit<T>(reading: Promise<T>): Promise<T> {
  try {
    return await reading;
  } catch (error) {
    if (!isTimedOut(error)) throw error;
    throw new InvalidError(
      'This list would take too long. Ask for fewer records: filter by id, by a customer or by a range of days (with _sort of that day), and go to deep pages by _sort=id&id_gt=LAST instead of _start.',
    );
  }
}
