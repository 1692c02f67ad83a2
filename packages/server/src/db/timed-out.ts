import { DatabaseError } from 'pg';

const QUERY_CANCELED = '57014';

/** Whether the database gave a statement up, which it does after the statement timeout. */
export function isTimedOut(error: unknown): boolean {
  return error instanceof DatabaseError && error.code === QUERY_CANCELED;
}
