import { violatedUnique } from '../db/violations.js';
import { ConflictError } from '../errors.js';

const FIELD_OF_CONSTRAINT: ReadonlyMap<string, string> = new Map([
  ['users_username_key', 'username'],
  ['users_email_key', 'email'],
  ['users_reset_token_hash_key', 'resetPasswordToken'],
  ['users_confirmation_token_hash_key', 'confirmationToken'],
]);

/** The error of a write to users: ConflictError (409) naming the field that another user has, else as it was. */
export function asUserConflict(error: unknown): unknown {
  const field = FIELD_OF_CONSTRAINT.get(violatedUnique(error) ?? '');
  if (field === undefined) return error;
  const message = 'another user has it already; choose another';
  return new ConflictError(`${field}: ${message}`, [{ field, message }]);
}
