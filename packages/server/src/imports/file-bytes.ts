import { createHash } from 'node:crypto';
import type { Readable } from 'node:stream';
import { InvalidError, TooLargeError } from '../errors.js';
import { expandedBytes } from './gzip.js';
import { UnreadableFileError } from './rejections.js';
import { Utf8Check } from './utf8.js';

const SILENCE_MAX_MS = 60_000;

/** The bytes of a file while it arrives. */
export interface FileBytes {
  /** Expanded and checked to be UTF-8. Throws UnreadableFileError, TooLargeError or InvalidError. */
  chunks: AsyncGenerator<Buffer>;
  /** SHA-256 of the expanded bytes, in hexadecimal, once all are read. */
  sha256(): string;
}

export interface FileSource {
  upload: Readable;
  /** The largest file, as sent and as expanded. */
  bytesMax: number;
  /** The sender says that it is compressed; it may be without saying so. */
  isGzip: boolean;
}

function tooLarge(bytesMax: number): TooLargeError {
  return new TooLargeError(`The file is larger than ${bytesMax} bytes; send it in parts.`);
}

/** The next chunk; a client that falls silent or breaks off must not hold a database connection. */
async function nextChunk(upload: Readable, chunks: AsyncIterator<Buffer>): Promise<Buffer | null> {
  const timer = setTimeout(() => {
    upload.destroy(new InvalidError('No data came for a minute; send the file again.'));
  }, SILENCE_MAX_MS);
  try {
    const { done, value } = await chunks.next();
    return done ? null : value;
  } catch (error) {
    if (error instanceof InvalidError) throw error;
    throw new InvalidError('The upload broke off; send the file again.');
  } finally {
    clearTimeout(timer);
  }
}

/** The bytes as they were sent, counted. */
async function* sentBytes({ upload, bytesMax }: FileSource): AsyncGenerator<Buffer> {
  // The request must survive a refusal, so that the answer can be sent on its connection.
  const chunks: AsyncIterator<Buffer> = upload.iterator({ destroyOnReturn: false });
  let bytes = 0;
  try {
    for (;;) {
      const chunk = await nextChunk(upload, chunks);
      if (chunk === null) break;
      bytes += chunk.length;
      if (bytes > bytesMax) throw tooLarge(bytesMax);
      yield chunk;
    }
  } finally {
    await chunks.return?.();
    // Without this the rest would stay in the connection, before the client's next request.
    upload.resume();
  }
}

/** Reads an upload as UTF-8, expanded where it is compressed, as fast as it is consumed. */
export function readBytes(source: FileSource): FileBytes {
  const hash = createHash('sha256');
  async function* chunks(): AsyncGenerator<Buffer> {
    const utf8 = new Utf8Check();
    let bytes = 0;
    for await (const chunk of expandedBytes(sentBytes(source), source.isGzip)) {
      bytes += chunk.length;
      if (bytes > source.bytesMax) throw tooLarge(source.bytesMax);
      if (!utf8.accepts(chunk)) throw new UnreadableFileError('The file is not UTF-8; convert it.');
      hash.update(chunk);
      yield chunk;
    }
    if (!utf8.isComplete())
      throw new UnreadableFileError('The file ends within a UTF-8 character; it may be cut off.');
  }
  return { chunks: chunks(), sha256: () => hash.digest('hex') };
}
