import type { Kysely } from 'kysely';
import type { Tables } from '../db/tables.js';
import type { Transaction } from '../db/transaction.js';

/** The user who is this subject at this provider; null when nobody is. */
export async function findIdentity(
  db: Kysely<Tables>,
  identity: { provider: string; subject: string },
): Promise<{ userId: string; blocked: boolean } | null> {
  const row = await db
    .selectFrom('identities')
    .innerJoin('users', 'users.id', 'identities.user_id')
    .select(['users.id as userId', 'users.blocked'])
    .where('identities.provider', '=', identity.provider)
    .where('identities.subject', '=', identity.subject)
    .executeTakeFirst();
  return row ?? null;
}

export async function insertIdentity(
  trx: Transaction,
  identity: { provider: string; subject: string; userId: string },
): Promise<void> {
  const { provider, subject, userId } = identity;
  await trx
    .insertInto('identities')
    .values({ provider, subject, user_id: userId, created_at: new Date() })
    .execute();
}

/** Takes from a user every provider through which they could sign in. */
export async function deleteIdentities(trx: Transaction, userId: string): Promise<void> {
  await trx.deleteFrom('identities').where('user_id', '=', userId).execute();
}
