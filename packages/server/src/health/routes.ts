import type { FastifyInstance } from 'fastify';
import Type from 'typebox';
import type { Context } from '../context.js';
import { route } from '../http/route.js';

const Live = Type.Object({ status: Type.Literal('live') });
const Ready = Type.Object({ status: Type.Literal('ready'), database: Type.Literal('ready') });

/** Liveness and readiness; the second asks the database. */
export function healthRoutes(app: FastifyInstance, context: Context): void {
  route(app, {
    method: 'GET',
    url: '/health/live',
    access: 'public',
    tag: 'Health',
    summary: 'The process answers',
    response: Live,
    handler: async () => ({ status: 'live' }),
  });
  route(app, {
    method: 'GET',
    url: '/health/ready',
    access: 'public',
    tag: 'Health',
    summary: 'The server can work: the database answers',
    response: Ready,
    handler: async () => {
      await context.db.pool.query('select 1');
      return { status: 'ready', database: 'ready' };
    },
  });
}
