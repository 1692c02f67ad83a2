import type { FastifyInstance } from 'fastify';
import type { AuthLimits } from '../auth/limits.js';
import { Session } from '../auth/schemas.js';
import { openSession } from '../auth/session.js';
import type { Context } from '../context.js';
import { InvalidError } from '../errors.js';
import { actorOf, readBody, route } from '../http/route.js';
import { bodyReader } from '../http/validation.js';
import { SetupBody } from './schemas.js';
import { assertSetupOpen, completeSetup } from './service.js';

const setupReader = bodyReader(SetupBody);

export function setupRoutes(app: FastifyInstance, context: Context, limits: AuthLimits): void {
  route(app, {
    method: 'POST',
    url: '/setup',
    refusals: [404, 409],
    access: 'public',
    tag: 'setup',
    summary: 'Make the first administrator with the printed one-time token; afterwards 404',
    body: SetupBody,
    response: Session,
    handler: async (request) => {
      limits.countCall(request.ip);
      await assertSetupOpen(context);
      const body = readBody(request, setupReader);
      const userId = await limits.attempt({ address: request.ip, account: 'setup' }, () =>
        completeSetup(context, actorOf(request), body),
      );
      if (userId === null)
        throw InvalidError.field(
          'token',
          'is not the one that the server printed last; look at the output of its latest start',
        );
      return openSession(context, userId, 'The first administrator was made.');
    },
  });
}
