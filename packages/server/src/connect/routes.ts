import type { FastifyInstance } from 'fastify';
import type { AuthLimits } from '../auth/limits.js';
import type { Context } from '../context.js';

export function connectRoutes(
  _app: FastifyInstance,
  _context: Context,
  _limits: AuthLimits,
): void {}
