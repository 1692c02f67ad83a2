import type { Context } from '../context.js';
import { InvalidError } from '../errors.js';
import type { Actor } from '../http/caller.js';
import { accountByLogin, setPasswordByToken } from '../users/credentials.js';
import type { AuthLimits } from './limits.js';
import { verifyPassword } from './password-hash.js';
import type { ResetIn, SessionOut, SignInIn } from './schemas.js';
import { openSession } from './session.js';

/** One answer for every failure, so that nobody learns which accounts exist. */
function wrongCredentials(): InvalidError {
  return new InvalidError('The username, e-mail address or password is wrong.');
}

/**
 * Signs in with a password. Throws InvalidError (400), always the same and after the same work, for an unknown name,
 * a wrong password and a blocked user; TooManyRequestsError (429) above the limits.
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

/**
 * Sets a new password by a one-time token and signs in. Throws InvalidError (400) for a wrong, used or late token
 * and for a bad password; TooManyRequestsError (429) above the limits.
 */
export async function resetPassword(
  context: Context,
  limits: AuthLimits,
  attempt: { actor: Actor; address: string; token: string; body: ResetIn },
): Promise<SessionOut> {
  const { password, passwordConfirmation } = attempt.body;
  if (passwordConfirmation !== undefined && passwordConfirmation !== password)
    throw InvalidError.field('passwordConfirmation', 'must be the same as password');
  const { actor, address, token } = attempt;
  const userId = await limits.attempt({ address, account: 'reset-password' }, () =>
    setPasswordByToken(context, actor, { token, password }),
  );
  if (userId === null)
    throw new InvalidError(
      'The token is wrong, was used already or is older than an hour; ask for a new one.',
    );
  return openSession(context, userId, 'The password was changed.');
}
