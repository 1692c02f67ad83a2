import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import type { SentBody } from './bodies.js';
import { hostileJson, hostileText } from './values.js';

/** Columns and a right row of each import; an import that is not here is met with those of customers. */
const RIGHT_ROWS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  customers: { referenceId: 'h-1', dateOfBirth: '1990-01-01', gender: 'male', income: '1000' },
  payments: {
    customer: 'h-1',
    amountDue: '100',
    amountPaid: '100',
    dueDate: '2026-01-05',
    date: '2026-01-06',
    loan: 'L',
    externalId: 'h-1',
    openedOn: '2025-12-05',
    restructured: 'false',
    currency: 'BRL',
  },
  outcomes: { customer: 'h-1', asOf: '2026-01-05', bad: '1', observedUntil: '2026-06-05' },
};

const quotedCell = (text: string): string => `"${text.replaceAll('"', '""')}"`;

function hostileCsv(row: Readonly<Record<string, string>>): fc.Arbitrary<string> {
  const names = Object.keys(row);
  const spoilt = fc
    .tuple(fc.constantFrom(...names), hostileText, fc.boolean())
    .map(([name, text, isQuoted]) => {
      const cells = Object.entries({ ...row, [name]: text });
      const written = cells.map(([key, value]) =>
        key === name && isQuoted ? quotedCell(value) : value,
      );
      return `${names.join()}\n${written.join()}\n`;
    });
  const right = `${names.join()}\n${Object.values(row).join()}\n`;
  return fc.oneof(
    { weight: 6, arbitrary: spoilt },
    {
      weight: 2,
      arbitrary: hostileText.map(
        (text) => `${names.join()},${text}\n${Object.values(row).join()},1\n`,
      ),
    },
    { weight: 1, arbitrary: fc.nat(right.length).map((length) => right.slice(0, length)) },
    {
      weight: 2,
      arbitrary: fc.constantFrom(
        `\ufeff${right}`,
        right.replaceAll('\n', '\r'),
        right.replaceAll(',', ';'),
        `${right}"`,
        `${right}a"b,c\n`,
        `${names.join()}\n`,
        '',
        '\n\n\n',
        ',,,\n,,,\n',
        `${names.join()},${names[0]}\n`,
        `"${names[0]}\n`,
        right + ','.repeat(5000),
        `${right}${'x'.repeat(1_100_000)}`,
        `${names.join()}\n${Array(2000).fill('"a","b"').join('\n')}`,
        `__proto__,constructor,${names.join()}\n1,2,3\n`,
        `${right}\0\n`,
      ),
    },
  );
}

function hostileNdjson(row: Readonly<Record<string, string>>): fc.Arbitrary<string> {
  const names = Object.keys(row);
  return fc.oneof(
    fc
      .tuple(fc.constantFrom('attributes', 'a', ...names), hostileJson)
      .map(([name, text]) =>
        JSON.stringify({ ...row, [name]: '@hole@' }).replace('"@hole@"', () => text),
      ),
    hostileJson.map((text) => `${text}\n${text}`),
    fc.constantFrom(
      '',
      '\n',
      '{}',
      '{}\n{',
      'null',
      '[]',
      '1',
      '\ufeff{}',
      '{"a":1}{"a":2}',
      `{"a":"${'x'.repeat(1_100_000)}"}`,
    ),
  );
}

const BOMB = gzipSync(Buffer.alloc(8_000_000, 'a,b\n'));

const wrongGzip = (right: Buffer): fc.Arbitrary<Buffer> => {
  const gzip = gzipSync(right);
  return fc.oneof(
    fc.nat(gzip.length).map((length) => gzip.subarray(0, length)),
    fc.tuple(fc.nat(gzip.length - 1), fc.nat(255)).map(([place, byte]) => {
      const damaged = Buffer.from(gzip);
      damaged[place] = byte;
      return damaged;
    }),
    fc.constantFrom(
      BOMB,
      gzip,
      Buffer.concat([gzip, Buffer.from('trailing')]),
      Buffer.concat([gzip, gzip]),
      gzipSync(gzip),
      gzipSync(''),
    ),
  );
};

/** A multipart form around some bytes, whole or damaged. */
function multipart(content: fc.Arbitrary<Buffer>): fc.Arbitrary<SentBody> {
  const boundary = fc.constantFrom('b', 'b'.repeat(70), '"b c"', 'b'.repeat(300), '');
  const name = fc.oneof(fc.constantFrom('files', 'file', ''), hostileText);
  const filename = fc.oneof(
    fc.constantFrom('a.csv', 'a.ndjson', 'a.csv.gz', 'a.exe', ''),
    hostileText,
  );
  const damage = fc.constantFrom(
    'none',
    'none',
    'none',
    'open',
    'empty',
    'headless',
    'twice',
    'many',
    'lf',
  );
  return fc
    .tuple(content, boundary, name, filename, damage)
    .map(([bytes, mark, field, file, how]) => {
      const bare = mark.replaceAll('"', '');
      const eol = how === 'lf' ? '\n' : '\r\n';
      const disposition =
        how === 'headless'
          ? ''
          : `Content-Disposition: form-data; name="${field}"; filename="${file}"${eol}`;
      const part = Buffer.concat([
        Buffer.from(`--${bare}${eol}${disposition}Content-Type: text/csv${eol}${eol}`),
        bytes,
        Buffer.from(eol),
      ]);
      const parts =
        how === 'empty'
          ? []
          : Array(how === 'twice' ? 2 : how === 'many' ? 130 : 1).fill(part.subarray(0, 20_000));
      const end = how === 'open' ? '' : `--${bare}--${eol}`;
      return {
        type: `multipart/form-data; boundary=${mark}`,
        body: Buffer.concat([...parts, Buffer.from(end)]),
      };
    });
}

/** A file for the import of a collection, or for `/upload`: wrong cells, wrong bytes, wrong compression. */
export function hostileFile(collection: string): fc.Arbitrary<SentBody & { encoding?: string }> {
  const row = RIGHT_ROWS[collection] ?? RIGHT_ROWS.customers ?? {};
  const csv = hostileCsv(row).map((text) => Buffer.from(text));
  const ndjson = hostileNdjson(row).map((text) => Buffer.from(text));
  const right = Buffer.from(`${Object.keys(row).join()}\n${Object.values(row).join()}\n`);
  const typeOfCsv = fc.constantFrom(
    'text/csv',
    'text/csv',
    'text/csv; charset=utf-8',
    'text/csv; charset=latin1',
    'text/csv;header=present',
  );
  const bytes = fc.oneof(
    csv,
    ndjson,
    wrongGzip(right),
    fc.uint8Array({ maxLength: 80 }).map((array) => Buffer.from(array)),
  );
  return fc.oneof(
    { weight: 5, arbitrary: fc.record({ type: typeOfCsv, body: csv }) },
    { weight: 4, arbitrary: ndjson.map((body) => ({ type: 'application/x-ndjson', body })) },
    {
      weight: 3,
      arbitrary: fc.record({
        type: fc.constant('text/csv'),
        body: wrongGzip(right),
        encoding: fc.constantFrom('gzip', 'identity', 'br', 'GZIP', 'gzip, gzip', ''),
      }),
    },
    {
      weight: 1,
      arbitrary: fc.record({
        type: fc.constantFrom('text/csv', 'application/x-ndjson'),
        body: bytes,
      }),
    },
    { weight: 4, arbitrary: multipart(bytes) },
  );
}
