/** A value as COPY can write it: numbers and dates in their SQL text, null as SQL null. */
export type CopyValue = string | number | boolean | bigint | Date | null;

const CHUNK_CHARACTERS = 1 << 16;
const NULL_TEXT = '\\N';
const NEWLINE_BYTE = 0x0a;
const MUST_ESCAPE = /[\\\t\n\r]/;
const ESCAPES: Readonly<Record<string, string>> = {
  '\\': '\\\\',
  '\t': '\\t',
  '\n': '\\n',
  '\r': '\\r',
};
const UNESCAPES: Readonly<Record<string, string>> = {
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
};

function encodeValue(value: CopyValue): string {
  if (value === null) return NULL_TEXT;
  if (typeof value === 'string')
    return MUST_ESCAPE.test(value)
      ? value.replace(/[\\\t\n\r]/g, (character) => ESCAPES[character])
      : value;
  if (value instanceof Date) return value.toISOString();
  return String(value);
}

/** Rows in COPY's text format (PostgreSQL manual, COPY, "Text Format"), in chunks of about 64 K. */
export async function* encodeRows(
  rows: AsyncIterable<readonly CopyValue[]> | Iterable<readonly CopyValue[]>,
): AsyncGenerator<Buffer, void, undefined> {
  let text = '';
  for await (const row of rows) {
    for (let i = 0; i < row.length; i++) text += (i === 0 ? '' : '\t') + encodeValue(row[i]);
    text += '\n';
    if (text.length >= CHUNK_CHARACTERS) {
      yield Buffer.from(text);
      text = '';
    }
  }
  if (text !== '') yield Buffer.from(text);
}

function decodeValue(text: string): string | null {
  if (text === NULL_TEXT) return null;
  if (!text.includes('\\')) return text;
  return text.replace(/\\(.)/gs, (_, character: string) => UNESCAPES[character] ?? character);
}

function decodeLine(line: string): (string | null)[] {
  const values: (string | null)[] = line.split('\t');
  if (!line.includes('\\')) return values;
  for (let i = 0; i < values.length; i++) values[i] = decodeValue(values[i] ?? '');
  return values;
}

/** Turns the bytes of COPY's text format, cut anywhere, into rows. */
export class RowDecoder {
  #rest: Buffer = Buffer.alloc(0);

  /** The rows that these bytes complete; an unfinished one is kept for the next call. */
  decode(bytes: Buffer): (string | null)[][] {
    // Newlines inside values are escaped, so a newline byte always ends a row.
    const end = bytes.lastIndexOf(NEWLINE_BYTE);
    if (end === -1) {
      this.#rest = Buffer.concat([this.#rest, bytes]);
      return [];
    }
    const complete = bytes.subarray(0, end);
    const text = (
      this.#rest.length > 0 ? Buffer.concat([this.#rest, complete]) : complete
    ).toString();
    this.#rest = Buffer.from(bytes.subarray(end + 1));
    const lines = text.split('\n');
    const rows: (string | null)[][] = new Array(lines.length);
    for (let i = 0; i < lines.length; i++) rows[i] = decodeLine(lines[i]);
    return rows;
  }
}
