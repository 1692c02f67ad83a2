import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import Type from 'typebox';
import type { Context } from '../context.js';
import { acceptMultipart } from '../http/multipart.js';
import { actorOf, callerOf, pathParameter, route } from '../http/route.js';
import { Count } from '../http/schema.js';
import { parseList, parseListQuery } from '../lists/parse.js';
import { listQuery } from '../lists/schema.js';
import { fileList } from './list.js';
import { readFiles } from './read-files.js';
import { FileCreate, UploadedFile } from './schemas.js';
import { fileCount, listFiles, readContent, readFile, removeFile, storeFiles } from './service.js';

const tag = 'files';
const params = Type.Object({ id: Type.String() });
const FILES_MAX = 20;
/** Base64 takes four characters for three bytes; the rest is for the other fields. */
const BODY_PER_FILE = 1.5;

function uploadRoute(app: FastifyInstance, context: Context): void {
  const { uploadBytesMax } = context.config;
  app.register(async (scope) => {
    await acceptMultipart(scope, FILES_MAX);
    route(scope, {
      method: 'POST',
      url: '/upload',
      access: { permission: 'upload.upload.create' },
      tag,
      summary: 'Upload files: the files of a form, or one by its URL; all are stored or none',
      creates: 'afterReading',
      body: FileCreate,
      consumes: ['application/json', 'multipart/form-data'],
      formFiles: 'many',
      bodyLimit: Math.ceil(uploadBytesMax * BODY_PER_FILE),
      response: Type.Array(UploadedFile),
      handler: async (request, _reply, once) => {
        const { body, files } = await readFiles(context, request);
        return once({
          body,
          work: async () => storeFiles(context, actorOf(request), await files()),
        });
      },
    });
  });
}

function listRoutes(app: FastifyInstance, context: Context): void {
  route(app, {
    method: 'GET',
    url: '/upload/files',
    access: { permission: 'upload.upload.find' },
    tag,
    summary: 'List your files; administrators: everyone’s',
    query: listQuery(fileList),
    response: Type.Array(UploadedFile),
    handler: (request) =>
      listFiles(context, callerOf(request), parseListQuery(fileList, request.query)),
  });
  route(app, {
    method: 'GET',
    url: '/upload/files/count',
    access: { permission: 'upload.upload.count' },
    tag,
    summary: 'Count your files',
    query: listQuery(fileList),
    response: Count,
    handler: (request) =>
      fileCount(context, callerOf(request), parseListQuery(fileList, request.query)),
  });
  route(app, {
    method: 'GET',
    url: '/upload/search/:query',
    access: { permission: 'upload.upload.search' },
    tag,
    summary: 'Your files whose name or type contains a text',
    params: Type.Object({ query: Type.String() }),
    response: Type.Array(UploadedFile),
    handler: (request) => {
      const list = parseList(fileList, { _q: pathParameter(request, 'query') });
      return listFiles(context, callerOf(request), list);
    },
  });
}

/** The bytes, as something to be saved and never to be shown or run by a browser. */
async function answerContent(
  context: Context,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<Buffer> {
  const caller = callerOf(request);
  const { filename, mime, content } = await readContent(
    context,
    caller,
    pathParameter(request, 'id'),
  );
  reply.headers({
    'content-type': mime,
    'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(filename).replace(/['()*]/g, (c) => `%${c.charCodeAt(0).toString(16)}`)}`,
    'x-content-type-options': 'nosniff',
    'content-security-policy': "default-src 'none'; sandbox",
    'cache-control': 'private, no-store',
  });
  return content;
}

function oneRoutes(app: FastifyInstance, context: Context): void {
  route(app, {
    method: 'GET',
    url: '/upload/files/:id',
    access: { permission: 'upload.upload.findone' },
    tag,
    summary: 'One file',
    params,
    response: UploadedFile,
    handler: (request) => readFile(context, callerOf(request), pathParameter(request, 'id')),
  });
  route(app, {
    method: 'GET',
    url: '/upload/files/:id/binary',
    access: { permission: 'upload.upload.findone' },
    tag,
    summary: 'The bytes of a file, as an attachment',
    params,
    response: Type.Unsafe<Buffer>({ type: 'string', format: 'binary' }),
    produces: ['application/octet-stream'],
    handler: (request, reply) => answerContent(context, request, reply),
  });
  route(app, {
    method: 'DELETE',
    url: '/upload/files/:id',
    access: { permission: 'upload.upload.delete' },
    tag,
    summary: 'Delete a file',
    params,
    response: UploadedFile,
    handler: (request) =>
      removeFile(context, actorOf(request), {
        caller: callerOf(request),
        id: pathParameter(request, 'id'),
      }),
  });
}

/** Files that users keep on the server. */
export function uploadRoutes(app: FastifyInstance, context: Context): void {
  uploadRoute(app, context);
  listRoutes(app, context);
  oneRoutes(app, context);
}
