import type { Kysely } from 'kysely';
import type { Tables } from '../db/tables.js';
import type { Transaction } from '../db/transaction.js';
import { ADMINISTRATOR } from '../roles/permissions.js';

/** Whether anyone is an administrator, blocked or not. */
export async function administratorExists(db: Kysely<Tables>): Promise<boolean> {
  const row = await db
    .selectFrom('users')
    .innerJoin('roles', 'roles.id', 'users.role_id')
    .select('users.id')
    .where('roles.type', '=', ADMINISTRATOR)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

export async function setupTokenExists(db: Kysely<Tables>, tokenHash: Buffer): Promise<boolean> {
  const row = await db
    .selectFrom('setup_tokens')
    .select('created_at')
    .where('token_hash', '=', tokenHash)
    .executeTakeFirst();
  return row !== undefined;
}

/** Makes this the only token that opens the setup. */
export async function replaceSetupToken(trx: Transaction, tokenHash: Buffer): Promise<void> {
  await deleteSetupTokens(trx);
  await trx
    .insertInto('setup_tokens')
    .values({ token_hash: tokenHash, created_at: new Date() })
    .execute();
}

export async function deleteSetupTokens(trx: Transaction): Promise<void> {
  await trx.deleteFrom('setup_tokens').execute();
}
