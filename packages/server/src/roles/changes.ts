import { recordChange } from '../audit/record-change.js';
import type { Context } from '../context.js';
import { inTransaction, type Transaction } from '../db/transaction.js';
import { violatedUnique } from '../db/violations.js';
import { ConflictError, InvalidError, NotFoundError } from '../errors.js';
import type { Actor, Caller } from '../http/caller.js';
import { lockAdministrators } from '../users/last-administrator.js';
import {
  assignRole,
  moveAllUsers,
  replaceRoleUsers,
  userIdsNamed,
} from '../users/role-assignment.js';
import { assertMayGrant } from './grants.js';
import {
  ADMINISTRATOR,
  ALL_PERMISSIONS,
  AUTHENTICATED,
  PUBLIC,
  permissionsHeldBy,
} from './permissions.js';
import {
  deleteRoleRow,
  hasRole,
  insertRole,
  lockRole,
  type RoleRow,
  updateRoleRow,
  usersOfRole,
} from './queries.js';
import type { RoleCreateIn, RoleOut, RoleUpdateIn } from './schemas.js';
import { roleNamed, roleOut } from './service.js';

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

/** The permissions that a body names, each once. Throws InvalidError (400) for one that there is not. */
function permissionsNamed(names: readonly string[]): string[] {
  const permissions = [...new Set(names)];
  const unknown = permissions.find((name) => !ALL_PERMISSIONS.has(name));
  if (unknown !== undefined)
    throw InvalidError.field('permissions', `there is no permission "${unknown}"`);
  return permissions;
}

/** Who changes roles: whom the log names, and what they may hand on. */
export interface RoleEditor {
  actor: Actor;
  caller: Caller;
}

/**
 * Makes a role and moves the named users to it. Throws InvalidError (400) for an unknown permission or user,
 * ForbiddenError (403) for a permission that the caller lacks, ConflictError (409) for a type or name that exists, or
 * when the last administrator would be moved.
 */
export async function createRole(
  context: Context,
  { actor, caller }: RoleEditor,
  body: RoleCreateIn,
): Promise<RoleOut> {
  const permissions = permissionsNamed(body.permissions ?? []);
  assertMayGrant(caller, permissions);
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

function noSuchRole(): NotFoundError {
  return new NotFoundError('There is no role with this id or type.');
}

/** Throws InvalidError (400) for what a built-in role must keep. */
function assertKeepsItsPart(
  role: RoleRow,
  body: RoleUpdateIn,
  permissions: readonly string[],
): void {
  if (role.built_in && body.type !== undefined && body.type !== role.type)
    throw InvalidError.field('type', `of a built-in role stays as it is, which is ${role.type}`);
  if (role.type === ADMINISTRATOR && permissions.length < ALL_PERMISSIONS.size)
    throw InvalidError.field(
      'permissions',
      'the administrator holds every permission and cannot be narrowed; leave the field out',
    );
  if (role.type === PUBLIC && permissions.length > 0)
    throw InvalidError.field(
      'permissions',
      'callers without a token may be given none; make a role and sign in with a user who has it',
    );
}

/** Throws NotFoundError (404) when there is no role of that id or type. */
export async function requireRole(context: Context, name: string): Promise<void> {
  if (!(await hasRole(context.db.kysely, name))) throw noSuchRole();
}

async function applyUpdate(
  trx: Transaction,
  context: Context,
  { actor, caller }: RoleEditor,
  { name, body }: { name: string; body: RoleUpdateIn },
): Promise<RoleOut> {
  const role = await lockRole(trx, name);
  if (role === null) throw noSuchRole();
  const held = permissionsHeldBy(role);
  const permissions = body.permissions ? permissionsNamed(body.permissions) : [...held];
  assertKeepsItsPart(role, body, permissions);
  assertMayGrant(
    caller,
    permissions.filter((permission) => !held.has(permission)),
  );
  const users = body.users && (await userIdsNamed(trx, body.users));
  if (users) assertMayGrant(caller, permissions);
  const after = await updateRoleRow(trx, role.id, {
    name: body.name ?? role.name,
    description: body.description ?? role.description,
    type: body.type ?? role.type,
    permissions,
    by: actor.username,
  });
  const moved = users && (await replaceUsers(trx, { role, by: actor.username }, users));
  await recordChange(trx, context.secrets, actor, {
    action: 'update',
    resource: 'roles',
    resourceId: role.id,
    changes: {
      from: shownInLog(role),
      to: shownInLog(after),
      ...(moved ? { users: moved } : {}),
    },
  });
  return roleOut(trx, after);
}

function shownInLog({ name, description, type, permissions }: RoleRow) {
  return { name, description, type, permissions };
}

async function replaceUsers(
  trx: Transaction,
  { role, by }: { role: RoleRow; by: string },
  userIds: readonly string[],
) {
  const shown = await usersOfRole(trx, role.id);
  const fallback = await roleNamed(trx, AUTHENTICATED);
  return replaceRoleUsers(trx, {
    role: { id: role.id, type: role.type, by },
    fallbackId: fallback.id,
    userIds,
    shownIds: shown.map(({ id }) => id),
  });
}

/**
 * Changes what the body holds of a role, found by id or type. Throws NotFoundError (404), InvalidError (400) for an
 * unknown permission or user or what a built-in role must keep, ForbiddenError (403) for a permission that the caller
 * lacks, ConflictError (409) for a type or name that exists, or when no administrator would be left.
 */
export async function updateRole(
  context: Context,
  editor: RoleEditor,
  change: { name: string; body: RoleUpdateIn },
): Promise<RoleOut> {
  try {
    return await inTransaction(context.db, async (trx) => {
      await lockAdministrators(trx);
      return applyUpdate(trx, context, editor, change);
    });
  } catch (error) {
    throw asConflict(error);
  }
}

/** Deletes a role, whose users become authenticated. Throws NotFoundError (404), ConflictError (409) for a built-in one. */
export async function deleteRole(context: Context, actor: Actor, name: string): Promise<void> {
  await inTransaction(context.db, async (trx) => {
    await lockAdministrators(trx);
    const role = await lockRole(trx, name);
    if (role === null) throw noSuchRole();
    if (role.built_in)
      throw new ConflictError('A built-in role cannot be deleted; take its permissions instead.');
    const fallback = await roleNamed(trx, AUTHENTICATED);
    const users = await moveAllUsers(trx, { from: role.id, to: fallback.id, by: actor.username });
    await deleteRoleRow(trx, role.id);
    await recordChange(trx, context.secrets, actor, {
      action: 'delete',
      resource: 'roles',
      resourceId: role.id,
      changes: { ...shownInLog(role), users },
    });
  });
}
