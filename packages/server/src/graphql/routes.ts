import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { companySettings } from '../company/service.js';
import type { Context } from '../context.js';
import { type Refusal, UnsupportedTypeError } from '../errors.js';
import { answerOf } from '../http/error-answer.js';
import { formatOf, parseBody } from '../http/parse-body.js';
import { actorOf, callerOf, readBody, route } from '../http/route.js';
import { bodyReader } from '../http/validation.js';
import { languageOf } from '../reports/language.js';
import type { Language } from '../scoring/report-texts.js';
import { answerQuery, type GraphAnswer, isChange } from './answer.js';
import { shownError } from './errors.js';
import { buildGraph } from './graph.js';
import { Loaders } from './loaders.js';
import type { GraphRequest } from './request.js';
import { GraphAnswerBody, GraphQueryBody, GraphRefusalBody } from './schemas.js';

/** Every refusal has the shape of an answer. */
const REFUSALS = Object.fromEntries(
  [400, 403, 409, 413, 415, 422, 500].map((status) => [status, GraphRefusalBody]),
);
const queryReader = bodyReader(GraphQueryBody);

function graphRequest(context: Context, request: FastifyRequest): GraphRequest {
  let language: Promise<Language> | undefined;
  const findLanguage = async () =>
    languageOf(request, (await companySettings(context.db.kysely)).locale);
  return {
    context,
    caller: callerOf(request),
    actor: actorOf(request),
    language: () => {
      language ??= findLanguage();
      return language;
    },
    loaders: new Loaders(),
  };
}

/** Whether anything was given, so that a mutation may have changed something. */
function hasData(answer: unknown): boolean {
  return typeof answer === 'object' && answer !== null && 'data' in answer && answer.data !== null;
}

/** Reads JSON alone: there is no form and no XML of a query. */
function takeJsonOnly(scope: FastifyInstance): void {
  scope.removeAllContentTypeParsers();
  scope.addContentTypeParser(
    '*',
    { parseAs: 'string' },
    async (request: FastifyRequest, text: string) => {
      if (formatOf(request.headers['content-type'] ?? '') === 'json')
        return parseBody('json', text);
      throw new UnsupportedTypeError('GraphQL is asked in application/json only.');
    },
  );
}

/** Errors before any query, such as a missing token, in the shape that GraphQL clients read. */
function answerGraphError(
  error: FastifyError | Refusal,
  request: FastifyRequest,
  reply: FastifyReply,
): FastifyReply {
  const { code } = answerOf(error, request.id);
  if (code >= 500) request.log.error({ err: error, requestId: request.id }, 'request failed');
  if ('headers' in error) reply.headers(error.headers);
  return reply
    .code(code)
    .type('application/json; charset=utf-8')
    .send({ data: null, errors: [shownError(error, request.id)] });
}

/** The resources of REST as one graph. */
export function graphqlRoutes(app: FastifyInstance, context: Context): void {
  const graph = buildGraph();
  app.register(async (scope) => {
    takeJsonOnly(scope);
    scope.setErrorHandler(answerGraphError);
    route(scope, {
      method: 'POST',
      url: '/graphql',
      access: 'tokenHolder',
      tag: 'graphql',
      summary: 'Ask for records and what they lead to in one query, or change them',
      description:
        'The resources, permissions, filters and rules of REST in the shape of Strapi v3: users(limit, start, sort, where), user(id), usersConnection(where) { aggregate { count } values { … } }, createUser(input: { data }), updateUser and deleteUser(input: { where: { id }, data }) { user { … } }, likewise for each collection. Who may not ask for something in a query gets an error with the code FORBIDDEN and no data. An Idempotency-Key holds for a whole mutation, whose answer is kept as soon as it gave any data; a query needs none.',
      creates: 'afterReading',
      body: GraphQueryBody,
      consumes: ['application/json'],
      response: GraphAnswerBody,
      otherResponses: REFUSALS,
      handler: async (request, reply, once) => {
        const sent = readBody(request, queryReader);
        const work = async (): Promise<GraphAnswer['body']> => {
          const { status, body } = await answerQuery(graph, sent, graphRequest(context, request));
          reply.code(status);
          return body;
        };
        if (!isChange(sent)) return work();
        return once({ body: sent, work, isFailure: (answer) => !hasData(answer) });
      },
    });
  });
}
