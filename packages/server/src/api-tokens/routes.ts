import type { FastifyInstance } from 'fastify';
import Type from 'typebox';
import type { Context } from '../context.js';
import { actorOf, callerOf, pathParameter, readBody, route } from '../http/route.js';
import { Message } from '../http/schema.js';
import { bodyReader } from '../http/validation.js';
import { ApiToken, ApiTokenCreate, NewApiToken } from './schemas.js';
import { createApiToken, deleteApiToken, listApiTokens } from './service.js';

const createReader = bodyReader(ApiTokenCreate);
const tag = 'api-tokens';

export function apiTokenRoutes(app: FastifyInstance, context: Context): void {
  route(app, {
    method: 'GET',
    url: '/auth/tokens',
    access: { permission: 'users-permissions.token.find' },
    tag,
    summary: 'Your API tokens, without the tokens themselves',
    response: Type.Array(ApiToken),
    handler: async (request) => listApiTokens(context, callerOf(request)),
  });

  route(app, {
    method: 'POST',
    url: '/auth/tokens',
    access: { permission: 'users-permissions.token.create' },
    tag,
    summary: 'Make an API token for a system of yours; it is shown once',
    body: ApiTokenCreate,
    response: NewApiToken,
    handler: async (request) => {
      const body = readBody(request, createReader);
      return createApiToken(context, { actor: actorOf(request), caller: callerOf(request) }, body);
    },
  });

  route(app, {
    method: 'DELETE',
    url: '/auth/tokens/:id',
    access: { permission: 'users-permissions.token.delete' },
    tag,
    summary: 'Delete an API token, which dies at once',
    params: Type.Object({ id: Type.String() }),
    response: Message,
    handler: async (request) => {
      const who = { actor: actorOf(request), caller: callerOf(request) };
      await deleteApiToken(context, who, pathParameter(request, 'id'));
      return { code: 200, message: 'OK' };
    },
  });
}
