import type { SwaggerOptions } from '@fastify/swagger';
import type { FastifyInstance } from 'fastify';
import { completeDescription } from './complete.js';
import type { Description } from './document.js';

const TAGS: Readonly<Record<string, string>> = {
  auth: 'Signing in, passwords and tokens',
  setup: 'The first administrator of a new installation',
  users: 'Who may sign in',
  roles: 'Roles and the permissions that they give',
  company: 'The lender and its settings',
  customers: 'The people who borrow',
  payments: 'What customers owed and paid, instalment by instalment',
  outcomes: 'What became of customers, in the lender’s own verdict',
  trainings: 'Learning a model from the history, and letting it score',
  reports: 'Scores, with what explains them',
  Health: 'Whether the server lives and can work',
};

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
      servers: [{ url: '/', description: 'The server that this description came from' }],
      tags: Object.entries(TAGS).map(([name, description]) => ({ name, description })),
      components: {
        securitySchemes: { bearer: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } },
      },
      security: [{ bearer: [] }],
    },
  };
}

/** The whole description of a ready application. */
export function descriptionOf(app: FastifyInstance): Description {
  return completeDescription(app.swagger());
}
