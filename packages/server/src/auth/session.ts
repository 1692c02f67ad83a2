import type { Context } from '../context.js';
import { AuthenticationError } from '../errors.js';
import { getUser } from '../users/service.js';
import { viewerOf } from '../users/viewer.js';
import { findCaller } from './queries.js';
import type { SessionOut } from './schemas.js';
import { tokenCodec } from './tokens.js';

/** Signs a user in: a bearer token, and the user as they may see themselves. */
export async function openSession(
  context: Context,
  userId: string,
  message: string,
): Promise<SessionOut> {
  const found = await findCaller(context.db, userId);
  if (!found || found.blocked) throw new AuthenticationError();
  const tokens = tokenCodec(context.secrets, context.config);
  return {
    code: 200,
    message,
    jwt: tokens.sign({ userId, version: found.tokenVersion }),
    user: await getUser(context, userId, viewerOf(found.caller)),
  };
}
