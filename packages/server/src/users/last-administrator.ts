import { preparedQuery } from '../db/prepared.js';
import type { Transaction } from '../db/transaction.js';
import { ConflictError } from '../errors.js';
import { ADMINISTRATOR } from '../roles/permissions.js';

const lockedRole = preparedQuery<{ id: string }>(
  'lock-role',
  'select id from roles where type = $1 for no key update',
);

/**
 * Lets one transaction at a time decide about administrators, so that two cannot each remove the other.
 * Take it before any lock on a user.
 */
export async function lockAdministrators(trx: Transaction): Promise<void> {
  await lockedRole(trx, ADMINISTRATOR);
}

/** Whether anyone but these users is an administrator who can sign in. Needs `lockAdministrators`. */
export async function hasOtherAdministrator(
  trx: Transaction,
  userIds: readonly string[],
): Promise<boolean> {
  const query = trx
    .selectFrom('users')
    .innerJoin('roles', 'roles.id', 'users.role_id')
    .select('users.id')
    .where('roles.type', '=', ADMINISTRATOR)
    .where('users.blocked', '=', false);
  const others = userIds.length === 0 ? query : query.where('users.id', 'not in', userIds);
  return (await others.limit(1).executeTakeFirst()) !== undefined;
}

/** Throws ConflictError (409) when these users are all the administrators there are. */
export async function assertOtherAdministrator(
  trx: Transaction,
  userIds: readonly string[],
): Promise<void> {
  if (await hasOtherAdministrator(trx, userIds)) return;
  throw new ConflictError(
    'The last administrator can be neither demoted, blocked nor deleted; make another user an administrator first.',
  );
}
