import { sql } from 'kysely';
import type { Transaction } from '../db/transaction.js';
import { ConflictError, InvalidError } from '../errors.js';
import { isUuid } from '../lists/value.js';
import { ADMINISTRATOR } from '../roles/permissions.js';
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

async function setRole(
  trx: Transaction,
  role: { id: string; by: string },
  userIds: readonly string[],
): Promise<void> {
  if (userIds.length === 0) return;
  await trx
    .updateTable('users')
    .set({ role_id: role.id, updated_by: role.by, updated_at: new Date() })
    .where('id', 'in', userIds)
    .where('role_id', '!=', role.id)
    .execute();
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
  await setRole(trx, role, userIds);
}

/** Who is to have a role, and what becomes of those who had it. */
interface RoleUsers {
  role: { id: string; type: string; by: string };
  fallbackId: string;
  userIds: readonly string[];
  /** Those who had the role as far as callers see them; nobody is left out who was never shown. */
  shownIds: readonly string[];
}

/**
 * Gives a role to these users and to nobody else; who had it falls back to another. Needs `lockAdministrators`. Throws
 * ConflictError (409) when the role has more users than are shown and one of them would lose it, or when no
 * administrator is left.
 */
export async function replaceRoleUsers(
  trx: Transaction,
  { role, fallbackId, userIds, shownIds }: RoleUsers,
): Promise<{ added: string[]; removed: string[] }> {
  const had = await trx.selectFrom('users').select('id').where('role_id', '=', role.id).execute();
  const hadIds = new Set(had.map(({ id }) => id));
  const named = new Set(userIds);
  const added = userIds.filter((id) => !hadIds.has(id));
  const removed = role.id === fallbackId ? [] : [...hadIds].filter((id) => !named.has(id));
  const shown = new Set(shownIds);
  if (removed.some((id) => !shown.has(id)))
    throw new ConflictError(
      'This role has more users than its list shows, and some of them would lose it; change the role of single users instead.',
    );
  if (role.type !== ADMINISTRATOR) await assignRole(trx, role, added);
  else {
    await setRole(trx, role, added);
    if (removed.length > 0) await assertOtherAdministrator(trx, removed);
  }
  await setRole(trx, { id: fallbackId, by: role.by }, removed);
  return { added, removed };
}

/** Moves everyone from one role to another and says who they were. */
export async function moveAllUsers(
  trx: Transaction,
  { from, to, by }: { from: string; to: string; by: string },
): Promise<string[]> {
  const moved = await trx
    .updateTable('users')
    .set({ role_id: to, updated_by: by, updated_at: new Date() })
    .where('role_id', '=', from)
    .returning('id')
    .execute();
  return moved.map(({ id }) => id);
}
