import { createHash } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import type { Context } from '../context.js';
import { InvalidError, TooLargeError } from '../errors.js';
import { formFiles } from '../http/multipart.js';
import { readBody, sentBody } from '../http/route.js';
import { bodyReader } from '../http/validation.js';
import { readDataUrl } from './data-url.js';
import { FileCreate } from './schemas.js';
import type { NewFile } from './service.js';
import { fetchContent, isWebUrl } from './web-url.js';

const createReader = bodyReader(FileCreate);
const MULTIPART = /^multipart\/form-data *;/i;

function tooLarge(bytesMax: number): TooLargeError {
  return new TooLargeError(`The files are larger than ${bytesMax} bytes; send less at once.`);
}

async function readForm(request: FastifyRequest, bytesMax: number): Promise<NewFile[]> {
  const files: NewFile[] = [];
  let bytes = 0;
  for await (const { filename, mime, content } of formFiles(request)) {
    const chunks: Buffer[] = [];
    for await (const chunk of content as AsyncIterable<Buffer>) {
      bytes += chunk.length;
      if (bytes > bytesMax) throw tooLarge(bytesMax);
      chunks.push(chunk);
    }
    files.push({ filename, mime, content: Buffer.concat(chunks) });
  }
  if (files.length === 0) throw InvalidError.field('files', 'is missing; send one file or more');
  return files;
}

/** What a request brings: a body that tells it from others, and the files, which may have to be fetched. */
interface Brought {
  body: object;
  files: () => Promise<NewFile[]>;
}

/** Two forms with the same files differ in their boundaries, so what tells one form from another is what it holds. */
function contentsOf(files: readonly NewFile[]): object {
  return files.map(({ filename, mime, content }) => ({
    filename,
    mime,
    sha256: createHash('sha256').update(content).digest('hex'),
  }));
}

/**
 * The files of a form, or the one whose URL the body gives. Throws InvalidError (400), TooLargeError (413).
 */
export async function readFiles(context: Context, request: FastifyRequest): Promise<Brought> {
  const { uploadBytesMax: bytesMax, uploadOrigins } = context.config;
  if (MULTIPART.test(request.headers['content-type'] ?? '')) {
    const files = await readForm(request, bytesMax);
    return { body: contentsOf(files), files: async () => files };
  }
  const { filename, binaryUrl } = readBody(request, createReader);
  if (isWebUrl(binaryUrl))
    return {
      body: sentBody(request),
      files: async () => [
        { filename, ...(await fetchContent(binaryUrl, { origins: uploadOrigins, bytesMax })) },
      ],
    };
  const file = { filename, ...readDataUrl(binaryUrl) };
  if (file.content.length > bytesMax) throw tooLarge(bytesMax);
  return { body: sentBody(request), files: async () => [file] };
}
