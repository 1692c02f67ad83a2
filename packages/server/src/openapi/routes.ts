import type { FastifyInstance } from 'fastify';
import { descriptionOf } from './describe.js';
import type { Description } from './document.js';

/** The description as it is served to clients. */
export function openapiRoutes(app: FastifyInstance): void {
  let description: Description | null = null;
  app.get('/openapi.json', { config: { access: 'public' }, schema: { hide: true } }, async () => {
    description ??= descriptionOf(app);
    return description;
  });
}
