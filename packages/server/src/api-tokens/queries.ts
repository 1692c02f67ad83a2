import type { Kysely, Selectable } from 'kysely';
import type { ApiTokensTable, Tables } from '../db/tables.js';
import type { Transaction } from '../db/transaction.js';

export type ApiTokenRow = Selectable<ApiTokensTable>;

/** The tokens of a user, the newest first; those that have expired too, until they are deleted. */
export async function selectApiTokens(db: Kysely<Tables>, ownerId: string): Promise<ApiTokenRow[]> {
  return db
    .selectFrom('api_tokens')
    .selectAll()
    .where('owner_id', '=', ownerId)
    .orderBy('id', 'desc')
    .execute();
}

export async function insertApiToken(trx: Transaction, row: ApiTokenRow): Promise<void> {
  await trx.insertInto('api_tokens').values(row).execute();
}

/** Deletes a token of that owner, or anyone's for null; the row as it was, null when there is none. */
export async function deleteApiTokenRow(
  trx: Transaction,
  id: string,
  ownerId: string | null,
): Promise<ApiTokenRow | null> {
  const query = trx.deleteFrom('api_tokens').where('id', '=', id).returningAll();
  const row = await (ownerId === null
    ? query
    : query.where('owner_id', '=', ownerId)
  ).executeTakeFirst();
  return row ?? null;
}

/** Deletes every token of an owner. */
export async function deleteApiTokensOf(trx: Transaction, ownerId: string): Promise<void> {
  await trx.deleteFrom('api_tokens').where('owner_id', '=', ownerId).execute();
}

/** A token that has not expired, with its owner; null when there is none of that hash. */
export async function findApiToken(db: Kysely<Tables>, tokenHash: Buffer, now: Date) {
  const row = await db
    .selectFrom('api_tokens')
    .innerJoin('users', 'users.id', 'api_tokens.owner_id')
    .innerJoin('roles', 'roles.id', 'users.role_id')
    .select(['api_tokens.id', 'api_tokens.permissions', 'users.id as ownerId', 'users.username'])
    .select(['users.blocked', 'roles.type as roleType', 'roles.permissions as rolePermissions'])
    .where('api_tokens.token_hash', '=', tokenHash)
    .where('api_tokens.expires_at', '>', now)
    .executeTakeFirst();
  return row ?? null;
}
