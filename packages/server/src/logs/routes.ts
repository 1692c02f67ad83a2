import type { FastifyInstance } from 'fastify';
import Type from 'typebox';
import type { Context } from '../context.js';
import { route } from '../http/route.js';
import { Count } from '../http/schema.js';
import { parseListQuery } from '../lists/parse.js';
import { listQuery } from '../lists/schema.js';
import { LOG_LIST } from './queries.js';
import { ExportedHead, LogEntry, LogHead, LogVerification } from './schemas.js';
import { exportedHead, logCount, readLogHead, readLogs, verifyLogs } from './service.js';

const tag = 'logs';
const find = { permission: 'application.logs.find' };
const verify = { permission: 'application.logs.verify' };

/** The audit trail: reading it, and proving that it is whole. */
export function logRoutes(app: FastifyInstance, context: Context): void {
  route(app, {
    method: 'GET',
    url: '/logs',
    access: find,
    tag,
    summary: 'The audit trail: who changed what, when and from where',
    query: listQuery(LOG_LIST),
    response: Type.Array(LogEntry),
    handler: async (request) => readLogs(context, parseListQuery(LOG_LIST, request.query)),
  });
  route(app, {
    method: 'GET',
    url: '/logs/count',
    access: find,
    tag,
    summary: 'Number of log entries',
    query: listQuery(LOG_LIST),
    response: Count,
    handler: async (request) => logCount(context, parseListQuery(LOG_LIST, request.query)),
  });
  route(app, {
    method: 'GET',
    url: '/logs/head',
    access: verify,
    tag,
    summary: 'The end of the chain, to be kept elsewhere and verified against later',
    response: LogHead,
    handler: async () => readLogHead(context),
  });
  route(app, {
    method: 'GET',
    url: '/logs/verify',
    access: verify,
    tag,
    summary: 'Whether the chain holds, and continues an exported head',
    query: ExportedHead,
    response: LogVerification,
    handler: async (request) =>
      verifyLogs(context, exportedHead(request.query as Record<string, unknown>)),
  });
}
