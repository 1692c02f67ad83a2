import type { FastifyInstance } from 'fastify';
import { consoleRoutes } from './console/routes.js';
import type { Context } from './context.js';
import { healthRoutes } from './health/routes.js';
import { openapiRoutes } from './openapi.js';

/** Every call of the API, by collection. */
export function registerRoutes(app: FastifyInstance, context: Context): void {
  healthRoutes(app, context);
  consoleRoutes(app);
  openapiRoutes(app);
}
