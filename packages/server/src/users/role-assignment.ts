import { sql } from 'kysely';
import type { Transaction } from '../db/transaction.js';
import { InvalidError } from '../errors.js';
import { isUuid } from '../lists/value.js';
import { assertOtherAdministrator, lockAdministrators } from './last-administrator.js';

/** Ids of users named by id or username. Throws InvalidError (400) for a name that is nobody's. */
export async function userIdsNamed(trx: Transaction, names: readonly string[]): Promise<string[]> {
  if (names.length === 0) return [];
  const ids = names.filter(isUuid);
  const users = await trx
    .selectFrom('users')
    .select(['id', 'username'])
    .where((eb) =>
      eb.or([
        ...(ids.length > 0 ? [eb('id', 'in', ids)] : []),
        eb(
          sql`lower(username)`,
          'in',
          names.map((name) => sql`lower(${name})`),
        ),
      ]),
    )
    .execute();
  const known = new Set(users.flatMap((user) => [user.id, user.username.toLowerCase()]));
  const unknown = names.find((name) => !known.has(name.toLowerCase()));
  if (unknown !== undefined)
    throw InvalidError.field('users', `there is no user with the id or name "${unknown}"`);
  return users.map((user) => user.id);
}

/** Moves users to a role that is not the administrator's. Throws ConflictError (409) when no administrator is left. */
export async function assignRole(
  trx: Transaction,
  role: { id: string; by: string },
  userIds: readonly string[],
): Promise<void> {
  if (userIds.length === 0) return;
  await lockAdministrators(trx);
  await assertOtherAdministrator(trx, userIds);
  await trx
    .updateTable('users')
    .set({ role_id: role.id, updated_by: role.by, updated_at: new Date() })
    .where('id', 'in', userIds)
    .execute();
}
