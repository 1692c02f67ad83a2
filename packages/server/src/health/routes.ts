import type { FastifyInstance } from 'fastify';
import type { Context } from '../context.js';
import { route } from '../http/route.js';
import { readiness } from './readiness.js';
import { Liveness, Readiness } from './schemas.js';

/** Liveness and readiness; the second asks the database, the queue and the workers. */
export function healthRoutes(app: FastifyInstance, context: Context): void {
  route(app, {
    method: 'GET',
    url: '/health/live',
    access: 'public',
    tag: 'Health',
    summary: 'The process answers',
    response: Liveness,
    handler: async () => ({ status: 'live' }),
  });
  route(app, {
    method: 'GET',
    url: '/health/ready',
    access: 'public',
    tag: 'Health',
    summary: 'The server can work: database and queue answer; says too whether a worker lives',
    response: Readiness,
    otherResponses: { 503: Readiness },
    handler: async (_request, reply) => {
      const answer = await readiness(context);
      if (answer.status === 'unavailable') reply.code(503);
      return answer;
    },
  });
}
