import { recordChange } from '../audit/record-change.js';
import { isMask } from '../auth/password-rules.js';
import type { Context } from '../context.js';
import { newId } from '../db/ids.js';
import { inTransaction, type Transaction } from '../db/transaction.js';
import { InvalidError } from '../errors.js';
import type { Actor } from '../http/caller.js';
import type { ListRequest } from '../lists/request.js';
import { isUuid } from '../lists/value.js';
import { AUTHENTICATED } from '../roles/permissions.js';
import { roleNamed } from '../roles/service.js';
import { creationOf } from './account-changes.js';
import {
  type AccountColumns,
  type AccountRow,
  deleteAccount,
  insertAccount,
  lockAccount,
} from './account-queries.js';
import { accountColumns } from './account-rules.js';
import { assertOtherAdministrator, lockAdministrators } from './last-administrator.js';
import { takeTokensFromOthers } from './one-time-tokens.js';
import { countUsers, findUserNamed, selectUserPage, USER_LIST } from './queries.js';
import { lockReports, reassignReports } from './report-ownership.js';
import type { UserCreateIn, UserOut } from './schemas.js';
import { noSuchUser, showUser, userOut } from './shown-user.js';
import { asUserConflict } from './uniqueness.js';
import type { Viewer } from './viewer.js';

export { countUsers, findUserNamed, USER_LIST };

export async function getUser(context: Context, id: string, viewer: Viewer): Promise<UserOut> {
  return showUser(context.db.kysely, id, viewer);
}

export async function listUsers(
  context: Context,
  list: ListRequest,
  viewer: Viewer,
): Promise<UserOut[]> {
  const rows = await selectUserPage(context.db.kysely, list);
  return rows.map((row) => userOut(row, viewer));
}

type NewAccountColumns = AccountColumns &
  Pick<AccountRow, 'username' | 'email' | 'provider' | 'confirmed' | 'blocked'>;

/** A checked and hashed account that is not stored yet. */
export interface NewAccount {
  columns: NewAccountColumns;
  roleName: string;
  reports: readonly string[];
}

/** Checks a new account and hashes its password, which takes too long to do in a transaction. */
export async function prepareAccount(context: Context, body: UserCreateIn): Promise<NewAccount> {
  if (isMask(body.password))
    throw InvalidError.field('password', 'is only asterisks, the mask of the documentation');
  const columns = await accountColumns(context.config, body, body);
  return {
    columns: {
      ...columns,
      username: body.username,
      email: body.email.toLowerCase(),
      provider: body.provider ?? 'local',
      confirmed: body.confirmed ?? false,
      blocked: body.blocked ?? false,
    },
    roleName: body.role ?? AUTHENTICATED,
    reports: body.reports ?? [],
  };
}

/** Stores a prepared account with its log row and returns its id. */
export async function storeAccount(
  trx: Transaction,
  context: Context,
  actor: Actor,
  account: NewAccount,
): Promise<string> {
  const id = newId();
  const at = new Date();
  const role = await roleNamed(trx, account.roleName);
  const reports = await lockReports(trx, account.reports);
  await takeTokensFromOthers(trx, id, account.columns);
  await insertAccount(trx, {
    ...account.columns,
    id,
    role_id: role.id,
    created_by: actor.username,
    updated_by: actor.username,
    created_at: at,
    updated_at: at,
  });
  if (reports.length > 0) await reassignReports(trx, { userId: id, by: actor.username }, reports);
  await recordChange(trx, context.secrets, actor, {
    action: 'create',
    resource: 'users',
    resourceId: id,
    changes: {
      ...creationOf(account.columns),
      role: role.type,
      reports: reports.map((report) => report.uuid),
    },
  });
  return id;
}

/**
 * Makes a user. Throws InvalidError (400) naming the field, ConflictError (409) when the username or address is
 * somebody's.
 */
export async function createUser(
  context: Context,
  actor: Actor,
  body: UserCreateIn,
  viewer: Viewer,
): Promise<UserOut> {
  const account = await prepareAccount(context, body);
  try {
    return await inTransaction(context.db, async (trx) => {
      const id = await storeAccount(trx, context, actor, account);
      return showUser(trx, id, viewer);
    });
  } catch (error) {
    throw asUserConflict(error);
  }
}

/**
 * Deletes a user; the reports stay and belong to nobody. Throws NotFoundError (404), ConflictError (409) for the
 * last administrator.
 */
export async function deleteUser(context: Context, actor: Actor, id: string): Promise<void> {
  if (!isUuid(id)) throw noSuchUser();
  await inTransaction(context.db, async (trx) => {
    await lockAdministrators(trx);
    const account = await lockAccount(trx, id);
    if (!account) throw noSuchUser();
    await assertOtherAdministrator(trx, [id]);
    await reassignReports(trx, { userId: id, by: actor.username }, []);
    await deleteAccount(trx, id);
    await recordChange(trx, context.secrets, actor, {
      action: 'delete',
      resource: 'users',
      resourceId: id,
      changes: { username: account.username, email: account.email },
    });
  });
}
