import { Readable } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import Type from 'typebox';
import { companySettings } from '../company/service.js';
import type { Context } from '../context.js';
import { actorOf, callerOf, pathParameter, route } from '../http/route.js';
import { Message } from '../http/schema.js';
import { languageOf } from '../reports/language.js';
import { LanguageQuery } from '../reports/schemas.js';
import { batchResults, csvOf, ndjsonOf } from './results.js';
import { Batch } from './schemas.js';
import { cancelBatch, readBatch } from './service.js';

const params = Type.Object({ id: Type.String() });
const tag = 'reports';

/** Whether CSV is preferred to NDJSON: it is named, and NDJSON is not. */
function wantsCsv(accept: string): boolean {
  return /text\/csv/i.test(accept) && !/ndjson/i.test(accept);
}

/** How far a batch is, its results, and stopping it; it is begun by `POST /reports/batch`. */
export function batchRoutes(app: FastifyInstance, context: Context): void {
  route(app, {
    method: 'GET',
    url: '/reports/batch/:id',
    access: { permission: 'application.reports.findone' },
    tag,
    summary: 'How far the scoring of many is',
    params,
    response: Batch,
    handler: async (request) => readBatch(context, callerOf(request), pathParameter(request, 'id')),
  });
  route(app, {
    method: 'GET',
    url: '/reports/batch/:id/results',
    refusals: [409],
    access: { permission: 'application.reports.findone' },
    tag,
    summary: 'The reports of a batch that has ended, as NDJSON, or as CSV where Accept asks for it',
    params,
    query: LanguageQuery,
    response: Type.String({ description: 'one {referenceId, report | error} a line' }),
    produces: ['application/x-ndjson', 'text/csv'],
    handler: async (request, reply) => {
      const { locale } = await companySettings(context.db.kysely);
      const asked = { id: pathParameter(request, 'id'), language: languageOf(request, locale) };
      const pages = await batchResults(context, callerOf(request), asked);
      const csv = wantsCsv(request.headers.accept ?? '');
      return reply
        .type(csv ? 'text/csv; charset=utf-8' : 'application/x-ndjson')
        .header('X-Content-Type-Options', 'nosniff')
        .header('Vary', 'Accept')
        .send(Readable.from(csv ? csvOf(pages) : ndjsonOf(pages)));
    },
  });
  route(app, {
    method: 'POST',
    url: '/reports/batch/:id/cancel',
    refusals: [409],
    access: { permission: 'application.reports.create' },
    tag,
    summary: 'Stop the scoring of many; reports that were made stay',
    params,
    response: Message,
    handler: async (request) => {
      const who = { caller: callerOf(request), actor: actorOf(request) };
      await cancelBatch(context, who, pathParameter(request, 'id'));
      return { code: 200, message: 'OK' };
    },
  });
}
