import type { IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { TObject } from 'typebox';
import type { Context } from '../context.js';
import { InvalidError, TooLargeError, UnsupportedTypeError } from '../errors.js';
import { acceptMultipart, type FormFile, onlyFormFile } from '../http/multipart.js';
import { actorOf, route } from '../http/route.js';
import {
  type ImportFormat,
  type ImportOptions,
  type ImportUpload,
  runImport,
} from './run-import.js';
import { ImportBody, ImportQuery, ImportRefusal, ImportSummary } from './schemas.js';
import type { ImportTarget } from './target.js';

const IN_UTF8 = / *(; *charset="?utf-8"? *)?$/;
const CSV = new RegExp(`^text/csv${IN_UTF8.source}`, 'i');
const NDJSON = new RegExp(`^application/(x-)?ndjson${IN_UTF8.source}`, 'i');
const MULTIPART = /^multipart\/form-data *;/i;
const CSV_NAME = /\.csv(\.gz)?$/i;
const NDJSON_NAME = /\.(ndjson|jsonl)(\.gz)?$/i;
const GZIP_ENCODING = /^(x-)?gzip$/i;

function refuseType(contentType: string): never {
  throw new UnsupportedTypeError(
    `A file of type "${contentType.slice(0, 100)}" is not read here; send text/csv or application/x-ndjson in UTF-8, plain or gzip, or one such file as multipart/form-data.`,
  );
}

function formatOf(contentType: string): ImportFormat | null {
  if (CSV.test(contentType)) return 'csv';
  return NDJSON.test(contentType) ? 'ndjson' : null;
}

/** Browsers know few types, so the name rules where it says something. */
function formatOfFile({ filename, mime }: FormFile): ImportFormat {
  if (CSV_NAME.test(filename)) return 'csv';
  if (NDJSON_NAME.test(filename)) return 'ndjson';
  return formatOf(mime) ?? refuseType(mime);
}

function isGzip(request: FastifyRequest): boolean {
  const encoding = request.headers['content-encoding'] ?? 'identity';
  if (GZIP_ENCODING.test(encoding)) return true;
  if (encoding === 'identity') return false;
  return refuseType(`${request.headers['content-type']} in ${encoding}`);
}

function assertReadable(request: FastifyRequest, bytesMax: number): void {
  const { headers } = request;
  const contentType = headers['content-type'] ?? '';
  const isForm = MULTIPART.test(contentType);
  if (!isForm && formatOf(contentType) === null) refuseType(contentType);
  if (isGzip(request) && isForm) refuseType('multipart/form-data in gzip');
  if (Number(headers['content-length'] ?? 0) > bytesMax)
    throw new TooLargeError(`The file is larger than ${bytesMax} bytes; send it in parts.`);
}

/** One of the words, of which the first is meant when nothing is said. */
function readWord<const W extends string>(
  name: string,
  value: string | string[] | undefined,
  words: readonly [W, ...W[]],
): W {
  if (value === undefined) return words[0];
  const word = words.find((one) => one === value);
  if (word === undefined) throw InvalidError.field(name, `must be ${words.join(' or ')}`);
  return word;
}

function readOptions(query: unknown): ImportOptions {
  const { dryRun, onError, ...others } = query as Record<string, string | string[] | undefined>;
  const [unknown] = Object.keys(others);
  if (unknown !== undefined)
    throw InvalidError.field(
      unknown.slice(0, 100),
      'is not a parameter of an import, which takes dryRun and onError',
    );
  const dry = readWord('dryRun', dryRun, ['false', 'true', '0', '1']);
  return {
    dryRun: dry === 'true' || dry === '1',
    skipWrong: readWord('onError', onError, ['stop', 'skip']) === 'skip',
  };
}

async function readUpload(request: FastifyRequest, bytesMax: number): Promise<ImportUpload> {
  assertReadable(request, bytesMax);
  const contentType = request.headers['content-type'] ?? '';
  if (MULTIPART.test(contentType)) {
    const file = await onlyFormFile(request);
    return { format: formatOfFile(file), upload: file.content, isGzip: false };
  }
  const upload = request.body instanceof Readable ? request.body : Readable.from([]);
  return {
    format: formatOf(contentType) ?? refuseType(contentType),
    upload,
    isGzip: isGzip(request),
  };
}

/** Hands the upload over as it arrives, instead of reading it into memory. */
async function streamBodies(scope: FastifyInstance, bytesMax: number): Promise<void> {
  scope.removeAllContentTypeParsers();
  scope.addContentTypeParser('*', async (request: FastifyRequest, payload: IncomingMessage) => {
    assertReadable(request, bytesMax);
    return payload;
  });
  // Two, so that a second file is told from a damaged form.
  await acceptMultipart(scope, 2);
}

/** Registers `POST /<collection>/import`. */
export function importRoute<S extends TObject>(
  app: FastifyInstance,
  context: Context,
  target: ImportTarget<S>,
): void {
  const { collection } = target;
  const { importBytesMax } = context.config;
  const permissions = ['create', 'update'].map((action) => `application.${collection}.${action}`);
  app.register(async (scope) => {
    await streamBodies(scope, importBytesMax);
    route(scope, {
      method: 'POST',
      url: `/${collection}/import`,
      refusals: [409],
      formFiles: 'one',
      access: { permissions },
      tag: collection,
      summary: `Import ${collection} from CSV or NDJSON: all rows or none, unless told to skip wrong ones; the same file again changes nothing`,
      query: ImportQuery,
      body: ImportBody,
      consumes: ['text/csv', 'application/x-ndjson', 'multipart/form-data'],
      response: ImportSummary,
      otherResponses: { 400: ImportRefusal },
      handler: async (request: FastifyRequest, reply: FastifyReply) => {
        const options = readOptions(request.query);
        const file = await readUpload(request, importBytesMax);
        const actor = actorOf(request);
        const summary = await runImport(context, { target, file, options, actor });
        reply.code(summary.code);
        return summary.code === 200 ? summary : { ...summary, requestId: request.id };
      },
    });
  });
}
