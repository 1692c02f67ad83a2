import type { FastifyInstance } from 'fastify';
import Type from 'typebox';
import { authRoute } from '../auth/auth-route.js';
import type { AuthLimits } from '../auth/limits.js';
import { Session } from '../auth/schemas.js';
import type { Context } from '../context.js';
import { queryChoice } from '../http/query-choice.js';
import { readBody } from '../http/route.js';
import { PLAIN } from '../http/schema.js';
import { bodyReader } from '../http/validation.js';
import { providerSignIn } from './sign-in.js';

const OfferedProvider = Type.Object({
  provider: Type.String({ description: 'begin at `/connect/{provider}`', examples: ['google'] }),
  name: Type.String({ description: 'as people know it', examples: ['Google'] }),
});

const AnswerBody = Type.Object({
  answer: Type.String({
    minLength: 1,
    maxLength: 8192,
    pattern: PLAIN,
    description: 'the query with which the provider sent the browser back, without `?`',
    examples: ['code=SplxlOBeZQQYbYS6WxSbIA&state=af0ifjsldkj'],
  }),
});

const answerReader = bodyReader(AnswerBody);
const params = Type.Object({ provider: Type.String() });
const beginQuery = Type.Object({
  to: Type.Optional(
    Type.Literal('console', { description: 'end in the console, not with a session in JSON' }),
  ),
});

export function connectRoutes(app: FastifyInstance, context: Context, limits: AuthLimits): void {
  const stepOf = providerSignIn(context, limits);

  authRoute(app, limits, {
    method: 'GET',
    url: '/connect',
    summary: 'The providers through which one may sign in, in the order in which to offer them',
    response: Type.Array(OfferedProvider),
    handler: async () =>
      context.config.providers.map(({ name, label }) => ({ provider: name, name: label })),
  });

  authRoute(app, limits, {
    method: 'GET',
    url: '/connect/:provider',
    refusals: [400, 503],
    summary: 'Begin a sign-in through a configured provider: leads the browser there',
    params,
    query: beginQuery,
    status: 302,
    response: Type.Null({ description: 'to the provider' }),
    handler: async (request, reply) =>
      stepOf(request).begin(reply, queryChoice(request, 'to', ['console']) ?? 'answer'),
  });

  authRoute(app, limits, {
    method: 'GET',
    url: '/auth/:provider/callback',
    refusals: [400, 403, 503],
    summary: 'End a sign-in through a provider, with the provider’s answer',
    params,
    response: Session,
    otherResponses: {
      302: Type.Null({ description: 'to the console, where a sign-in with `to=console` ends' }),
    },
    handler: async (request, reply) => {
      const answer = request.url.split('?').slice(1).join('?');
      const step = stepOf(request);
      return step.handOver(reply, answer) ?? step.end(reply, answer);
    },
  });

  authRoute(app, limits, {
    method: 'POST',
    url: '/auth/:provider/callback',
    refusals: [403, 503],
    summary: 'End a sign-in that began with `to=console`, as the console does',
    description:
      'Takes the provider’s answer from the browser that began the sign-in, whose cookie it must hold. An answer works once, for as long as the provider says.',
    params,
    body: AnswerBody,
    response: Session,
    handler: async (request, reply) =>
      stepOf(request).end(reply, readBody(request, answerReader).answer),
  });
}
