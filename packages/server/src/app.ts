import { randomUUID } from 'node:crypto';
import cors from '@fastify/cors';
import swagger from '@fastify/swagger';
import Fastify, { type FastifyInstance, LogController } from 'fastify';
import { authenticate } from './auth/authenticate.js';
import type { Context } from './context.js';
import { installBodyParsers } from './http/body-parsers.js';
import { corsOptions } from './http/cors.js';
import { answerError, answerNotFound, PATH_PART_CHARACTERS_MAX } from './http/error-answer.js';
import { finishWhatIsInHand, inHand } from './http/in-hand.js';
import { requireAccess } from './http/route.js';
import { securityHeaders } from './http/security-headers.js';
import { answerExpectation, answerUnreadable } from './http/unreadable-request.js';
import { answerOnce } from './idempotency/answer-once.js';
import { describeApi } from './openapi/describe.js';
import { registerRoutes } from './routes.js';

/** Builds the HTTP application: parsers, access checks, errors, then every route. */
export async function buildApp(context: Context): Promise<FastifyInstance> {
  const { config } = context;
  const headers = securityHeaders(config);
  const app = Fastify({
    loggerInstance: context.log,
    bodyLimit: config.bodyBytesMax,
    trustProxy: config.trustedProxies.length > 0 ? [...config.trustedProxies] : false,
    genReqId: () => randomUUID(),
    // The lines that are written name the request themselves; a logger for each costs more than it tells.
    childLoggerFactory: (log) => log,
    clientErrorHandler: answerUnreadable,
    logController: new LogController({ disableRequestLogging: true }),
    routerOptions: { maxParamLength: PATH_PART_CHARACTERS_MAX },
    // A path that cannot be read meets no hook, so its answer gets the headers of all answers here.
    frameworkErrors: async (error, request, reply) => {
      await headers(request, reply);
      return answerError(error, request, reply);
    },
  });
  app.server.on('checkExpectation', answerExpectation);
  app.setErrorHandler(answerError);
  app.setNotFoundHandler(answerNotFound);
  app.addHook('onRequest', headers);
  if (config.corsOrigins.length > 0) await app.register(cors, corsOptions(config.corsOrigins));
  // Bodies are validated by their readers, after the field-by-field permission and the record.
  app.setValidatorCompiler(() => () => true);
  installBodyParsers(app);
  finishWhatIsInHand(app);
  app.decorateRequest('caller', null);
  app.decorate('carryOutOnce', answerOnce(context));
  app.addHook('onRoute', requireAccess);
  // An unknown path is unknown before anything is asked of the caller or the body.
  app.addHook('onRequest', async (request, reply) =>
    request.is404 ? answerNotFound(request, reply) : undefined,
  );
  const identify = authenticate(context);
  app.addHook('onRequest', (request) => inHand(app, identify(request)));
  await app.register(swagger, describeApi());
  registerRoutes(app, context);
  return app;
}
