import { Readable } from 'node:stream';
import multipart, { type MultipartFile } from '@fastify/multipart';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { InvalidError, Refusal } from '../errors.js';

const FIELDS_MAX = 100;
const FIELD_BYTES_MAX = 1 << 16;

/** One file of a form, while it arrives. */
export interface FormFile {
  filename: string;
  /** As the form says; nobody has checked it. */
  mime: string;
  content: Readable;
}

/** Makes the routes of this scope take `multipart/form-data`; register it after other body parsers. */
export async function acceptMultipart(scope: FastifyInstance, filesMax: number): Promise<void> {
  await scope.register(multipart, {
    throwFileSizeLimit: false,
    limits: {
      files: filesMax,
      // Whoever reads the content counts it.
      fileSize: Number.POSITIVE_INFINITY,
      fields: FIELDS_MAX,
      fieldSize: FIELD_BYTES_MAX,
      parts: filesMax + FIELDS_MAX,
    },
  });
}

function readable(error: unknown): unknown {
  if (error instanceof Refusal) return error;
  const code = error instanceof Error && 'code' in error ? error.code : null;
  if (code === 'FST_FILES_LIMIT') return new InvalidError('The form has too many files.');
  return new InvalidError('The multipart form cannot be read; it may be cut off.');
}

/** A reader may stop early; what fails after that concerns nobody, and must not end the process. */
function streamOf(bytes: AsyncGenerator<Buffer>): Readable {
  return Readable.from(bytes).on('error', () => {});
}

async function* contentOf(file: Readable): AsyncGenerator<Buffer> {
  try {
    yield* file;
  } catch (error) {
    throw readable(error);
  }
}

/**
 * The files of a form, one after the other; each must be read before the next comes. Throws InvalidError (400)
 * when the form is damaged or has more files than the scope takes.
 */
export async function* formFiles(request: FastifyRequest): AsyncGenerator<FormFile> {
  let open: MultipartFile | null = null;
  try {
    for await (const part of request.files()) {
      open = part;
      const content = streamOf(contentOf(part.file));
      yield { filename: part.filename ?? '', mime: part.mimetype, content };
    }
  } catch (error) {
    throw readable(error);
  } finally {
    open?.file.resume();
    // A form that is not read to its end must not block the connection.
    request.raw.unpipe();
    request.raw.resume();
  }
}

/** The bytes of the only file of a form. Fails with InvalidError when it has another. */
export async function onlyFormFile(request: FastifyRequest): Promise<FormFile> {
  const files = formFiles(request);
  const { done, value: first } = await files.next();
  if (done) throw new InvalidError('The form has no file; send one.');
  async function* content(): AsyncGenerator<Buffer> {
    try {
      yield* first.content;
      const { done: isLast } = await files.next();
      if (!isLast) throw new InvalidError('The form has several files; send one at a time.');
    } finally {
      await files.return(undefined);
    }
  }
  return { ...first, content: streamOf(content()) };
}
