import type { Context } from '../context.js';
import { inTransaction } from '../db/transaction.js';
import type { Caller } from '../http/caller.js';
import { assertMayGrant } from '../roles/grants.js';
import { PERSONAL_PERMISSIONS, permissionsHeldBy } from '../roles/permissions.js';
import { roleById, roleNamed } from '../roles/service.js';
import type { AccountRow } from './account-queries.js';

/** What a role holds that a system could hold too. */
function delegable(role: Parameters<typeof permissionsHeldBy>[0]): string[] {
  return [...permissionsHeldBy(role)].filter((name) => !PERSONAL_PERMISSIONS.has(name));
}

/**
 * Throws ForbiddenError (403) when a system would give a role that holds more than its API token. People who give
 * roles are administrators, who hold everything.
 */
export async function assertMayGiveRole(
  context: Context,
  caller: Caller,
  roleName: string | undefined,
): Promise<void> {
  if (caller.apiTokenId === null || roleName === undefined) return;
  const role = await inTransaction(context.db, (trx) => roleNamed(trx, roleName));
  assertMayGrant(caller, delegable(role));
}

/**
 * Throws ForbiddenError (403) when a system would change an account that holds more than its API token: who sets a
 * password or an address has what the account has.
 */
export async function assertMayTakeOver(
  context: Context,
  caller: Caller,
  account: AccountRow,
): Promise<void> {
  if (caller.apiTokenId === null) return;
  const role = await roleById(context.db.kysely, account.role_id);
  assertMayGrant(caller, delegable(role));
}
