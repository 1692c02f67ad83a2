import type { FastifyInstance } from 'fastify';
import type { Context } from '../context.js';
import { actorOf, callerOf, readBody, route } from '../http/route.js';
import { Message } from '../http/schema.js';
import { bodyReader } from '../http/validation.js';
import { EmailBody } from './schemas.js';
import { sendMessage } from './service.js';

const emailReader = bodyReader(EmailBody);

export function mailRoutes(app: FastifyInstance, context: Context): void {
  route(app, {
    method: 'POST',
    url: '/email',
    refusals: [404, 429],
    access: { permission: 'email.email.send' },
    tag: 'mail',
    summary: 'Write a mail to a user; it is sent soon after the answer',
    body: EmailBody,
    creates: true,
    response: Message,
    handler: async (request) => {
      const body = readBody(request, emailReader);
      await sendMessage(context, actorOf(request), callerOf(request), body);
      return { code: 200, message: 'OK' };
    },
  });
}
