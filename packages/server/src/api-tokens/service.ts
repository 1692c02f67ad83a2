import { randomBytes } from 'node:crypto';
import { recordChange } from '../audit/record-change.js';
import type { Context } from '../context.js';
import { newId } from '../db/ids.js';
import { inTransaction, type Transaction } from '../db/transaction.js';
import { InvalidError, NotFoundError } from '../errors.js';
import type { Actor, Caller } from '../http/caller.js';
import { isUuid } from '../lists/value.js';
import { assertMayGrant } from '../roles/grants.js';
import {
  ADMINISTRATOR,
  ALL_PERMISSIONS,
  PERSONAL_PERMISSIONS,
  permissionsHeldBy,
} from '../roles/permissions.js';
import { hashToken } from '../secrets.js';
import {
  type ApiTokenRow,
  deleteApiTokenRow,
  deleteApiTokensOf,
  findApiToken,
  insertApiToken,
  selectApiTokens,
} from './queries.js';
import type { ApiTokenCreateIn, ApiTokenOut, NewApiTokenOut } from './schemas.js';

/** What tells an API token from a token of a sign-in, and a leaked one from other text. */
const PREFIX = 'maia_';
const TOKEN_BYTES = 32;
const LIFETIME_DEFAULT_MS = 365 * 86_400_000;

/** Whether a bearer token is an API token rather than one of a sign-in. */
export function isApiToken(token: string): boolean {
  return token.startsWith(PREFIX);
}

/**
 * Who calls with an API token: in the name of its owner, with those of the named permissions that the owner still
 * holds. Null when the token is wrong, expired or deleted, or its owner blocked.
 */
export async function callerOfApiToken(context: Context, token: string): Promise<Caller | null> {
  const found = await findApiToken(context.db.kysely, hashToken(token), new Date());
  if (found === null || found.blocked) return null;
  const held = permissionsHeldBy({ type: found.roleType, permissions: found.rolePermissions });
  const isLive = (name: string) => held.has(name) && !PERSONAL_PERMISSIONS.has(name);
  return {
    userId: found.ownerId,
    username: found.username,
    roleType: found.roleType,
    isAdministrator: found.roleType === ADMINISTRATOR,
    permissions: new Set(found.permissions.filter(isLive)),
    apiTokenId: found.id,
  };
}

function tokenOut(row: ApiTokenRow): ApiTokenOut {
  return {
    id: row.id,
    name: row.name,
    permissions: row.permissions,
    expires: row.expires_at,
    created_at: row.created_at,
  };
}

export async function listApiTokens(context: Context, caller: Caller): Promise<ApiTokenOut[]> {
  return (await selectApiTokens(context.db.kysely, caller.userId)).map(tokenOut);
}

function permissionsOf(caller: Caller, body: ApiTokenCreateIn): string[] {
  const permissions = [...new Set(body.permissions)];
  const unknown = permissions.find((name) => !ALL_PERMISSIONS.has(name));
  if (unknown !== undefined)
    throw InvalidError.field('permissions', `there is no permission "${unknown}"`);
  const personal = permissions.find((name) => PERSONAL_PERMISSIONS.has(name));
  if (personal !== undefined)
    throw InvalidError.field(
      'permissions',
      `${personal} is for people who sign in; leave it out, a token has no record of its own`,
    );
  assertMayGrant(caller, permissions);
  return permissions;
}

function expiryOf(body: ApiTokenCreateIn, now: Date): Date {
  if (body.expires === undefined) return new Date(now.getTime() + LIFETIME_DEFAULT_MS);
  const expires = new Date(body.expires);
  if (!(expires > now)) throw InvalidError.field('expires', 'must lie in the future');
  return expires;
}

/**
 * Makes a token for the caller. Throws InvalidError (400) for a permission that there is not or that only people have,
 * or an end in the past; ForbiddenError (403) for a permission that the caller lacks.
 */
export async function createApiToken(
  context: Context,
  { actor, caller }: { actor: Actor; caller: Caller },
  body: ApiTokenCreateIn,
): Promise<NewApiTokenOut> {
  const now = new Date();
  const token = PREFIX + randomBytes(TOKEN_BYTES).toString('base64url');
  const row: ApiTokenRow = {
    id: newId(),
    owner_id: caller.userId,
    name: body.name,
    permissions: permissionsOf(caller, body),
    token_hash: hashToken(token),
    expires_at: expiryOf(body, now),
    created_at: now,
  };
  await inTransaction(context.db, async (trx) => {
    await insertApiToken(trx, row);
    const { name, permissions, expires_at: expires } = row;
    await recordChange(trx, context.secrets, actor, {
      action: 'create',
      resource: 'api-tokens',
      resourceId: row.id,
      changes: { name, permissions, expires },
    });
  });
  return { ...tokenOut(row), token };
}

/** Deletes a token of the caller, or anyone's for an administrator. Throws NotFoundError (404). */
export async function deleteApiToken(
  context: Context,
  { actor, caller }: { actor: Actor; caller: Caller },
  id: string,
): Promise<void> {
  const noSuchToken = () => new NotFoundError('You have no API token with this id.');
  if (!isUuid(id)) throw noSuchToken();
  await inTransaction(context.db, async (trx) => {
    const row = await deleteApiTokenRow(trx, id, caller.isAdministrator ? null : caller.userId);
    if (row === null) throw noSuchToken();
    await recordChange(trx, context.secrets, actor, {
      action: 'delete',
      resource: 'api-tokens',
      resourceId: id,
      changes: { name: row.name, owner: row.owner_id },
    });
  });
}

/** Ends every API token of an owner, with the change that is recorded in the same transaction. */
export async function revokeApiTokensOf(trx: Transaction, ownerId: string): Promise<void> {
  await deleteApiTokensOf(trx, ownerId);
}
