import type { FastifyInstance, FastifyReply, FastifyRequest, HTTPMethods } from 'fastify';
import Type, { type TSchema } from 'typebox';
import { AuthenticationError, InvalidError } from '../errors.js';
import type { Access, Actor, Caller } from './caller.js';
import { inHand } from './in-hand.js';
import type { BodyFormat } from './parse-body.js';
import { ErrorBody } from './schema.js';
import type { BodyReader, ParsedBody } from './validation.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** Null on public routes that were called without a token. */
    caller: Caller | null;
  }
  interface FastifyInstance {
    carryOutOnce: CarryOutOnce;
  }
  interface FastifyContextConfig {
    access?: Access;
  }
}

/** One call of the API: what it is for, who may make it, and its shapes, each written once. */
export interface RouteSpec {
  method: HTTPMethods;
  url: string;
  access: Access;
  tag: string;
  summary: string;
  /** More than the summary says, where there is more; rules of every call are added by themselves. */
  description?: string;
  params?: TSchema;
  query?: TSchema;
  body?: TSchema;
  /** Types that the body may have, where they are not those of every documented write. */
  consumes?: readonly string[];
  /** Answers with shapes of their own beside the success and the common error, by status. */
  otherResponses?: Readonly<Record<number, TSchema>>;
  /** Shape of the 200 answer, or of another that is no error. */
  response: TSchema;
  /** Statuses of refusals that calls of its kind do not have: 409 for a PUT that may find a name taken. */
  refusals?: readonly number[];
  /** How many files a form of `multipart/form-data` has. */
  formFiles?: 'one' | 'many';
  /** Types of the success, where it is not JSON alone; refusals are always JSON. */
  produces?: readonly string[];
  status?: 200 | 202 | 302;
  bodyLimit?: number;
  /** A call that makes records, which an Idempotency-Key lets one send again safely. Its answer holds no secret. */
  creates?: boolean | 'afterReading';
  /** With `afterReading`, where the body is not parsed beforehand, it passes what it read and the rest through `once`. */
  handler: (request: FastifyRequest, reply: FastifyReply, once: Once) => Promise<unknown>;
}

/** Work for a body, which is what another request with the same Idempotency-Key must have too. */
interface KeyedWork {
  body: object;
  work: () => Promise<unknown>;
  /** Whether a result tells that nothing was done, so that the key may be tried again, as it may when work throws. */
  isFailure?: (result: unknown) => boolean;
}

/** Does the work, or gives the first answer where the request has an Idempotency-Key that was used. */
type Once = (keyed: KeyedWork) => Promise<unknown>;

/** Answers a request that has an Idempotency-Key: by the work the first time, by the first answer afterwards. */
export type CarryOutOnce = (
  request: FastifyRequest,
  reply: FastifyReply,
  keyed: KeyedWork,
) => Promise<unknown>;

const CREATION_HEADERS = Type.Object({
  'idempotency-key': Type.Optional(
    Type.String({
      maxLength: 255,
      description:
        'for 24 hours the same key and body answer as the first time and change nothing; another body is a 422',
    }),
  ),
});

const TEXT_TYPES = ['application/json', 'application/xml', 'application/x-www-form-urlencoded'];

/** What the description says of the permissions that a call needs. */
function describedPermissions(access: Access): object {
  if (access === 'tokenHolder') return { 'x-any-token': true };
  if (typeof access === 'string') return {};
  if ('ownRecordOr' in access) return { 'x-own-record-or': access.ownRecordOr };
  return {
    'x-permissions': 'permission' in access ? [access.permission] : access.permissions,
    ...('administratorsOnly' in access ? { 'x-administrators-only': true } : {}),
  };
}

/** Registers one call. */
export function route(app: FastifyInstance, spec: RouteSpec): void {
  const status = spec.status ?? 200;
  app.route({
    method: spec.method,
    url: spec.url,
    config: { access: spec.access },
    ...(spec.bodyLimit ? { bodyLimit: spec.bodyLimit } : {}),
    schema: {
      tags: [spec.tag],
      summary: spec.summary,
      ...(spec.description ? { description: spec.description } : {}),
      ...describedPermissions(spec.access),
      ...(spec.access === 'public' ? { security: [] } : {}),
      ...(spec.refusals ? { 'x-refusals': spec.refusals } : {}),
      ...(spec.formFiles ? { 'x-form-files': spec.formFiles } : {}),
      ...(spec.params ? { params: spec.params } : {}),
      ...(spec.query ? { querystring: spec.query } : {}),
      ...(spec.creates ? { headers: CREATION_HEADERS } : {}),
      ...(spec.body ? { body: spec.body, consumes: [...(spec.consumes ?? TEXT_TYPES)] } : {}),
      ...(spec.produces ? { produces: [...spec.produces] } : {}),
      response: { ...spec.otherResponses, [status]: spec.response, default: ErrorBody },
    },
    handler: async (request, reply) => {
      reply.code(status);
      const isKeyed = spec.creates && request.headers['idempotency-key'] !== undefined;
      const once: Once = async (keyed) =>
        isKeyed ? app.carryOutOnce(request, reply, keyed) : keyed.work();
      const handle = () => spec.handler(request, reply, once);
      return inHand(
        app,
        isKeyed && spec.creates !== 'afterReading'
          ? once({ body: sentBody(request), work: handle })
          : handle(),
      );
    },
  });
}

/** Refuses to start with a route that does not say who may call it. */
export function requireAccess(options: { method: unknown; url: string; config?: object }): void {
  if (options.config && 'access' in options.config) return;
  throw new Error(`Route ${String(options.method)} ${options.url} does not say who may call it.`);
}

/** The caller of a route that asks for a token. */
export function callerOf(request: FastifyRequest): Caller {
  if (request.caller === null) throw new AuthenticationError();
  return request.caller;
}

/** Whom the audit log names for what this request changes. */
export function actorOf(request: FastifyRequest): Actor {
  return {
    username: request.caller?.username ?? 'public',
    userId: request.caller?.userId ?? null,
    address: request.ip,
    requestId: request.id,
    apiTokenId: request.caller?.apiTokenId ?? null,
  };
}

function parsedBody(request: FastifyRequest): ParsedBody {
  const body = request.body as ParsedBody | undefined;
  if (body === undefined)
    throw new InvalidError('The body is missing; send an object with fields.');
  return body;
}

/** The body as it came, before validation. */
export function sentBody(request: FastifyRequest): ParsedBody {
  return parsedBody(request);
}

/** How the body came: text formats carry no types of their own. */
export function bodyFormat(request: FastifyRequest): BodyFormat {
  return parsedBody(request).format;
}

/** Names of the fields that the body holds, known or not, before validation. */
export function presentFields(request: FastifyRequest): string[] {
  const { value } = parsedBody(request);
  return typeof value === 'object' && value !== null ? Object.keys(value) : [];
}

/** The validated body. Throws InvalidError (400) naming each wrong field. */
export function readBody<T>(request: FastifyRequest, reader: BodyReader<T>): T {
  return reader.read(parsedBody(request));
}

/** The path parameter of that name. */
export function pathParameter(request: FastifyRequest, name: string): string {
  const params = request.params as Record<string, string | undefined>;
  const value = params[name];
  if (value === undefined) throw new Error(`The route has no parameter "${name}".`);
  return value;
}
