import { randomBytes } from 'node:crypto';
import { recordChange } from '../audit/record-change.js';
import { verifyPassword } from '../auth/password-hash.js';
import type { Context } from '../context.js';
import { inTransaction, type Transaction } from '../db/transaction.js';
import type { Actor } from '../http/caller.js';
import { hashToken } from '../secrets.js';
import { changesOf } from './account-changes.js';
import {
  type AccountRow,
  endTokensOf,
  findAccount,
  findAccountByLogin,
  findAccountByResetToken,
  lockAccount,
  replacePassword,
  updateAccount,
  useConfirmationToken,
  useResetToken,
} from './account-queries.js';
import { newPasswordHash } from './account-rules.js';
import { tokenColumns } from './one-time-tokens.js';

const TOKEN_BYTES = 32;

/** The account of that username or e-mail address; null when there is none. */
export async function accountByLogin(context: Context, login: string): Promise<AccountRow | null> {
  return findAccountByLogin(context.db.kysely, login);
}

/** The account of that id, username or e-mail address; null when there is none. */
export async function accountNamed(context: Context, name: string): Promise<AccountRow | null> {
  return (await findAccount(context.db.kysely, name)) ?? accountByLogin(context, name);
}

/** Gives an account a fresh one-time token and returns it; only its hash is kept. */
export async function issueToken(
  trx: Transaction,
  context: Context,
  actor: Actor,
  { account, purpose }: { account: AccountRow; purpose: 'reset-password' | 'confirm-email' },
): Promise<string> {
  const token = randomBytes(TOKEN_BYTES).toString('base64url');
  const field = purpose === 'reset-password' ? 'resetPasswordToken' : 'confirmationToken';
  await updateAccount(trx, account.id, tokenColumns({ [field]: token }, new Date()));
  await recordChange(trx, context.secrets, actor, {
    action: `ask-${purpose}`,
    resource: 'users',
    resourceId: account.id,
    changes: { [field]: 'set' },
  });
  return token;
}

/** Writes down what an account did to itself. */
async function recordOwnChange(
  trx: Transaction,
  context: Context,
  actor: Actor,
  own: { userId: string; username: string; action: string },
): Promise<void> {
  const self = { ...actor, username: own.username, userId: own.userId };
  await recordChange(trx, context.secrets, self, {
    action: own.action,
    resource: 'users',
    resourceId: own.userId,
  });
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
    const own = { userId, username: account.username, action: 'reset-password' };
    await recordOwnChange(trx, context, actor, own);
    return userId;
  });
}

/**
 * Sets a new password for who knows the current one; all bearer tokens of the user die. Returns whether it was the
 * current one. Throws InvalidError (400) for a bad new password.
 */
export async function changePassword(
  context: Context,
  actor: Actor,
  change: { userId: string; current: string; password: string },
): Promise<boolean> {
  const account = await findAccount(context.db.kysely, change.userId);
  const before = account?.password_hash ?? null;
  if (!(await verifyPassword(before, change.current)) || !account || before === null) return false;
  const passwordHash = await newPasswordHash(context.config, change.password, account);
  return inTransaction(context.db, async (trx) => {
    const replaced = await replacePassword(trx, account.id, { before, after: passwordHash });
    if (!replaced) return false;
    const own = { userId: account.id, username: account.username, action: 'change-password' };
    await recordOwnChange(trx, context, actor, own);
    return true;
  });
}

/** Ends every bearer token of a user. */
export async function endSessions(
  context: Context,
  actor: Actor,
  user: { userId: string; username: string },
): Promise<void> {
  await inTransaction(context.db, async (trx) => {
    await endTokensOf(trx, user);
    await recordOwnChange(trx, context, actor, { ...user, action: 'logout-everywhere' });
  });
}

/** An account whose address is now known to be its owner's. */
export interface ProvenAccount {
  id: string;
  blocked: boolean;
  /** Until now somebody else may have used it. */
  wasStranger: boolean;
}

/**
 * The account of an address that a provider has verified, confirmed and kept from other writers; null when there is
 * none. Whoever made an account without ever showing that its address is theirs may be a stranger who waited for its
 * owner: then its password and every token die first.
 */
export async function proveAddress(
  trx: Transaction,
  context: Context,
  actor: Actor,
  { email, provider }: { email: string; provider: string },
): Promise<ProvenAccount | null> {
  const found = await findAccountByLogin(trx, email);
  const account = found && (await lockAccount(trx, found.id));
  if (!account || account.email !== email) return null;
  const isOwn = account.confirmed && !account.address_unproven;
  const { id, blocked } = account;
  if (blocked || isOwn) return { id, blocked, wasStranger: false };
  const columns = {
    confirmed: true,
    address_unproven: false,
    provider,
    password_hash: null,
    ...tokenColumns({ resetPasswordToken: null, confirmationToken: null }, new Date()),
  };
  await updateAccount(trx, account.id, { ...columns, token_version: account.token_version + 1 });
  await recordChange(trx, context.secrets, actor, {
    action: 'prove-address',
    resource: 'users',
    resourceId: account.id,
    changes: { ...changesOf(account, columns), password: 'removed' },
  });
  return { id, blocked, wasStranger: true };
}

/** Confirms an address by a one-time token, which dies with use. Returns whether it was one that works. */
export async function confirmAddress(
  context: Context,
  actor: Actor,
  token: string,
): Promise<boolean> {
  const tokenHash = hashToken(token);
  return inTransaction(context.db, async (trx) => {
    const account = await useConfirmationToken(trx, tokenHash, new Date());
    if (!account) return false;
    const own = { userId: account.id, username: account.username, action: 'confirm-email' };
    await recordOwnChange(trx, context, actor, own);
    return true;
  });
}
