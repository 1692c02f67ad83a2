import type { Kysely } from 'kysely';
import { companySettings } from '../company/service.js';
import type { Context } from '../context.js';
import type { Tables } from '../db/tables.js';
import { inTransaction } from '../db/transaction.js';
import { ForbiddenError, InvalidError } from '../errors.js';
import type { Actor } from '../http/caller.js';
import type { Language } from '../scoring/report-texts.js';
import { accountByLogin } from '../users/credentials.js';
import { prepareAccount, storeAccount } from '../users/service.js';
import { asUserConflict } from '../users/uniqueness.js';
import { type LinkPurpose, orderAccountMail } from './account-mail-order.js';
import type { AuthLimits } from './limits.js';
import { verifyPassword } from './password-hash.js';
import type { AccountNameIn, RegisteredOut, RegisterIn, SessionOut, SignInIn } from './schemas.js';
import { openSession, openSessionIfConfirmed } from './session.js';

/** One answer for every failure, so that nobody learns which accounts exist. */
function wrongCredentials(): InvalidError {
  return new InvalidError('The username, e-mail address or password is wrong.');
}

/**
 * Signs in with a password. Throws InvalidError (400), always the same and after the same work, for an unknown name,
 * a wrong password and a blocked user, and another for the right password of an account that has to be confirmed
 * first; TooManyRequestsError (429) above the limits.
 */
export async function signIn(
  context: Context,
  limits: AuthLimits,
  attempt: { address: string; body: SignInIn },
): Promise<SessionOut> {
  const { user, identifier, password } = attempt.body;
  const login = user ?? identifier;
  if (login === undefined) throw InvalidError.field('user', 'is required');
  const account = await accountByLogin(context, login);
  const target = { address: attempt.address, account: account?.id ?? login.toLowerCase() };
  const userId = await limits.attempt(target, async () => {
    const matches = await verifyPassword(account?.password_hash ?? null, password);
    return matches && account && !account.blocked ? account.id : null;
  });
  if (userId === null) throw wrongCredentials();
  return openSession(context, userId, 'Signed in.');
}

/** Throws ForbiddenError (403) where people may not register themselves. */
export async function assertRegistrationOpen(db: Kysely<Tables>): Promise<void> {
  if ((await companySettings(db)).registration) return;
  throw new ForbiddenError(
    'Registration is switched off here; ask an administrator for an account.',
  );
}

/** Who asks, and in which language they read. */
export interface Visitor {
  actor: Actor;
  /** Null: the company's. */
  language: Language | null;
}

/**
 * Makes the account of a visitor, with the role `authenticated`, unconfirmed, and signs in; while addresses have to
 * be confirmed, orders that mail instead. Throws InvalidError (400) naming the field, ConflictError (409) when the
 * username or address is somebody's.
 */
export async function register(
  context: Context,
  { actor, language }: Visitor,
  body: RegisterIn,
): Promise<RegisteredOut> {
  const { username, email, password } = body;
  const account = await prepareAccount(context, { username, email, password });
  try {
    const userId = await inTransaction(context.db, async (trx) => {
      const id = await storeAccount(trx, context, { ...actor, username }, account);
      if ((await companySettings(trx)).emailConfirmation)
        await orderAccountMail(trx, { purpose: 'confirm-email', name: id, language, actor });
      return id;
    });
    const session = await openSessionIfConfirmed(context, userId, 'The account was made.');
    return { ...session.user, ...session };
  } catch (error) {
    throw asUserConflict(error);
  }
}

/**
 * Orders a mail with a one-time link to an account, and says the same after the same work whether or not there is
 * one. Throws InvalidError (400) without a name, TooManyRequestsError (429) above the limits: nobody but the receiver
 * learns what came of it, so each order counts as a failure.
 */
export async function askForMail(
  context: Context,
  limits: AuthLimits,
  wish: { visitor: Visitor; purpose: LinkPurpose; body: AccountNameIn },
): Promise<{ code: number; message: string }> {
  const { purpose, visitor, body } = wish;
  const name = body.id ?? body.email;
  if (name === undefined) throw InvalidError.field('id', 'is required');
  const target = {
    address: visitor.actor.address ?? '',
    account: `${purpose}:${name.toLowerCase()}`,
  };
  await limits.attempt(target, async () => {
    await inTransaction(context.db, (trx) => orderAccountMail(trx, { purpose, name, ...visitor }));
    return null;
  });
  return { code: 200, message: 'If there is such an account, a mail with a link is on its way.' };
}
