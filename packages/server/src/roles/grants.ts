import { ForbiddenError } from '../errors.js';
import type { Caller } from '../http/caller.js';

/** Throws ForbiddenError (403) unless the caller holds every one of these permissions: nobody hands on what they lack. */
export function assertMayGrant(caller: Caller, permissions: Iterable<string>): void {
  const lacking = [...permissions].filter((permission) => !caller.permissions.has(permission));
  if (lacking.length > 0)
    throw new ForbiddenError(
      `You cannot grant what you lack: ${lacking.slice(0, 5).join(', ')}${lacking.length > 5 ? ', …' : ''}.`,
      [{ field: 'permissions', message: `you lack ${lacking[0]}` }],
    );
}
