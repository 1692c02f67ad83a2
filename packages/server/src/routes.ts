import type { FastifyInstance } from 'fastify';
import { apiTokenRoutes } from './api-tokens/routes.js';
import { authLimits } from './auth/limits.js';
import { authRoutes } from './auth/routes.js';
import { batchRoutes } from './batches/routes.js';
import { companyRoutes } from './company/routes.js';
import { connectRoutes } from './connect/routes.js';
import { consoleRoutes } from './console/routes.js';
import type { Context } from './context.js';
import { customerRoutes } from './customers/routes.js';
import { explanationRoutes } from './explanations/routes.js';
import { healthRoutes } from './health/routes.js';
import { mailRoutes } from './mail/routes.js';
import { logRoutes } from './logs/routes.js';
import { metricsRoutes } from './metrics/routes.js';
import { openapiRoutes } from './openapi.js';
import { outcomeRoutes } from './outcomes/routes.js';
import { paymentRoutes } from './payments/routes.js';
import { reportRoutes } from './reports/routes.js';
import { rolesRoutes } from './roles/routes.js';
import { setupRoutes } from './setup/routes.js';
import { trainingRoutes } from './trainings/routes.js';
import { uploadRoutes } from './uploads/routes.js';
import { usersRoutes } from './users/routes.js';

/** Every call of the API, by collection. */
export function registerRoutes(app: FastifyInstance, context: Context): void {
  metricsRoutes(app, context);
  healthRoutes(app, context);
  consoleRoutes(app);
  openapiRoutes(app);
  const limits = authLimits();
  authRoutes(app, context, limits);
  connectRoutes(app, context, limits);
  setupRoutes(app, context, limits);
  apiTokenRoutes(app, context);
  usersRoutes(app, context);
  mailRoutes(app, context);
  rolesRoutes(app, context);
  companyRoutes(app, context);
  customerRoutes(app, context);
  paymentRoutes(app, context);
  outcomeRoutes(app, context);
  trainingRoutes(app, context);
  reportRoutes(app, context);
  uploadRoutes(app, context);
  logRoutes(app, context);
}
  batchRoutes(app, context);
  explanationRoutes(app, context);
  logRoutes(app, context);
}
