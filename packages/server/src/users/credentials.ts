import { recordChange } from '../audit/record-change.js';
import type { Context } from '../context.js';
import { inTransaction } from '../db/transaction.js';
import type { Actor } from '../http/caller.js';
import { hashToken } from '../secrets.js';
import { newPasswordHash } from './account-rules.js';
import {
  type AccountRow,
  findAccountByLogin,
  findAccountByResetToken,
  useResetToken,
} from './queries.js';

/** The account of that username or e-mail address; null when there is none. */
export async function accountByLogin(context: Context, login: string): Promise<AccountRow | null> {
  return findAccountByLogin(context.db.kysely, login);
}

/**
 * Sets a new password by a one-time token, which dies with use, as do all bearer tokens of the user. Returns the
 * user's id; null when the token is wrong, used or late, or its user is blocked. Throws InvalidError (400) for a bad
 * password, after which the token still works.
 */
export async function setPasswordByToken(
  context: Context,
  actor: Actor,
  attempt: { token: string; password: string },
): Promise<string | null> {
  const tokenHash = hashToken(attempt.token);
  const now = new Date();
  const account = await findAccountByResetToken(context.db.kysely, tokenHash, now);
  if (!account) return null;
  const passwordHash = await newPasswordHash(context.config, attempt.password, account);
  return inTransaction(context.db, async (trx) => {
    const userId = await useResetToken(trx, { tokenHash, passwordHash, now });
    if (userId === null) return null;
    const self = { ...actor, username: account.username, userId };
    await recordChange(trx, context.secrets, self, {
      action: 'reset-password',
      resource: 'users',
      resourceId: userId,
    });
    return userId;
  });
}
