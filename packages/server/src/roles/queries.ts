import { type Kysely, type Selectable, type SelectQueryBuilder, sql } from 'kysely';
import { newId } from '../db/ids.js';
import { isStorable } from '../db/storable-text.js';
import type { RolesTable, Tables } from '../db/tables.js';
import type { Transaction } from '../db/transaction.js';
import { pageOf, rowsOf, whereList } from '../lists/apply.js';
import type { ListRequest } from '../lists/request.js';
import { isUuid } from '../lists/value.js';
import { BUILT_IN_ROLES } from './permissions.js';

export type RoleRow = Selectable<RolesTable>;

/** A user as the list of a role's users shows it. */
export interface RoleUser {
  id: string;
  username: string;
  email: string;
  provider: string;
  confirmed: boolean;
  blocked: boolean;
  created_by: string;
  updated_by: string;
  created_at: Date;
  updated_at: Date;
}

const USERS_SHOWN_MAX = 100;

/**
 * The role of that id, type or name, looked up in this order; null when there is none. It cannot be deleted before the
 * transaction ends.
 */
export async function findRole(trx: Transaction, name: string): Promise<RoleRow | null> {
  const row = await trx
    .selectFrom('roles')
    .selectAll()
    .where((eb) =>
      eb.or([
        ...(isUuid(name) ? [eb('id', '=', name)] : []),
        eb('type', '=', name),
        eb(sql`lower(name)`, '=', sql`lower(${name})`),
      ]),
    )
    .orderBy(sql`id::text = lower(${name})`, 'desc')
    .orderBy(sql`type = ${name}`, 'desc')
    .limit(1)
    .forKeyShare()
    .executeTakeFirst();
  return row ?? null;
}

/** Whether there is a role of that id or type. */
export async function hasRole(db: Kysely<Tables>, name: string): Promise<boolean> {
  if (!isStorable(name)) return false;
  const row = await whereIdOrType(
    db.selectFrom('roles').select('roles.id'),
    name,
  ).executeTakeFirst();
  return row !== undefined;
}

/** The role of that id or type, kept from everyone else until the transaction ends; null when there is none. */
export async function lockRole(trx: Transaction, name: string): Promise<RoleRow | null> {
  if (!isStorable(name)) return null;
  const row = await whereIdOrType(trx.selectFrom('roles').selectAll(), name)
    .orderBy(sql`id::text = lower(${name})`, 'desc')
    .limit(1)
    .forUpdate()
    .executeTakeFirst();
  return row ?? null;
}

function whereIdOrType<O>(query: SelectQueryBuilder<Tables, 'roles', O>, name: string) {
  return query.where((eb) =>
    eb.or([...(isUuid(name) ? [eb('roles.id', '=', name)] : []), eb('roles.type', '=', name)]),
  );
}

export async function findRoleById(db: Kysely<Tables>, id: string): Promise<RoleRow | null> {
  if (!isUuid(id)) return null;
  const row = await db.selectFrom('roles').selectAll().where('id', '=', id).executeTakeFirst();
  return row ?? null;
}

export async function selectRoles(db: Kysely<Tables>, list: ListRequest): Promise<RoleRow[]> {
  return pageOf(db.selectFrom('roles').selectAll(), list).execute();
}

export async function countRoles(db: Kysely<Tables>, list: ListRequest): Promise<number> {
  const query = db.selectFrom('roles').select((eb) => eb.fn.countAll<number>().as('count'));
  return (await whereList(query, list).executeTakeFirstOrThrow()).count;
}

function selectRoleUsers(db: Kysely<Tables>) {
  return db
    .selectFrom('users')
    .select(['id', 'username', 'email', 'provider', 'confirmed', 'blocked'])
    .select(['created_by', 'updated_by', 'created_at', 'updated_at']);
}

/** The first users of a role, by age. */
export async function usersOfRole(db: Kysely<Tables>, roleId: string): Promise<RoleUser[]> {
  return selectRoleUsers(db)
    .where('role_id', '=', roleId)
    .orderBy('id')
    .limit(USERS_SHOWN_MAX)
    .execute();
}

/** The same of several roles, by role, in one query. */
export async function usersOfRoles(
  db: Kysely<Tables>,
  roleIds: readonly string[],
): Promise<Map<string, RoleUser[]>> {
  const rows = await rowsOf(db, selectRoleUsers(db).select('role_id'), {
    where: { every: [] },
    sort: [{ column: 'users.id', direction: 'asc' }],
    limit: USERS_SHOWN_MAX,
    start: 0,
    each: { column: 'users.role_id', ids: roleIds },
  });
  const users = new Map<string, RoleUser[]>();
  for (const { role_id, ...user } of rows)
    users.set(role_id, [...(users.get(role_id) ?? []), user]);
  return users;
}

/** The first users, by age, whose id is the text or whose name or address holds it, regardless of case. */
export async function searchUsers(db: Kysely<Tables>, text: string): Promise<RoleUser[]> {
  if (!isStorable(text)) return [];
  const part = `%${text.replace(/[\\%_]/g, '\\$&')}%`;
  return selectRoleUsers(db)
    .where((eb) =>
      eb.or([
        ...(isUuid(text) ? [eb('id', '=', text)] : []),
        eb('username', 'ilike', part),
        eb('email', 'ilike', part),
      ]),
    )
    .orderBy('id')
    .limit(USERS_SHOWN_MAX)
    .execute();
}

export interface NewRole {
  name: string;
  description: string;
  type: string;
  permissions: readonly string[];
  builtIn: boolean;
  by: string;
}

function roleValues(role: NewRole, at: Date) {
  return {
    id: newId(),
    name: role.name,
    description: role.description,
    type: role.type,
    permissions: [...role.permissions],
    built_in: role.builtIn,
    created_by: role.by,
    updated_by: role.by,
    created_at: at,
    updated_at: at,
  };
}

export async function insertRole(trx: Transaction, role: NewRole): Promise<RoleRow> {
  return trx
    .insertInto('roles')
    .values(roleValues(role, new Date()))
    .returningAll()
    .executeTakeFirstOrThrow();
}

/** Makes the built-in roles that are missing; those that were edited stay as they are. */
export async function insertBuiltInRoles(trx: Transaction, by: string): Promise<void> {
  const at = new Date();
  await trx
    .insertInto('roles')
    .values(BUILT_IN_ROLES.map((role) => roleValues({ ...role, builtIn: true, by }, at)))
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

export interface RoleChange {
  name: string;
  description: string;
  type: string;
  permissions: readonly string[];
  by: string;
}

export async function updateRoleRow(
  trx: Transaction,
  id: string,
  change: RoleChange,
): Promise<RoleRow> {
  return trx
    .updateTable('roles')
    .set({
      name: change.name,
      description: change.description,
      type: change.type,
      permissions: [...change.permissions],
      updated_by: change.by,
      updated_at: new Date(),
    })
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirstOrThrow();
}

export async function deleteRoleRow(trx: Transaction, id: string): Promise<void> {
  await trx.deleteFrom('roles').where('id', '=', id).execute();
}
