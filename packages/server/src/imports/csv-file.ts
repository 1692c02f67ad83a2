import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { CsvError, parse } from 'csv-parse';
import { UnreadableFileError } from './rejections.js';

const RECORD_BYTES_MAX = 1 << 20;

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

/** The records of a CSV file (RFC 4180, a byte order mark is passed over) as texts, the header first. */
export async function* readCsv(chunks: AsyncIterable<Buffer>): AsyncGenerator<string[]> {
  const parser = parse({
    bom: true,
    skip_empty_lines: true,
    // Rows of another length are told by row; the parser would stop at the first.
    relax_column_count: true,
    max_record_size: RECORD_BYTES_MAX,
  });
  const fed = pipeline(Readable.from(chunks), parser);
  // Its error comes out of the loop too.
  fed.catch(() => {});
  try {
    for await (const record of parser) yield record as string[];
    await fed;
  } catch (error) {
    throw readable(error);
  }
}
