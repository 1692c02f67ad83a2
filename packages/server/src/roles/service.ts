import type { Kysely } from 'kysely';
import type { Context } from '../context.js';
import { preparedQuery } from '../db/prepared.js';
import type { Tables } from '../db/tables.js';
import type { Transaction } from '../db/transaction.js';
import { InvalidError, NotFoundError } from '../errors.js';
import { SYSTEM_ACTOR } from '../http/caller.js';
import type { ListDefinition } from '../lists/definition.js';
import type { ListRequest } from '../lists/request.js';
import { PERMISSIONS, permissionsHeldBy } from './permissions.js';
import {
  countRoles,
  findRole,
  findRoleById,
  insertBuiltInRoles,
  type RoleRow,
  type RoleUser,
  searchUsers,
  selectRoles,
  usersOfRole,
  usersOfRoles,
} from './queries.js';
import type { PermissionOut, RoleOut } from './schemas.js';

export const ROLE_LIST: ListDefinition = {
  id: 'roles.id',
  fields: {
    id: { column: 'roles.id', type: 'id' },
    name: { column: 'roles.name', type: 'text' },
    description: { column: 'roles.description', type: 'text' },
    type: { column: 'roles.type', type: 'text' },
    created_by: { column: 'roles.created_by', type: 'text' },
    updated_by: { column: 'roles.updated_by', type: 'text' },
    created_at: { column: 'roles.created_at', type: 'instant' },
    updated_at: { column: 'roles.updated_at', type: 'instant' },
  },
};

/** A permission's name in its parts. */
function permissionOut(name: string): PermissionOut {
  const [type = '', controller = '', action = ''] = name.split('.');
  return { id: name, type, controller, action };
}

/** Every permission there is. */
export function listPermissions(): PermissionOut[] {
  return PERMISSIONS.map(permissionOut);
}

function shownRole(row: RoleRow, users: RoleUser[]): RoleOut {
  const held = permissionsHeldBy(row);
  return {
    id: row.id,
    name: row.name,
    description: row.description,
    type: row.type,
    permissions: PERMISSIONS.map((name) => ({
      ...permissionOut(name),
      enabled: held.has(name),
      policy: '',
      role: row.id,
    })),
    users,
    created_by: row.created_by,
    updated_by: row.updated_by,
    created_at: row.created_at,
    updated_at: row.updated_at,
  };
}

/** A role as the API shows it. */
export async function roleOut(db: Kysely<Tables>, row: RoleRow): Promise<RoleOut> {
  return shownRole(row, await usersOfRole(db, row.id));
}

export async function listRoles(context: Context, list: ListRequest): Promise<RoleOut[]> {
  const db = context.db.kysely;
  const rows = await selectRoles(db, list);
  const users = await usersOfRoles(
    db,
    rows.map((row) => row.id),
  );
  return rows.map((row) => shownRole(row, users.get(row.id) ?? []));
}

export async function roleCount(context: Context, list: ListRequest): Promise<{ count: number }> {
  return { count: await countRoles(context.db.kysely, list) };
}

/** Throws NotFoundError (404). */
export async function getRole(context: Context, id: string): Promise<RoleOut> {
  const row = await findRoleById(context.db.kysely, id);
  if (!row) throw new NotFoundError('There is no role with this id.');
  return roleOut(context.db.kysely, row);
}

/** What tells one role from another. */
export interface RoleName {
  id: string;
  type: string;
}

const roleWithId = preparedQuery<RoleName & { permissions: readonly string[] }>(
  'role-by-id',
  'select id, type, permissions from roles where id = $1',
);

/** The role of a stored user. */
export async function roleById(
  db: Kysely<Tables>,
  id: string,
): Promise<RoleName & { permissions: readonly string[] }> {
  const [role] = await roleWithId(db, id);
  if (role === undefined) throw new Error(`There is no role "${id}".`);
  return role;
}

const roleWithUser = preparedQuery<RoleName>(
  'role-of-user',
  'select roles.id, type from roles join users on users.role_id = roles.id where users.id = $1',
);

/** The role of a user; null when the user went. */
export async function roleOfUser(db: Kysely<Tables>, userId: string): Promise<RoleName | null> {
  return (await roleWithUser(db, userId))[0] ?? null;
}

/**
 * The role that a text names by id, type or name, kept from being deleted until the transaction ends. Throws
 * InvalidError (400) when there is none.
 */
export async function roleNamed(
  trx: Transaction,
  name: string,
): Promise<RoleName & { permissions: readonly string[] }> {
  const row = await findRole(trx, name);
  if (!row)
    throw InvalidError.field('role', `there is no role with the id, type or name "${name}"`);
  return row;
}

/** Makes the built-in roles that are missing; safe to run at every start and from several processes. */
export async function seedRoles(trx: Transaction): Promise<void> {
  await insertBuiltInRoles(trx, SYSTEM_ACTOR.username);
}

/** Users by id, or by a part of their name or address. */
export async function findUsers(context: Context, text: string): Promise<RoleUser[]> {
  return searchUsers(context.db.kysely, text);
}
