import { StringDecoder } from 'node:string_decoder';
import { UnreadableFileError } from './rejections.js';

const LINE_LENGTH_MAX = 1 << 20;
const BYTE_ORDER_MARK = '\ufeff';

function assertShort(line: string, row: number): void {
  if (line.length <= LINE_LENGTH_MAX) return;
  throw new UnreadableFileError(`Row ${row} is longer than ${LINE_LENGTH_MAX} characters.`, {
    row,
  });
}

/** The lines of a file that are not blank; a byte order mark is passed over. */
export async function* readLines(chunks: AsyncIterable<Buffer>): AsyncGenerator<string> {
  const decoder = new StringDecoder('utf8');
  let rest = '';
  let rows = 0;
  let isFirst = true;
  for await (const chunk of chunks) {
    const text = rest + decoder.write(chunk);
    const lines = (isFirst ? text.replace(BYTE_ORDER_MARK, '') : text).split('\n');
    isFirst &&= text === '';
    rest = lines.pop() ?? '';
    for (const line of lines) {
      if (line.trim() === '') continue;
      rows += 1;
      assertShort(line, rows);
      yield line;
    }
    assertShort(rest, rows + 1);
  }
  if (rest.trim() !== '') yield rest;
}
