import { orderAccountMail } from '../auth/account-mail-order.js';
import { companySettings } from '../company/service.js';
import type { Transaction } from '../db/transaction.js';
import type { Actor } from '../http/caller.js';
import type { AccountColumns, AccountRow } from './account-queries.js';

interface UnprovenCheck {
  before: AccountRow;
  columns: AccountColumns;
  isAdministrator: boolean;
}

/**
 * Whoever takes another address themselves has not shown that it is theirs: the account is unconfirmed where that is
 * asked for, and a mail with a link goes to the address. Administrators confirm whom they like, so also themselves.
 */
export async function unprovenAddress(
  trx: Transaction,
  actor: Actor,
  { before, columns, isAdministrator }: UnprovenCheck,
): Promise<AccountColumns> {
  const moves = columns.email !== undefined && columns.email !== before.email;
  if (!moves || actor.userId !== before.id || isAdministrator) return {};
  const { emailConfirmation } = await companySettings(trx);
  if (!emailConfirmation) return { address_unproven: true };
  const order = { purpose: 'confirm-email', name: before.id, language: null, actor } as const;
  await orderAccountMail(trx, order);
  return { address_unproven: true, confirmed: false };
}
