import { DatabaseError } from 'pg';

const FOREIGN_KEY_VIOLATION = '23503';
const UNIQUE_VIOLATION = '23505';

function violated(error: unknown, code: string): string | null {
  if (!(error instanceof DatabaseError) || error.code !== code) return null;
  return error.constraint ?? null;
}

/** Name of the unique constraint or index that a write ran into; null when it failed for another reason. */
export function violatedUnique(error: unknown): string | null {
  return violated(error, UNIQUE_VIOLATION);
}

/** Name of the foreign key whose record was not there; null when a write failed for another reason. */
export function violatedForeignKey(error: unknown): string | null {
  return violated(error, FOREIGN_KEY_VIOLATION);
}
