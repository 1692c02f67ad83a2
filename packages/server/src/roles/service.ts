import type { Kysely } from 'kysely';
import { recordChange } from '../audit/record-change.js';
import type { Context } from '../context.js';
import type { Tables } from '../db/tables.js';
import { inTransaction, type Transaction } from '../db/transaction.js';
import { violatedUnique } from '../db/unique-violation.js';
import { ConflictError, InvalidError, NotFoundError } from '../errors.js';
import { type Actor, SYSTEM_ACTOR } from '../http/caller.js';
import type { ListDefinition } from '../lists/definition.js';
import { parseListQuery } from '../lists/parse.js';
import { assignRole, userIdsNamed } from '../users/role-assignment.js';
import { ADMINISTRATOR, ALL_PERMISSIONS, PERMISSIONS } from './permissions.js';
import {
  findRole,
  findRoleById,
  insertBuiltInRoles,
  insertRole,
  type RoleRow,
  selectRoles,
  usersOfRole,
} from './queries.js';
import type { PermissionOut, RoleCreateIn, RoleOut } from './schemas.js';

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

async function roleOut(db: Kysely<Tables>, row: RoleRow): Promise<RoleOut> {
  const held = row.type === ADMINISTRATOR ? ALL_PERMISSIONS : new Set(row.permissions);
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
    users: await usersOfRole(db, row.id),
    created_by: row.created_by,
    updated_by: row.updated_by,
    created_at: row.created_at,
    updated_at: row.updated_at,
  };
}

export async function listRoles(context: Context, query: unknown): Promise<RoleOut[]> {
  const db = context.db.kysely;
  const rows = await selectRoles(db, parseListQuery(ROLE_LIST, query));
  const roles: RoleOut[] = [];
  for (const row of rows) roles.push(await roleOut(db, row));
  return roles;
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

/** The role of a stored user. */
export async function roleById(db: Kysely<Tables>, id: string): Promise<RoleName> {
  return db
    .selectFrom('roles')
    .select(['id', 'type'])
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
}

/** The role that a text names by id, type or name. Throws InvalidError (400) when there is none. */
export async function roleNamed(db: Kysely<Tables>, name: string): Promise<RoleName> {
  const row = await findRole(db, name);
  if (!row)
    throw InvalidError.field('role', `there is no role with the id, type or name "${name}"`);
  return { id: row.id, type: row.type };
}

/** Makes the built-in roles that are missing; safe to run at every start and from several processes. */
export async function seedRoles(trx: Transaction): Promise<void> {
  await insertBuiltInRoles(trx, SYSTEM_ACTOR.username);
}

/** `Mesa de crédito` → `mesa_de_credito`. Throws InvalidError (400) when no letter or digit remains. */
function typeFromName(name: string): string {
  const type = name
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^_+|_+$/g, '')
    .slice(0, 64);
  if (type === '')
    throw InvalidError.field('type', 'cannot be made from this name; send one, like credit_desk');
  return type;
}

function asConflict(error: unknown): unknown {
  const constraint = violatedUnique(error);
  if (constraint === 'roles_type_key' || constraint === 'roles_name_key') {
    const field = constraint === 'roles_type_key' ? 'type' : 'name';
    const message = `there is a role with this ${field} already; choose another`;
    return new ConflictError(`${field}: ${message}`, [{ field, message }]);
  }
  return error;
}

/**
 * Makes a role and moves the named users to it. Only administrators get here, who hold every permission, so none is
 * granted that its giver lacks. Throws InvalidError (400) for an unknown permission or user, ConflictError (409)
 * for a type or name that exists, or when the last administrator would be moved.
 */
export async function createRole(
  context: Context,
  actor: Actor,
  body: RoleCreateIn,
): Promise<RoleOut> {
  const permissions = [...new Set(body.permissions ?? [])];
  const unknown = permissions.find((name) => !ALL_PERMISSIONS.has(name));
  if (unknown !== undefined)
    throw InvalidError.field('permissions', `there is no permission "${unknown}"`);
  const type = body.type ?? typeFromName(body.name);
  try {
    return await inTransaction(context.db, async (trx) => {
      const userIds = await userIdsNamed(trx, body.users ?? []);
      const role = await insertRole(trx, {
        name: body.name,
        description: body.description ?? '',
        type,
        permissions,
        builtIn: false,
        by: actor.username,
      });
      await assignRole(trx, { id: role.id, by: actor.username }, userIds);
      await recordChange(trx, context.secrets, actor, {
        action: 'create',
        resource: 'roles',
        resourceId: role.id,
        changes: { name: role.name, type, permissions, users: userIds },
      });
      return roleOut(trx, role);
    });
  } catch (error) {
    throw asConflict(error);
  }
}
