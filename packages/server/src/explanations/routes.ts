import type { FastifyInstance, FastifyRequest } from 'fastify';
import Type from 'typebox';
import { companySettings } from '../company/service.js';
import type { Context } from '../context.js';
import { queryChoice } from '../http/query-choice.js';
import { pathParameter, readBody, route } from '../http/route.js';
import { bodyReader } from '../http/validation.js';
import { languageOf } from '../reports/language.js';
import { LanguageQuery } from '../reports/schemas.js';
import { explanationPage, PAGE_POLICY } from './page.js';
import { Explanation, ExplanationQuery, WhatIf, WhatIfAnswer } from './schemas.js';
import { explain } from './service.js';
import { whatIf } from './what-if.js';

const whatIfReader = bodyReader(WhatIf);
const params = Type.Object({ id: Type.String({ description: 'id or uuid of the report' }) });
const tag = 'reports';
const access = { permission: 'application.reports.explain' };

const PAGE_HEADERS = {
  'Content-Security-Policy': PAGE_POLICY,
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cache-Control': 'no-store',
};

/** What an applicant may ask about a score, and what it would be if something were different. */
export function explanationRoutes(app: FastifyInstance, context: Context): void {
  const languageFor = async (request: FastifyRequest) =>
    languageOf(request, (await companySettings(context.db.kysely)).locale);
  route(app, {
    method: 'GET',
    url: '/reports/:id/explanation',
    refusals: [409],
    access,
    tag,
    summary:
      'What an applicant may ask to be told: data, reasons, advice, model, review; also as a page',
    params,
    query: ExplanationQuery,
    response: Explanation,
    produces: ['application/json', 'text/html'],
    handler: async (request, reply) => {
      const format = queryChoice(request, 'format', ['json', 'html']) ?? 'json';
      const name = pathParameter(request, 'id');
      const explanation = await explain(context, name, await languageFor(request));
      if (format === 'json') return explanation;
      reply.headers(PAGE_HEADERS).type('text/html; charset=utf-8');
      // Bytes pass the serializer of the JSON answer untouched.
      return reply.send(Buffer.from(explanationPage(explanation)));
    },
  });
  route(app, {
    method: 'POST',
    url: '/reports/:id/what-if',
    refusals: [409],
    access,
    tag,
    summary: 'The same score with other payments or attributes; stores nothing',
    params,
    query: LanguageQuery,
    body: WhatIf,
    response: WhatIfAnswer,
    handler: async (request) =>
      whatIf(context, {
        name: pathParameter(request, 'id'),
        language: await languageFor(request),
        readBody: () => readBody(request, whatIfReader),
      }),
  });
}
