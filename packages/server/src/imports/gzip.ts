import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { TooLargeError } from '../errors.js';
import { UnreadableFileError } from './rejections.js';

/** The first bytes of a gzip file (RFC 1952 §2.3.1); no UTF-8 text begins with them. */
const MAGIC = Buffer.from([0x1f, 0x8b]);
/** Up to here a file may expand by any factor. */
const EXPANDED_BYTES_FREE = 1 << 20;
/** Rows of one kind shrink to a tenth or a fiftieth; a thousandth is the work of someone who means harm. */
const EXPANSION_MAX = 200;

function readable(error: unknown): unknown {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code === 'Z_BUF_ERROR')
    return new UnreadableFileError('The gzip file is cut off; send it again, whole.');
  if (code.startsWith('Z_'))
    return new UnreadableFileError('The gzip file is damaged; compress it again.');
  return error;
}

async function* gunzipped(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let sent = 0;
  let expanded = 0;
  async function* counted(): AsyncGenerator<Buffer> {
    for await (const chunk of chunks) {
      sent += chunk.length;
      yield chunk;
    }
  }
  const gunzip = createGunzip();
  const fed = pipeline(Readable.from(counted()), gunzip);
  // Its error comes out of the loop too.
  fed.catch(() => {});
  try {
    for await (const chunk of gunzip as AsyncIterable<Buffer>) {
      expanded += chunk.length;
      if (expanded > EXPANDED_BYTES_FREE && expanded > EXPANSION_MAX * sent)
        throw new TooLargeError(
          `The gzip file expands to more than ${EXPANSION_MAX} times its size; send it uncompressed.`,
        );
      yield chunk;
    }
    await fed;
  } catch (error) {
    throw readable(error);
  }
}

/**
 * The bytes of a file, expanded if they are gzip. Throws UnreadableFileError for a damaged or cut-off gzip file,
 * and for one that should be gzip and is not; TooLargeError for one that expands beyond measure.
 */
export async function* expandedBytes(
  chunks: AsyncGenerator<Buffer>,
  mustBeGzip: boolean,
): AsyncGenerator<Buffer> {
  let head = Buffer.alloc(0);
  async function* whole(): AsyncGenerator<Buffer> {
    if (head.length > 0) yield head;
    yield* chunks;
  }
  try {
    while (head.length < MAGIC.length) {
      const { done, value } = await chunks.next();
      if (done) break;
      head = Buffer.concat([head, value]);
    }
    const isGzip = head.subarray(0, MAGIC.length).equals(MAGIC);
    if (mustBeGzip && !isGzip)
      throw new UnreadableFileError('The file is not gzip, although Content-Encoding says so.');
    yield* isGzip ? gunzipped(whole()) : whole();
  } finally {
    // Not waited for: it ends with the next bytes, and a client that sends none must get its answer.
    void chunks.return(undefined);
  }
}
