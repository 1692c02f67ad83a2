import type { Transaction } from '../db/transaction.js';
import { hashToken } from '../secrets.js';
import type { AccountColumns } from './account-queries.js';

const TOKEN_LIFETIME_MS = 3_600_000;

interface SentTokens {
  resetPasswordToken?: string | null;
  confirmationToken?: string | null;
}

/** Hashes and ends of the one-time tokens in a body; null takes away the one there is. */
export function tokenColumns(sent: SentTokens, now: Date): AccountColumns {
  const { resetPasswordToken: reset, confirmationToken: confirmation } = sent;
  const end = new Date(now.getTime() + TOKEN_LIFETIME_MS);
  return {
    ...(reset === undefined
      ? {}
      : {
          reset_token_hash: reset === null ? null : hashToken(reset),
          reset_token_expires_at: reset === null ? null : end,
        }),
    ...(confirmation === undefined
      ? {}
      : {
          confirmation_token_hash: confirmation === null ? null : hashToken(confirmation),
          confirmation_token_expires_at: confirmation === null ? null : end,
        }),
  };
}

/** A token opens one account, the one for which it was set last: takes these away from everyone else. */
export async function takeTokensFromOthers(
  trx: Transaction,
  userId: string,
  columns: AccountColumns,
): Promise<void> {
  const { reset_token_hash: reset, confirmation_token_hash: confirmation } = columns;
  if (reset)
    await trx
      .updateTable('users')
      .set({ reset_token_hash: null, reset_token_expires_at: null })
      .where('reset_token_hash', '=', reset)
      .where('id', '!=', userId)
      .execute();
  if (confirmation)
    await trx
      .updateTable('users')
      .set({ confirmation_token_hash: null, confirmation_token_expires_at: null })
      .where('confirmation_token_hash', '=', confirmation)
      .where('id', '!=', userId)
      .execute();
}
