import type { FastifyRequest } from 'fastify';
import { callerOfApiToken, isApiToken } from '../api-tokens/service.js';
import type { Context } from '../context.js';
import { AuthenticationError, ForbiddenError } from '../errors.js';
import { type Access, type Caller, isAllowed } from '../http/caller.js';
import { findCaller } from './queries.js';
import { tokenCodec } from './tokens.js';

const BEARER = /^Bearer +([^ ]+) *$/i;

function refusal(caller: Caller, access: Access): ForbiddenError {
  if (typeof access === 'object' && 'administratorsOnly' in access && !caller.isAdministrator)
    return new ForbiddenError('Only an administrator may do this, whatever the role permits.');
  return new ForbiddenError(
    caller.apiTokenId === null
      ? 'Your role does not have the permission for this operation.'
      : 'This API token does not have the permission for this operation.',
  );
}

/**
 * The hook that finds out who calls and whether the route is theirs to call, before the body is read:
 * a caller without permission learns nothing else.
 */
export function authenticate(context: Context): (request: FastifyRequest) => Promise<void> {
  const tokens = tokenCodec(context.secrets, context.config);

  async function identify(header: string): Promise<Caller> {
    const token = BEARER.exec(header)?.[1];
    if (token === undefined) throw new AuthenticationError();
    if (isApiToken(token)) {
      const caller = await callerOfApiToken(context, token);
      if (caller === null) throw new AuthenticationError();
      return caller;
    }
    const claims = tokens.verify(token);
    const found = await findCaller(context.db, claims.userId);
    if (!found || found.blocked || found.tokenVersion !== claims.version)
      throw new AuthenticationError();
    return found.caller;
  }

  return async (request) => {
    const access = request.routeOptions.config.access;
    // Public routes need no token and ignore one; every other route says who may call it.
    if (access === undefined || access === 'public') return;
    const header = request.headers.authorization;
    if (header === undefined) throw new AuthenticationError();
    request.caller = await identify(header);
    if (!isAllowed(request.caller, access)) throw refusal(request.caller, access);
  };
}
