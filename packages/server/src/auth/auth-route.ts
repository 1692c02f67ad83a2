import type { FastifyInstance } from 'fastify';
import { type RouteSpec, route } from '../http/route.js';
import type { AuthLimits } from './limits.js';

/** Answers hold bearer tokens, and addresses one-time ones: nothing may keep the first or pass on the second. */
const HEADERS = { 'Cache-Control': 'no-store', 'Referrer-Policy': 'no-referrer' };

type AuthRouteSpec = Omit<RouteSpec, 'access' | 'tag'> & Partial<Pick<RouteSpec, 'access'>>;

/** Registers an auth call, public unless told: counted by address before its body is looked at, never cached. */
export function authRoute(app: FastifyInstance, limits: AuthLimits, spec: AuthRouteSpec): void {
  route(app, {
    access: 'public',
    ...spec,
    tag: 'auth',
    handler: async (request, reply, once) => {
      reply.headers(HEADERS);
      limits.countCall(request.ip);
      return spec.handler(request, reply, once);
    },
  });
}
