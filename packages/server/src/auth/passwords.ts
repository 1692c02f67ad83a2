import type { Context } from '../context.js';
import { InvalidError } from '../errors.js';
import type { Actor, Caller } from '../http/caller.js';
import { changePassword, confirmAddress, setPasswordByToken } from '../users/credentials.js';
import type { AuthLimits } from './limits.js';
import type { ChangePasswordIn, ResetIn, SessionOrNoticeOut, SessionOut } from './schemas.js';
import { openSession, openSessionIfConfirmed } from './session.js';

function assertSame({ password, passwordConfirmation }: ResetIn): void {
  if (passwordConfirmation !== undefined && passwordConfirmation !== password)
    throw InvalidError.field('passwordConfirmation', 'must be the same as password');
}

function wrongToken(): InvalidError {
  return new InvalidError(
    'The token is wrong, was used already or is older than an hour; ask for a new one.',
  );
}

/**
 * Sets a new password by a one-time token and signs in, unless the address has to be confirmed first. Throws
 * InvalidError (400) for a wrong, used or late token and for a bad password; TooManyRequestsError (429) above the
 * limits.
 */
export async function resetPassword(
  context: Context,
  limits: AuthLimits,
  attempt: { actor: Actor; address: string; token: string; body: ResetIn },
): Promise<SessionOrNoticeOut> {
  assertSame(attempt.body);
  const { actor, address, token } = attempt;
  const { password } = attempt.body;
  const userId = await limits.attempt({ address, account: 'reset-password' }, () =>
    setPasswordByToken(context, actor, { token, password }),
  );
  if (userId === null) throw wrongToken();
  return openSessionIfConfirmed(context, userId, 'The password was changed.');
}

/**
 * Sets the caller's new password, ends all their tokens and signs in anew. Throws InvalidError (400) when the current
 * password is wrong or the new one bad; TooManyRequestsError (429) above the limits.
 */
export async function changeOwnPassword(
  context: Context,
  limits: AuthLimits,
  attempt: { actor: Actor; address: string; caller: Caller; body: ChangePasswordIn },
): Promise<SessionOut> {
  const { actor, address, caller, body } = attempt;
  assertSame(body);
  const done = await limits.attempt({ address, account: caller.userId }, async () => {
    const change = { userId: caller.userId, current: body.currentPassword };
    const changed = await changePassword(context, actor, { ...change, password: body.password });
    return changed ? true : null;
  });
  if (done === null) throw InvalidError.field('currentPassword', 'is not your current password');
  return openSession(context, caller.userId, 'The password was changed.');
}

/**
 * Confirms an e-mail address by the token of the mail. Throws InvalidError (400) for a wrong, used or late one;
 * TooManyRequestsError (429) above the limits.
 */
export async function confirmEmail(
  context: Context,
  limits: AuthLimits,
  attempt: { actor: Actor; address: string; token: string },
): Promise<void> {
  const target = { address: attempt.address, account: 'email-confirmation' };
  const done = await limits.attempt(target, async () =>
    (await confirmAddress(context, attempt.actor, attempt.token)) ? true : null,
  );
  if (done === null) throw wrongToken();
}
