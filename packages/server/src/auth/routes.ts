import type { FastifyInstance, FastifyRequest } from 'fastify';
import Type from 'typebox';
import type { Context } from '../context.js';
import { InvalidError } from '../errors.js';
import { actorOf, callerOf, pathParameter, readBody } from '../http/route.js';
import { Message } from '../http/schema.js';
import { bodyReader } from '../http/validation.js';
import { languageAccepted } from '../reports/language.js';
import { endSessions } from '../users/credentials.js';
import type { LinkPurpose } from './account-mail-order.js';
import { authRoute } from './auth-route.js';
import type { AuthLimits } from './limits.js';
import { changeOwnPassword, confirmEmail, resetPassword } from './passwords.js';
import {
  AccountNameBody,
  ChangePasswordBody,
  RegisterBody,
  Registered,
  ResetBody,
  ResetByCodeBody,
  type ResetIn,
  Session,
  SessionOrNotice,
  SignInBody,
} from './schemas.js';
import { askForMail, assertRegistrationOpen, register, signIn, type Visitor } from './service.js';

const signInReader = bodyReader(SignInBody);
const registerReader = bodyReader(RegisterBody);
const accountNameReader = bodyReader(AccountNameBody);
const resetReader = bodyReader(ResetBody);
const resetByCodeReader = bodyReader(ResetByCodeBody);
const changeReader = bodyReader(ChangePasswordBody);

function visitorOf(request: FastifyRequest): Visitor {
  const language = languageAccepted(request.headers['accept-language'] ?? '');
  return { actor: actorOf(request), language };
}

export function authRoutes(app: FastifyInstance, context: Context, limits: AuthLimits): void {
  sessionRoutes(app, context, limits);
  mailedLinkRoutes(app, context, limits);
  passwordRoutes(app, context, limits);
}

function sessionRoutes(app: FastifyInstance, context: Context, limits: AuthLimits): void {
  authRoute(app, limits, {
    method: 'POST',
    url: '/auth/local',
    summary: 'Sign in with a password',
    body: SignInBody,
    response: Session,
    handler: async (request) => {
      const body = readBody(request, signInReader);
      return signIn(context, limits, { address: request.ip, body });
    },
  });

  authRoute(app, limits, {
    method: 'POST',
    url: '/auth/local/register',
    refusals: [403, 409],
    summary: 'Make an account for oneself, where that is allowed',
    body: RegisterBody,
    response: Registered,
    handler: async (request) => {
      await assertRegistrationOpen(context.db.kysely);
      return register(context, visitorOf(request), readBody(request, registerReader));
    },
  });

  authRoute(app, limits, {
    method: 'POST',
    url: '/auth/logout-everywhere',
    access: 'signedIn',
    summary: 'End every bearer token of the caller, this one too',
    response: Message,
    handler: async (request) => {
      await endSessions(context, actorOf(request), callerOf(request));
      return { code: 200, message: 'OK' };
    },
  });
}

function mailedLinkRoutes(app: FastifyInstance, context: Context, limits: AuthLimits): void {
  const ask = (request: FastifyRequest, purpose: LinkPurpose) =>
    askForMail(context, limits, {
      visitor: visitorOf(request),
      purpose,
      body: readBody(request, accountNameReader),
    });

  authRoute(app, limits, {
    method: 'POST',
    url: '/auth/forgot-password',
    summary: 'Mail a one-time link that sets a new password; the answer is the same for everyone',
    body: AccountNameBody,
    response: Message,
    handler: (request) => ask(request, 'reset-password'),
  });

  authRoute(app, limits, {
    method: 'POST',
    url: '/auth/send-email-confirmation',
    summary: 'Mail a one-time link that confirms the address; the answer is the same for everyone',
    body: AccountNameBody,
    response: Message,
    handler: (request) => ask(request, 'confirm-email'),
  });

  authRoute(app, limits, {
    method: 'GET',
    url: '/auth/email-confirmation',
    summary: 'Confirm an e-mail address with the token of the mail',
    query: Type.Object({ confirmation: Type.String({ description: 'the one-time token' }) }),
    response: Message,
    otherResponses: { 302: Type.Null({ description: 'to the page that the operator configured' }) },
    handler: async (request, reply) => {
      const { confirmation: token } = request.query as { confirmation?: unknown };
      if (typeof token !== 'string' || token === '')
        throw InvalidError.field('confirmation', 'is required');
      await confirmEmail(context, limits, { actor: actorOf(request), address: request.ip, token });
      // Configured, never taken from the request: that would send people wherever a stranger likes.
      const { confirmationRedirectUrl } = context.config;
      if (confirmationRedirectUrl !== null) return reply.redirect(confirmationRedirectUrl, 302);
      return { code: 200, message: 'The e-mail address is confirmed.' };
    },
  });
}

function passwordRoutes(app: FastifyInstance, context: Context, limits: AuthLimits): void {
  const reset = (request: FastifyRequest, token: string, body: ResetIn) =>
    resetPassword(context, limits, { actor: actorOf(request), address: request.ip, token, body });

  authRoute(app, limits, {
    method: 'POST',
    url: '/auth/reset-password/:resetToken',
    summary: 'Set a new password with a one-time token',
    params: Type.Object({ resetToken: Type.String() }),
    body: ResetBody,
    response: SessionOrNotice,
    handler: async (request) => {
      const body = readBody(request, resetReader);
      return reset(request, pathParameter(request, 'resetToken'), body);
    },
  });

  authRoute(app, limits, {
    method: 'POST',
    url: '/auth/reset-password',
    summary: 'Set a new password with a one-time token, as Strapi clients do',
    body: ResetByCodeBody,
    response: SessionOrNotice,
    handler: async (request) => {
      const { code, ...body } = readBody(request, resetByCodeReader);
      return reset(request, code, body);
    },
  });

  authRoute(app, limits, {
    method: 'POST',
    url: '/auth/change-password',
    access: 'signedIn',
    summary: 'Set a new password of one’s own; ends every bearer token and answers with a new one',
    body: ChangePasswordBody,
    response: Session,
    handler: async (request) =>
      changeOwnPassword(context, limits, {
        actor: actorOf(request),
        address: request.ip,
        caller: callerOf(request),
        body: readBody(request, changeReader),
      }),
  });
}
