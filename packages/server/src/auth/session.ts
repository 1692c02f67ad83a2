import { companySettings } from '../company/service.js';
import type { Context } from '../context.js';
import { AuthenticationError, InvalidError } from '../errors.js';
import { getUser } from '../users/service.js';
import { viewerOf } from '../users/viewer.js';
import { findCaller } from './queries.js';
import type { SessionOrNoticeOut, SessionOut } from './schemas.js';
import { tokenCodec } from './tokens.js';

/**
 * Signs a user in: a bearer token, and the user as they may see themselves. The token is left out while the address
 * has to be confirmed first.
 */
export async function openSessionIfConfirmed(
  context: Context,
  userId: string,
  message: string,
): Promise<SessionOrNoticeOut> {
  const found = await findCaller(context.db, userId);
  if (!found || found.blocked) throw new AuthenticationError();
  const user = await getUser(context, userId, viewerOf(found.caller));
  if (!user.confirmed && (await companySettings(context.db.kysely)).emailConfirmation)
    return {
      code: 200,
      message: `${message} Confirm your e-mail address before you sign in.`,
      user,
    };
  const tokens = tokenCodec(context.secrets, context.config);
  return { code: 200, message, jwt: tokens.sign({ userId, version: found.tokenVersion }), user };
}

/** Signs a user in. Throws InvalidError (400) while the address has to be confirmed first. */
export async function openSession(
  context: Context,
  userId: string,
  message: string,
): Promise<SessionOut> {
  const { jwt, ...session } = await openSessionIfConfirmed(context, userId, message);
  if (jwt === undefined)
    throw new InvalidError(
      'Your e-mail address is not confirmed yet; open the link in the mail, or ask for another one with POST /auth/send-email-confirmation.',
    );
  return { ...session, jwt };
}
