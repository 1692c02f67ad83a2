import { recordChange } from '../audit/record-change.js';
import type { Context } from '../context.js';
import { inTransaction, type Transaction, together } from '../db/transaction.js';
import type { Actor } from '../http/caller.js';
import { ADMINISTRATOR } from '../roles/permissions.js';
import { type RoleName, roleNamed, roleOfUser } from '../roles/service.js';
import { changesOf } from './account-changes.js';
import {
  type AccountColumns,
  type AccountRow,
  findAccount,
  lockAccount,
  replaceAccount,
} from './account-queries.js';
import { accountColumns } from './account-rules.js';
import { assertOtherAdministrator, lockAdministrators } from './last-administrator.js';
import { takeTokensFromOthers } from './one-time-tokens.js';
import { lockReports, reassignReports } from './report-ownership.js';
import type { UserOut, UserUpdateIn } from './schemas.js';
import { noSuchUser, showUser } from './shown-user.js';
import { asUserConflict } from './uniqueness.js';
import { unprovenAddress } from './unproven-address.js';
import type { Viewer } from './viewer.js';

/** The account that an update is about. Throws NotFoundError (404). */
export async function requireAccount(context: Context, id: string): Promise<AccountRow> {
  const account = await findAccount(context.db.kysely, id);
  if (!account) throw noSuchUser();
  return account;
}

/** What must change with the rest: old bearer tokens die, and so do links that were sent to another address. */
function consequencesOf(before: AccountRow, columns: AccountColumns): AccountColumns {
  const newPassword = columns.password_hash !== undefined;
  const newEmail = columns.email !== undefined && columns.email !== before.email;
  const newlyBlocked = columns.blocked === true && !before.blocked;
  return {
    ...(newPassword || newlyBlocked ? { token_version: before.token_version + 1 } : {}),
    ...(newPassword || newEmail ? { reset_token_hash: null, reset_token_expires_at: null } : {}),
    ...(newEmail ? { confirmation_token_hash: null, confirmation_token_expires_at: null } : {}),
  };
}

interface RoleChange {
  from: RoleName;
  to: RoleName;
}

/** Throws ConflictError (409) when the user was the last administrator who can sign in and will not be one. */
async function assertGoverned(
  trx: Transaction,
  before: AccountRow,
  after: { role: RoleChange; blocked: boolean },
): Promise<void> {
  const governed = after.role.from.type === ADMINISTRATOR && !before.blocked;
  const governs = after.role.to.type === ADMINISTRATOR && !after.blocked;
  if (governed && !governs) await assertOtherAdministrator(trx, [before.id]);
}

export interface UserChange {
  id: string;
  body: UserUpdateIn;
  /** Columns that the body sets, checked and hashed. */
  columns: AccountColumns;
}

async function applyChange(
  trx: Transaction,
  context: Context,
  { actor, viewer }: { actor: Actor; viewer: Viewer },
  { id, body, columns: sent }: UserChange,
): Promise<UserOut> {
  const decides = body.role !== undefined || body.blocked !== undefined;
  const [, before, from] = await together([
    decides && lockAdministrators(trx),
    lockAccount(trx, id),
    roleOfUser(trx, id),
  ]);
  if (before === null || from === null) throw noSuchUser();
  const role = { from, to: body.role === undefined ? from : await roleNamed(trx, body.role) };
  const isAdministrator = from.type === ADMINISTRATOR;
  const columns = {
    ...sent,
    ...(await unprovenAddress(trx, actor, { before, columns: sent, isAdministrator })),
  };
  const reports = body.reports === undefined ? null : await lockReports(trx, body.reports ?? []);
  await assertGoverned(trx, before, { role, blocked: body.blocked ?? before.blocked });
  await takeTokensFromOthers(trx, id, columns);
  const owner = { userId: id, by: actor.username };
  const moved = reports === null ? {} : { reports: await reassignReports(trx, owner, reports) };
  const changes = {
    ...changesOf(before, columns),
    ...(role.from.id === role.to.id ? {} : { role: { from: from.type, to: role.to.type } }),
    ...moved,
  };
  const change = { action: 'update', resource: 'users', resourceId: id, changes };
  const [, , after] = await together([
    replaceAccount(trx, {
      ...before,
      ...consequencesOf(before, columns),
      ...columns,
      role_id: role.to.id,
      updated_by: actor.username,
      updated_at: new Date(),
    }),
    recordChange(trx, context.secrets, actor, change),
    showUser(trx, id, viewer),
  ]);
  return after;
}

/**
 * Changes what the body holds of a user, all of it or nothing, with its log row. Throws InvalidError (400) naming
 * the field, NotFoundError (404) when the user went meanwhile, ConflictError (409) when a name is somebody's or the
 * last administrator would be lost.
 */
export async function updateUser(
  context: Context,
  actor: Actor,
  change: { account: AccountRow; body: UserUpdateIn },
  viewer: Viewer,
): Promise<UserOut> {
  const { account, body } = change;
  const columns = await accountColumns(context.config, body, {
    username: body.username ?? account.username,
    email: body.email ?? account.email,
  });
  try {
    const user = await inTransaction(context.db, (trx) =>
      applyChange(trx, context, { actor, viewer }, { id: account.id, body, columns }),
    );
    if (columns.reset_token_hash || columns.confirmation_token_hash)
      context.log.warn({ userId: user.id, by: actor.username }, 'one-time token set for a user');
    return user;
  } catch (error) {
    throw asUserConflict(error);
  }
}
