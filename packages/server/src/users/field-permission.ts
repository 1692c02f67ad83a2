import { ForbiddenError } from '../errors.js';
import type { Caller } from '../http/caller.js';
import { UserUpdate } from './schemas.js';

/** What everyone may change in their own record. */
const OWN_FIELDS: ReadonlySet<string> = new Set(['username', 'email', 'password']);

/**
 * Throws ForbiddenError (403) unless the caller may change these fields of that user, whatever their values.
 * Only administrators act for others or on anything beyond `OWN_FIELDS`, whatever a custom role says: who changes
 * an e-mail address takes over the account. Unknown fields are nobody's concern: they are never stored.
 */
export function assertMayUpdate(caller: Caller, id: string, fields: readonly string[]): void {
  if (caller.isAdministrator) return;
  if (caller.userId !== id || caller.apiTokenId !== null)
    throw new ForbiddenError('Only an administrator may change another user.');
  const refused = fields.filter(
    (field) => Object.hasOwn(UserUpdate.properties, field) && !OWN_FIELDS.has(field),
  );
  if (refused.length > 0)
    throw new ForbiddenError(
      `Of your own record you may change ${[...OWN_FIELDS].join(', ')}; only an administrator may change ${refused.join(', ')}.`,
      refused.map((field) => ({ field, message: 'only an administrator may change it' })),
    );
}
