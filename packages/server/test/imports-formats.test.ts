import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { dumpDatabase } from './dump.js';
import { type Answer, startTestServer, type TestServer } from './server.js';

const CSV = { 'content-type': 'text/csv' };
const NDJSON = { 'content-type': 'application/x-ndjson' };
const GZIP = { 'content-encoding': 'gzip' };

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer({ environment: { MAIA_IMPORT_BYTES_MAX: '60000000' } });
});

afterAll(() => server.close());

beforeEach(async () => {
  const { pool } = server.context.db;
  await pool.query('delete from customers; delete from payments; delete from customer_keys');
});

function send(
  path: string,
  body: string | Buffer,
  headers: Record<string, string>,
): Promise<Answer> {
  return server.call('POST', path, { token: server.analyst.token, body, headers });
}

async function get(path: string): Promise<Answer['body']> {
  return (await server.call('GET', path, { token: server.analyst.token })).body;
}

function lines(...records: object[]): string {
  return records.map((record) => `${JSON.stringify(record)}\n`).join('');
}

async function sendForm(path: string, form: FormData): Promise<Answer['body']> {
  const response = await fetch(server.url + path, {
    method: 'POST',
    headers: { authorization: `Bearer ${server.analyst.token}` },
    body: form,
  });
  return { status: response.status, body: await response.json() };
}

async function expectUnchanged(work: () => Promise<void>): Promise<void> {
  const before = await dumpDatabase(server.context);
  await work();
  expect(await dumpDatabase(server.context)).toEqual(before);
}

describe('NDJSON', () => {
  it('brings typed fields and attributes, again without change', async () => {
    const file = `\ufeff${lines(
      { referenceId: '1', gender: 'female', income: 12.5, attributes: { zip: '01310', vip: true } },
      { referenceId: '2', gender: null, income: null },
    )}\r\n`;
    expect((await send('/customers/import', file, NDJSON)).body).toMatchObject({ created: 2 });
    const customers = await get('/customers');
    expect(customers).toMatchObject([
      { gender: 'female', attributes: { income: 12.5, zip: '01310', vip: true } },
      { gender: null, attributes: {} },
    ]);
    expect((await send('/customers/import', file, NDJSON)).body).toMatchObject({ unchanged: 2 });
    const payments = lines(
      { customer: '1', amountDue: 10, amountPaid: 4.5, dueDate: '2026-01-01', date: '2026-01-02' },
      { customer: null, amountDue: 10, dueDate: '2026-01-01', restructured: true },
    );
    expect((await send('/payments/import', payments, NDJSON)).body).toMatchObject({ created: 2 });
    expect((await send('/payments/import', payments, NDJSON)).body).toMatchObject({ unchanged: 2 });
    expect((await get('/payments'))[0].receipts).toMatchObject([{ amount: 4.5 }]);
    const outcomes = lines({ customer: '1', asOf: '2026-01-01', bad: false });
    expect((await send('/outcomes/import', outcomes, NDJSON)).body).toMatchObject({ created: 1 });
  });

  it.each([
    ['/payments/import', { amountDue: '10', dueDate: '2026-01-01' }, 'amountDue', '10'],
    ['/payments/import', { amountDue: 10.001, dueDate: '2026-01-01' }, 'amountDue', '10.001'],
    [
      '/payments/import',
      { amountDue: 1, dueDate: '2026-01-01', restructured: 1 },
      'restructured',
      '1',
    ],
    ['/payments/import', { amountDue: 1, dueDate: 20260101 }, 'dueDate', '20260101'],
    ['/payments/import', { amountDue: 1, dueDate: '2026-01-01', colour: 'red' }, 'colour', 'red'],
    ['/payments/import', { amountDue: 1, dueDate: '2026-01-01', customer: 7 }, 'customer', '7'],
    ['/payments/import', { amountDue: 1, dueDate: '2026-01-01', id: 'x' }, 'id', 'x'],
    ['/customers/import', { referenceId: 'x', income: [1] }, 'income', '[1]'],
    ['/customers/import', { referenceId: 'x', attributes: 5 }, 'attributes', '5'],
    ['/customers/import', { referenceId: 'x', a$b: 5 }, 'a$b', '5'],
    ['/customers/import', { gender: 'male' }, 'referenceId', null],
  ])('of %s refuses %j naming %s', async (path, record, field, value) => {
    await expectUnchanged(async () => {
      const good = path.startsWith('/payments')
        ? { amountDue: 1, dueDate: '2026-01-01' }
        : { referenceId: 'good' };
      const { status, body } = await send(path, lines(good, record), NDJSON);
      expect([status, body.rejected]).toEqual([400, 1]);
      expect(body.errors[0]).toMatchObject({ row: 2, message: expect.any(String) });
      expect(body.errors[0].field).toMatch(field === 'income' ? /income/ : field);
      if (field !== 'income') expect(body.errors[0].value).toBe(value);
    });
  });

  it.each(['[1]', '7', 'null', '{"a":', '{"referenceId":"1"} {}', '{"__proto__":{"a":1}}'])(
    'refuses the line %s',
    async (line) => {
      await expectUnchanged(async () => {
        const { status, body } = await send('/customers/import', `\n${line}`, NDJSON);
        expect(status).toBe(400);
        expect(body.errors[0]).toMatchObject({ row: 1 });
      });
    },
  );
});

describe('onError=skip', () => {
  it('stores the good rows and tells the wrong ones', async () => {
    await send('/customers/import', 'referenceId\nana\n', CSV);
    const file = [
      'customer,externalId,amountDue,dueDate',
      'ana,E1,1,2026-01-01',
      'nobody,E2,1,2026-01-01',
      'ana,E3,x,2026-01-01',
      'ana,E1,1,2026-01-01',
      'ana,E4,1,2026-01-01',
    ].join('\n');
    const first = await send('/payments/import?onError=skip', file, CSV);
    expect(first).toMatchObject({ status: 200, body: { code: 200, created: 2, rejected: 3 } });
    expect(first.body.errors.map((error: Answer['body']) => [error.row, error.field])).toEqual([
      [2, 'customer'],
      [3, 'amountDue'],
      [4, 'externalId'],
    ]);
    expect(await get('/payments/count')).toEqual({ count: 2 });
    const again = await send('/payments/import?onError=skip', file, CSV);
    expect(again.body).toMatchObject({ created: 0, updated: 0, unchanged: 2, rejected: 3 });
    const mixed = `${lines({ referenceId: 'bia' })}nonsense\n`;
    expect((await send('/customers/import?onError=skip', mixed, NDJSON)).body).toMatchObject({
      created: 1,
      rejected: 1,
    });
  });

  it('is a 400 when no row is good, and only checks in a dry run', async () => {
    await expectUnchanged(async () => {
      const wrong = await send('/customers/import?onError=skip', 'referenceId,gender\n1,x\n', CSV);
      expect(wrong).toMatchObject({ status: 400, body: { rejected: 1, created: 0 } });
      const file = 'referenceId,gender\n1,x\n2,male\n';
      const dry = await send('/customers/import?onError=skip&dryRun=1', file, CSV);
      expect(dry).toMatchObject({ status: 200, body: { rejected: 1, created: 1 } });
      expect((await send('/customers/import?onError=never', file, CSV)).status).toBe(400);
    });
  });
});

describe('gzip', () => {
  const file = 'referenceId,addressCity\n1,São Paulo\n';

  it('is read with and without its header, and is known by the hash of what it holds', async () => {
    expect(await send('/customers/import', gzipSync(file), { ...CSV, ...GZIP })).toMatchObject({
      status: 200,
      body: { created: 1 },
    });
    expect((await send('/customers/import', gzipSync(file), CSV)).body.unchanged).toBe(1);
    const { rows } = await server.context.db.pool.query(
      'select changes from logs order by id desc limit 1',
    );
    expect(rows[0].changes.sha256).toBe(createHash('sha256').update(file).digest('hex'));
  });

  it.each([
    ['cut off', gzipSync(file).subarray(0, 20), 'cut off'],
    ['a header alone', gzipSync(file).subarray(0, 2), 'cut off'],
    ['damaged', Buffer.concat([gzipSync(file).subarray(0, 12), Buffer.alloc(40, 7)]), 'damaged'],
    ['not gzip', Buffer.from(file), 'not gzip'],
    ['empty', Buffer.from(''), 'not gzip'],
  ])('that is %s is refused', async (_, body, message) => {
    await expectUnchanged(async () => {
      const answer = await send('/customers/import', body, { ...CSV, ...GZIP });
      expect(answer).toMatchObject({
        status: 400,
        body: { errors: [{ row: null, message: expect.stringContaining(message) }] },
      });
    });
  });

  it('that expands beyond measure is a 413', async () => {
    await expectUnchanged(async () => {
      const bomb = gzipSync(
        Buffer.concat([
          Buffer.from('referenceId\n'),
          Buffer.alloc(50_000_000, `${'a'.repeat(999)}\n`),
        ]),
      );
      expect(bomb.length).toBeLessThan(200_000);
      expect((await send('/customers/import', bomb, { ...CSV, ...GZIP })).status).toBe(413);
    });
    expect((await send('/customers/import', file, CSV)).status).toBe(200);
  });
});

describe('a multipart form', () => {
  const form = (...files: [content: string | Buffer, name: string, type?: string][]) => {
    const data = new FormData();
    data.set('comment', 'no file');
    for (const [content, name, type] of files)
      data.append(
        'file',
        new Blob([new Uint8Array(Buffer.from(content))], { type: type ?? '' }),
        name,
      );
    return data;
  };

  it('brings one file, by name or type, plain or gzip', async () => {
    for (const [content, name, type] of [
      ['referenceId\n1\n', 'a.csv', 'application/vnd.ms-excel'],
      ['referenceId\n2\n', 'blob', 'text/csv'],
      [lines({ referenceId: '3' }), 'a.jsonl', ''],
      [gzipSync('referenceId\n4\n'), 'a.csv.gz', 'application/gzip'],
    ] as const)
      expect(await sendForm('/customers/import', form([content, name, type]))).toMatchObject({
        status: 200,
        body: { created: 1 },
      });
  });

  it('is refused with no file, with several, of another type, or damaged; the server stays well', async () => {
    await expectUnchanged(async () => {
      const csv = 'referenceId\n1\n';
      expect((await sendForm('/customers/import', form())).status).toBe(400);
      const two = form([csv, 'a.csv'], [csv, 'b.csv']);
      expect(await sendForm('/customers/import', two)).toMatchObject({
        status: 400,
        body: { message: expect.stringContaining('several files') },
      });
      // Its reader has left when the second file is met.
      const unread = form([Buffer.from([0xca, 0x04, 0x5c]), 'a.csv'], [csv, 'b.csv']);
      expect((await sendForm('/customers/import', unread)).status).toBe(400);
      const three = form([csv, 'a.csv'], [csv, 'b.csv'], ['x'.repeat(1_000_000), 'c.csv']);
      expect((await sendForm('/customers/import', three)).status).toBe(400);
      expect((await sendForm('/customers/import', form([csv, 'a.xlsx']))).status).toBe(415);
      const type = (boundary: string) => ({ 'content-type': `multipart/form-data${boundary}` });
      expect((await send('/customers/import', csv, type('; boundary=x'))).status).toBe(400);
      expect((await send('/customers/import', csv, type(';'))).status).toBe(400);
      expect((await send('/customers/import', csv, type(''))).status).toBe(415);
      const cut =
        '--x\r\ncontent-disposition: form-data; name="f"; filename="a.csv"\r\n\r\nreferenceId\n1';
      expect((await send('/customers/import', cut, type('; boundary=x'))).status).toBe(400);
    });
  });
});
