import type { IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { TObject } from 'typebox';
import type { Context } from '../context.js';
import { InvalidError, TooLargeError, UnsupportedTypeError } from '../errors.js';
import { actorOf, route } from '../http/route.js';
import { runImport } from './run-import.js';
import { ImportBody, ImportQuery, ImportRefusal, ImportSummary } from './schemas.js';
import type { ImportTarget } from './target.js';

const CSV = /^text\/csv *(; *charset="?utf-8"?)? *$/i;

function refuseType(contentType: string): never {
  throw new UnsupportedTypeError(
    `A file of type "${contentType.slice(0, 100)}" is not read here; send text/csv in UTF-8, neither compressed nor as multipart.`,
  );
}

function assertReadable(request: FastifyRequest, bytesMax: number): void {
  const { headers } = request;
  if (!CSV.test(headers['content-type'] ?? '')) refuseType(headers['content-type'] ?? '');
  const encoding = headers['content-encoding'] ?? 'identity';
  if (encoding !== 'identity') refuseType(`${headers['content-type']} in ${encoding}`);
  if (Number(headers['content-length'] ?? 0) > bytesMax)
    throw new TooLargeError(`The file is larger than ${bytesMax} bytes; send it in parts.`);
}

function readDryRun(query: unknown): boolean {
  const { dryRun, ...others } = query as Record<string, string | string[] | undefined>;
  const [unknown] = Object.keys(others);
  if (unknown !== undefined)
    throw InvalidError.field(
      unknown.slice(0, 100),
      'is not a parameter of an import, which takes dryRun; rows are stored all or none',
    );
  if (dryRun === undefined || dryRun === 'false' || dryRun === '0') return false;
  if (dryRun === 'true' || dryRun === '1') return true;
  throw InvalidError.field('dryRun', 'must be true or false');
}

/** Hands the upload over as it arrives, instead of reading it into memory. */
function streamBodies(scope: FastifyInstance, bytesMax: number): void {
  scope.removeAllContentTypeParsers();
  scope.addContentTypeParser('*', async (request: FastifyRequest, payload: IncomingMessage) => {
    assertReadable(request, bytesMax);
    return payload;
  });
}

/** Registers `POST /<collection>/import`. */
export function importRoute<S extends TObject>(
  app: FastifyInstance,
  context: Context,
  target: ImportTarget<S>,
): void {
  const { collection } = target;
  const permissions = ['create', 'update'].map((action) => `application.${collection}.${action}`);
  app.register(async (scope) => {
    streamBodies(scope, context.config.importBytesMax);
    route(scope, {
      method: 'POST',
      url: `/${collection}/import`,
      access: { permissions },
      tag: collection,
      summary: `Import ${collection} from CSV: all rows or none; the same file again changes nothing`,
      query: ImportQuery,
      body: ImportBody,
      consumes: ['text/csv'],
      response: ImportSummary,
      otherResponses: { 400: ImportRefusal },
      handler: async (request: FastifyRequest, reply: FastifyReply) => {
        const dryRun = readDryRun(request.query);
        const upload = request.body instanceof Readable ? request.body : Readable.from([]);
        const summary = await runImport(context, {
          target,
          upload,
          dryRun,
          actor: actorOf(request),
        });
        reply.code(summary.code);
        return summary.code === 200 ? summary : { ...summary, requestId: request.id };
      },
    });
  });
}
