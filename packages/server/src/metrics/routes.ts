import { createHash, timingSafeEqual } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import Type from 'typebox';
import type { Context } from '../context.js';
import { AuthenticationError, NotFoundError } from '../errors.js';
import { route } from '../http/route.js';
import { type Metrics, startMetrics } from './metrics.js';

const BEARER = /^Bearer +([^ ]+) *$/i;

function isSame(sent: string, token: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(sent), digest(token));
}

function measureRequests(app: FastifyInstance, metrics: Metrics): void {
  app.addHook('onResponse', async (request, reply) => {
    metrics.observeRequest({
      method: request.method,
      // Paths are as many as callers like to make up; routes are few.
      route: request.is404 ? 'unknown' : (request.routeOptions.url ?? 'unknown'),
      status: reply.statusCode,
      seconds: reply.elapsedTime / 1000,
    });
  });
  app.addHook('onClose', async () => metrics.close());
}

/** `GET /metrics` for Prometheus, with a token of its own; measures nothing until one is set. */
export function metricsRoutes(app: FastifyInstance, context: Context): void {
  const token = context.config.metricsToken;
  const metrics = token === null ? null : startMetrics(context);
  if (metrics !== null) measureRequests(app, metrics);
  route(app, {
    method: 'GET',
    url: '/metrics',
    refusals: [403, 404],
    access: 'public',
    tag: 'Health',
    summary: 'Measurements for Prometheus; off until MAIA_METRICS_TOKEN is set, which is its token',
    response: Type.String({ description: 'text exposition format' }),
    produces: ['text/plain'],
    handler: async (request, reply) => {
      if (metrics === null || token === null)
        throw new NotFoundError('There are no metrics: MAIA_METRICS_TOKEN is not set.');
      const sent = BEARER.exec(request.headers.authorization ?? '')?.[1];
      if (sent === undefined || !isSame(sent, token)) throw new AuthenticationError();
      return reply.type(metrics.contentType).send(await metrics.text());
    },
  });
}
