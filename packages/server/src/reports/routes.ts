import type { FastifyInstance, FastifyRequest } from 'fastify';
import Type from 'typebox';
import { Batch } from '../batches/schemas.js';
import { companySettings } from '../company/service.js';
import type { Context } from '../context.js';
import { actorOf, callerOf, pathParameter, readBody, route } from '../http/route.js';
import { Count } from '../http/schema.js';
import { bodyReader } from '../http/validation.js';
import { parseListQuery } from '../lists/parse.js';
import { listQuery } from '../lists/schema.js';
import { createBatch } from './batch.js';
import { languageOf } from './language.js';
import { REPORT_LIST } from './queries.js';
import { BatchAnswer, BatchCreate, LanguageQuery, Report, ReportCreate } from './schemas.js';
import { type Asking, countReports, createReport, readReport, readReports } from './service.js';

const createReader = bodyReader(ReportCreate);
const batchReader = bodyReader(BatchCreate);
const params = Type.Object({ id: Type.String({ description: 'id or uuid' }) });
const tag = 'reports';
/** Half a million references. */
const BATCH_BYTES_MAX = 2 ** 25;

async function askingOf(context: Context, request: FastifyRequest): Promise<Asking> {
  const settings = await companySettings(context.db.kysely);
  return {
    caller: callerOf(request),
    actor: actorOf(request),
    settings,
    language: languageOf(request, settings.locale),
  };
}

export function reportRoutes(app: FastifyInstance, context: Context): void {
  readRoutes(app, context);
  route(app, {
    method: 'POST',
    url: '/reports',
    refusals: [404],
    access: { permission: 'application.reports.create' },
    tag,
    summary: 'Score a stored customer, or the data in the body',
    query: LanguageQuery,
    body: ReportCreate,
    response: Report,
    creates: true,
    handler: async (request) => {
      const body = readBody(request, createReader);
      return createReport(context, await askingOf(context, request), body);
    },
  });
  route(app, {
    method: 'POST',
    url: '/reports/batch',
    access: { permission: 'application.reports.create' },
    tag,
    summary: 'Score up to 1,000 stored customers at once; more, or all of them, by a job',
    query: LanguageQuery,
    body: BatchCreate,
    response: BatchAnswer,
    otherResponses: { 202: Batch },
    bodyLimit: BATCH_BYTES_MAX,
    creates: true,
    handler: async (request, reply) => {
      const body = readBody(request, batchReader);
      const made = await createBatch(context, await askingOf(context, request), body);
      if ('answer' in made) return made.answer;
      reply.code(202);
      return made.job;
    },
  });
}

/** `lang` is the reader's language, not a filter. */
function filtersOf(query: unknown): object {
  const { lang: _, ...filters } = query as Record<string, unknown>;
  return filters;
}

function readRoutes(app: FastifyInstance, context: Context): void {
  const query = Type.Object({ ...LanguageQuery.properties, ...listQuery(REPORT_LIST).properties });
  route(app, {
    method: 'GET',
    url: '/reports',
    access: { permission: 'application.reports.find' },
    tag,
    summary: 'Reports',
    query,
    response: Type.Array(Report),
    handler: async (request) => {
      const { language } = await askingOf(context, request);
      const list = parseListQuery(REPORT_LIST, filtersOf(request.query));
      return readReports(context, list, language);
    },
  });
  route(app, {
    method: 'GET',
    url: '/reports/count',
    access: { permission: 'application.reports.count' },
    tag,
    summary: 'Number of reports',
    query: listQuery(REPORT_LIST),
    response: Count,
    handler: async (request) => ({
      count: await countReports(context.db.kysely, parseListQuery(REPORT_LIST, request.query)),
    }),
  });
  route(app, {
    method: 'GET',
    url: '/reports/:id',
    access: { permission: 'application.reports.findone' },
    tag,
    summary: 'One report, with its reasons in words',
    params,
    query: LanguageQuery,
    response: Report,
    handler: async (request) => {
      const { language } = await askingOf(context, request);
      return readReport(context, pathParameter(request, 'id'), language);
    },
  });
}
