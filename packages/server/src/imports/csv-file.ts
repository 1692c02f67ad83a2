import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { CsvError, parse } from 'csv-parse';
import { InvalidError, TooLargeError } from '../errors.js';
import { UnreadableFileError } from './rejections.js';
import { Utf8Check } from './utf8.js';

const RECORD_BYTES_MAX = 1 << 20;
const SILENCE_MAX_MS = 60_000;

/** A CSV file while it arrives. */
export interface CsvFile {
  /** The records as texts, the header first. Throws UnreadableFileError, TooLargeError or InvalidError. */
  records: AsyncIterableIterator<string[]>;
  /** SHA-256 of the bytes, in hexadecimal, once all are read. */
  sha256(): string;
  /** Ends the reading, wherever it is, and lets what still comes pass by unread. */
  close(): Promise<void>;
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

/** The bytes of an upload, counted, hashed and checked to be UTF-8. */
async function* checkedBytes(
  upload: Readable,
  bytesMax: number,
  onBytes: (chunk: Buffer) => void,
): AsyncGenerator<Buffer> {
  const utf8 = new Utf8Check();
  // The request must survive a refusal, so that the answer can be sent on its connection.
  const chunks: AsyncIterator<Buffer> = upload.iterator({ destroyOnReturn: false });
  let bytes = 0;
  try {
    for (;;) {
      const chunk = await nextChunk(upload, chunks);
      if (chunk === null) break;
      bytes += chunk.length;
      if (bytes > bytesMax) throw tooLarge(bytesMax);
      if (!utf8.accepts(chunk)) throw new UnreadableFileError('The file is not UTF-8; convert it.');
      onBytes(chunk);
      yield chunk;
    }
  } finally {
    await chunks.return?.();
    // Without this the rest would stay in the connection, before the client's next request.
    upload.resume();
  }
  if (!utf8.isComplete())
    throw new UnreadableFileError('The file ends within a UTF-8 character; it may be cut off.');
}

function sentenceOf(error: CsvError): string {
  if (error.code === 'CSV_MAX_RECORD_SIZE')
    return `the row is longer than ${RECORD_BYTES_MAX} bytes; perhaps a quote is not closed`;
  if (error.code === 'CSV_QUOTE_NOT_CLOSED') return 'a quote is opened and never closed';
  if (error.code === 'CSV_INVALID_CLOSING_QUOTE')
    return 'after a closing quote there must be a comma or the end of the line; double the quotes within a cell';
  if (error.code === 'INVALID_OPENING_QUOTE')
    return 'a quote within a cell needs quotes around the whole cell and must be doubled';
  return error.message;
}

function readable(error: unknown): unknown {
  if (!(error instanceof CsvError)) return error;
  // The header is a record too, so the number of records before is the number of the data row.
  const row = typeof error.records === 'number' ? error.records : 0;
  const place = row > 0 ? `Row ${row}` : 'The header';
  const message = `${place} is not valid CSV: ${sentenceOf(error)}.`;
  return new UnreadableFileError(message, row > 0 ? { row } : {});
}

/** Reads an upload as CSV (RFC 4180, a byte order mark is passed over), as fast as it is consumed. */
export function readCsv(upload: Readable, bytesMax: number): CsvFile {
  const hash = createHash('sha256');
  const parser = parse({
    bom: true,
    skip_empty_lines: true,
    // Rows of another length are told by row; the parser would stop at the first.
    relax_column_count: true,
    max_record_size: RECORD_BYTES_MAX,
  });
  const bytes = checkedBytes(upload, bytesMax, (chunk) => hash.update(chunk));
  async function* records(): AsyncGenerator<string[]> {
    const fed = pipeline(Readable.from(bytes), parser);
    // Its error comes out of the loop too.
    fed.catch(() => {});
    try {
      for await (const record of parser) yield record as string[];
      await fed;
    } catch (error) {
      throw readable(error);
    }
  }
  const reading = records();
  return {
    records: reading,
    sha256: () => hash.digest('hex'),
    close: async () => {
      await reading.return(undefined);
      // Not waited for: it ends with the next bytes, and a client that sends none must get its answer.
      void bytes.return(undefined);
    },
  };
}
