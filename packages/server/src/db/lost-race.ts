import { DatabaseError } from 'pg';

/** Unique and foreign keys, serialization, deadlock: checked before and true no more. */
const CODES: ReadonlySet<string> = new Set(['23505', '23503', '40001', '40P01']);

/** Whether a write that was checked first failed because another transaction got between. */
export function isLostRace(error: unknown): boolean {
  return error instanceof DatabaseError && CODES.has(error.code ?? '');
}
