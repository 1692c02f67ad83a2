import type { FastifyInstance, FastifyRequest } from 'fastify';
import Type from 'typebox';
import type { Context } from '../context.js';
import { actorOf, pathParameter, readBody, route } from '../http/route.js';
import { bodyReader } from '../http/validation.js';
import type { AuthLimits } from './limits.js';
import { ResetBody, ResetByCodeBody, type ResetIn, Session, SignInBody } from './schemas.js';
import { resetPassword, signIn } from './service.js';

const signInReader = bodyReader(SignInBody);
const resetReader = bodyReader(ResetBody);
const resetByCodeReader = bodyReader(ResetByCodeBody);
const tag = 'auth';

export function authRoutes(app: FastifyInstance, context: Context, limits: AuthLimits): void {
  route(app, {
    method: 'POST',
    url: '/auth/local',
    access: 'public',
    tag,
    summary: 'Sign in with a password',
    body: SignInBody,
    response: Session,
    handler: async (request) => {
      limits.countCall(request.ip);
      const body = readBody(request, signInReader);
      return signIn(context, limits, { address: request.ip, body });
    },
  });

  const reset = (request: FastifyRequest, token: string, body: ResetIn) =>
    resetPassword(context, limits, { actor: actorOf(request), address: request.ip, token, body });

  route(app, {
    method: 'POST',
    url: '/auth/reset-password/:resetToken',
    access: 'public',
    tag,
    summary: 'Set a new password with a one-time token',
    params: Type.Object({ resetToken: Type.String() }),
    body: ResetBody,
    response: Session,
    handler: async (request) => {
      limits.countCall(request.ip);
      const body = readBody(request, resetReader);
      return reset(request, pathParameter(request, 'resetToken'), body);
    },
  });

  route(app, {
    method: 'POST',
    url: '/auth/reset-password',
    access: 'public',
    tag,
    summary: 'Set a new password with a one-time token, as Strapi clients do',
    body: ResetByCodeBody,
    response: Session,
    handler: async (request) => {
      limits.countCall(request.ip);
      const { code, ...body } = readBody(request, resetByCodeReader);
      return reset(request, code, body);
    },
  });
}
