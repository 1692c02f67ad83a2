import type { SwaggerOptions } from '@fastify/swagger';
import type { FastifyInstance } from 'fastify';

/** The head of the OpenAPI description; paths and shapes come from the routes. */
export function describeApi(): SwaggerOptions {
  return {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Maia Score',
        version: '0.1.0',
        description: 'Customers and payments in, a calibrated and explained credit score out.',
        license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
      },
      components: {
        securitySchemes: { bearer: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } },
      },
      security: [{ bearer: [] }],
    },
  };
}

/** The description as it is served to clients. */
export function openapiRoutes(app: FastifyInstance): void {
  app.get('/openapi.json', { config: { access: 'public' }, schema: { hide: true } }, async () =>
    app.swagger(),
  );
}
