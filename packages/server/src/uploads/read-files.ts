import type { FastifyRequest } from 'fastify';
import { InvalidError, TooLargeError } from '../errors.js';
import { formFiles } from '../http/multipart.js';
import { readBody } from '../http/route.js';
import { bodyReader } from '../http/validation.js';
import { readDataUrl } from './data-url.js';
import { FileCreate } from './schemas.js';
import type { NewFile } from './service.js';

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

/** The files that a request brings: those of a form, or one of a data: URL. Throws InvalidError, TooLargeError. */
export async function readFiles(request: FastifyRequest, bytesMax: number): Promise<NewFile[]> {
  if (MULTIPART.test(request.headers['content-type'] ?? '')) return readForm(request, bytesMax);
  const { filename, binaryUrl } = readBody(request, createReader);
  const file = { filename, ...readDataUrl(binaryUrl) };
  if (file.content.length > bytesMax) throw tooLarge(bytesMax);
  return [file];
}
