import { createHash } from 'node:crypto';
import { connect } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { dumpDatabase } from './dump.js';
import { type Answer, startTestServer, type TestServer } from './server.js';

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer({ environment: { MAIA_IMPORT_BYTES_MAX: '6000000' } });
});

afterAll(() => server.close());

beforeEach(async () => {
  const { pool } = server.context.db;
  await pool.query('delete from customers; delete from payments; delete from customer_keys');
});

function upload(
  collection: string,
  body: string | Buffer,
  options: { query?: string; headers?: Record<string, string> } = {},
): Promise<Answer> {
  return server.call('POST', `/${collection}/import${options.query ?? ''}`, {
    token: server.analyst.token,
    body,
    headers: { 'content-type': 'text/csv', ...options.headers },
  });
}

async function get(path: string): Promise<Answer['body']> {
  return (await server.call('GET', path, { token: server.analyst.token })).body;
}

/** [created, updated, unchanged] of an import that must succeed. */
async function counts(collection: string, body: string): Promise<number[]> {
  const answer = await upload(collection, body);
  expect(answer).toMatchObject({ status: 200, body: { code: 200, rejected: 0, errors: [] } });
  return [answer.body.created, answer.body.updated, answer.body.unchanged];
}

/** The errors of an import that must be refused and change nothing. */
async function refusal(collection: string, body: string | Buffer): Promise<Answer['body'][]> {
  const before = await dumpDatabase(server.context);
  const answer = await upload(collection, body);
  expect(await dumpDatabase(server.context)).toEqual(before);
  expect(answer).toMatchObject({
    status: 400,
    body: { code: 400, created: 0, updated: 0, unchanged: 0, requestId: expect.any(String) },
  });
  return answer.body.errors;
}

describe('customers from CSV', () => {
  it('are created with typed fields and attributes', async () => {
    const file = [
      'referenceId,dateOfBirth,gender,maritalStatus,addressCity,income,attributes.zip,"tipo de empleo",vip',
      '1,1990-01-31,female,married,"São Paulo, SP",1200.50,01310,asalariada,true',
      '2,,,,,,,,',
      '3,,male,,"says ""hi""\nthere",-3,12345678901234567890,,0',
    ].join('\r\n');
    expect(await counts('customers', file)).toEqual([3, 0, 0]);
    const [one, two, three] = await get('/customers');
    expect(one).toMatchObject({
      referenceId: '1',
      uuid: one.id,
      dateOfBirth: '1990-01-31',
      gender: 'female',
      maritalStatus: 'married',
      addressCity: 'São Paulo, SP',
      created_by: 'analyst',
      attributes: { income: 1200.5, zip: '01310', 'tipo de empleo': 'asalariada', vip: true },
    });
    expect(two).toMatchObject({ referenceId: '2', gender: null, attributes: {} });
    expect(three.addressCity).toBe('says "hi"\nthere');
    expect(three.attributes).toEqual({ income: -3, zip: '12345678901234567890', vip: 0 });
  });

  it('are unchanged by the same file, and changed only by cells that hold something', async () => {
    const file = 'referenceId,gender,income,job\n1,female,100,cook\n2,male,200,\n';
    expect(await counts('customers', file)).toEqual([2, 0, 0]);
    const before = await get('/customers');
    expect(await counts('customers', file)).toEqual([0, 0, 2]);
    expect(await get('/customers')).toEqual(before);
    expect(await counts('customers', 'referenceId,gender,income,job\n1,,150,\n3,,,\n')).toEqual([
      1, 1, 0,
    ]);
    const [one] = await get('/customers?referenceId=1');
    expect(one).toMatchObject({ gender: 'female', attributes: { income: 150, job: 'cook' } });
  });

  it('may carry a byte order mark and blank lines', async () => {
    expect(await counts('customers', '\ufeffreferenceId\r\n\r\n1\r\n\r\n2\r\n\r\n')).toEqual([
      2, 0, 0,
    ]);
  });

  it('are none in a file of a header alone', async () => {
    expect(await counts('customers', 'referenceId,gender\n')).toEqual([0, 0, 0]);
  });

  it('are refused with every wrong cell named, in the order of the file', async () => {
    const file = [
      'referenceId,dateOfBirth,gender,uuid',
      '1,1990-02-30,female,',
      ',,,',
      '3,,f,no spaces',
      '4,,male,',
      '4,,,',
      '5,,',
      '6,,,,',
      ` 7,,,`,
    ].join('\n');
    const errors = await refusal('customers', file);
    expect(errors.map(({ row, field, value }) => [row, field, value])).toEqual([
      [1, 'dateOfBirth', '1990-02-30'],
      [2, 'referenceId', null],
      [3, 'uuid', 'no spaces'],
      [3, 'gender', 'f'],
      [5, 'referenceId', '4'],
      [6, null, null],
      [7, null, null],
      [8, 'referenceId', ' 7'],
    ]);
    for (const { message } of errors) expect(message.length).toBeGreaterThan(5);
  });

  it('are refused when their uuid is taken', async () => {
    await counts('customers', 'referenceId,uuid\n1,mine\n');
    expect(await refusal('customers', 'referenceId,uuid\n2,mine\n3,twin\n4,twin\n')).toMatchObject([
      { row: 1, field: 'uuid', value: 'mine' },
      { row: 3, field: 'uuid', value: 'twin' },
    ]);
    expect(await counts('customers', 'referenceId,uuid\n1,mine\n')).toEqual([0, 0, 1]);
    expect(await counts('customers', 'referenceId,uuid\n1,other\n')).toEqual([0, 1, 0]);
  });

  it('count every rejected row and list the first hundred errors', async () => {
    const rows = Array.from({ length: 250 }, (_, i) => `${i},${i % 2 === 0 ? 'x' : 'male'}`);
    const answer = await upload('customers', ['referenceId,gender', ...rows].join('\n'));
    expect(answer.status).toBe(400);
    expect(answer.body.rejected).toBe(125);
    expect(answer.body.errors).toHaveLength(100);
    expect(answer.body.errors[99].row).toBe(199);
  });
});

describe('payments from CSV', () => {
  beforeEach(() => counts('customers', 'referenceId\nana\nbia\n'));

  const header = 'customer,amountDue,amountPaid,dueDate,date,loan,openedOn,restructured,currency\n';

  it('are created with their receipts', async () => {
    const file = `${header}ana,100.10,100.10,2026-01-10,2026-01-12,L1,2025-12-10,true,BRL
ana,100.10,40,2026-02-10,2026-02-12,L1,2025-12-10,,
bia,7,,2026-03-10,,,,0,
,12.5,0,2026-03-10,2026-03-11,,,,
`;
    expect(await counts('payments', file)).toEqual([4, 0, 0]);
    const payments = await get('/payments');
    expect(payments[0]).toMatchObject({
      customer: { referenceId: 'ana' },
      amountDue: 100.1,
      amountPaid: 100.1,
      loan: 'L1',
      openedOn: '2025-12-10',
      restructured: true,
      currency: 'BRL',
      receipts: [{ amount: 100.1, receivedOn: '2026-01-12' }],
    });
    expect(payments[1]).toMatchObject({ restructured: false, currency: null });
    expect(payments[2].receipts).toMatchObject([{ amount: 0, receivedOn: null }]);
    expect(payments[3]).toMatchObject({ customer: null, date: '2026-03-11' });
    expect(payments[3].receipts).toMatchObject([{ amount: 0, receivedOn: null }]);
    expect(await counts('payments', file)).toEqual([0, 0, 4]);
    expect(await get('/payments')).toEqual(payments);
  });

  it('that look the same are told apart by how many there are', async () => {
    const twins = 'customer,amountDue,dueDate\nana,10,2026-01-01\nana,10.00,2026-01-01\n';
    expect(await counts('payments', twins)).toEqual([2, 0, 0]);
    expect(await counts('payments', twins)).toEqual([0, 0, 2]);
    expect(await counts('payments', `${twins}ana,10,2026-01-01\n`)).toEqual([1, 0, 2]);
    const paid =
      'customer,amountDue,dueDate,amountPaid,date\nana,10,2026-01-01,,\nana,10,2026-01-01,10,2026-01-02\n';
    expect(await counts('payments', paid)).toEqual([0, 1, 1]);
    const payments = await get('/payments');
    expect(payments.map(({ amountPaid }: { amountPaid: number }) => amountPaid)).toEqual([
      0, 10, 0,
    ]);
  });

  it('add a receipt when the file says that more was paid, as a PUT does', async () => {
    const file = (paid: string) =>
      `customer,amountDue,amountPaid,dueDate,date\nana,100,${paid}\nbia,100,0,2026-03-01,\n`;
    await counts('payments', file('0,2026-03-01,'));
    expect(await counts('payments', file('60,2026-03-01,2026-03-05'))).toEqual([0, 1, 1]);
    expect(await counts('payments', file('100,2026-03-01,2026-05-20'))).toEqual([0, 1, 1]);
    expect(await counts('payments', file('95,2026-03-01,'))).toEqual([0, 1, 1]);
    const [{ id, receipts }] = await get('/payments?customer=ana');
    const pairs = receipts.map((receipt: Answer['body']) => [receipt.amount, receipt.receivedOn]);
    expect(pairs).toEqual([
      [0, null],
      [60, '2026-03-05'],
      [40, '2026-05-20'],
      [-5, '2026-05-20'],
    ]);
    const put = await server.call('PUT', `/payments/${id}`, {
      token: server.analyst.token,
      body: { amountPaid: 100, date: '2026-06-01' },
    });
    expect(put.body.receipts).toHaveLength(5);
  });

  it('are known by externalId where they have one, whatever else changes', async () => {
    await counts('payments', 'externalId,customer,amountDue,dueDate\nE1,ana,10,2026-01-01\n');
    expect(await counts('payments', 'externalId,amountPaid,date\nE1,4,2026-01-03\n')).toEqual([
      0, 1, 0,
    ]);
    expect(
      await counts(
        'payments',
        'externalId,customer,amountDue,dueDate\nE1,bia,12,2026-01-02\nE2,bia,12,2026-01-02\n,bia,12,2026-01-02\n',
      ),
    ).toEqual([2, 1, 0]);
    const [payment] = await get('/payments?externalId=E1');
    expect(payment).toMatchObject({
      customer: { referenceId: 'bia' },
      amountDue: 12,
      amountPaid: 4,
      date: '2026-01-03',
      dueDate: '2026-01-02',
    });
  });

  it('name their customer by id or reference', async () => {
    const { id } = await get('/customers/ana');
    const file = `customer,amountDue,dueDate\n${id},1,2026-01-01\nana,1,2026-01-01\n`;
    expect(await counts('payments', file)).toEqual([2, 0, 0]);
    expect(await get('/payments/count?customer=ana')).toEqual({ count: 2 });
  });

  it.each([
    ['nobody,1,0,2026-01-01,,,,,', 'customer'],
    ['0190a3b2-7c4d-7e5f-8a1b-2c3d4e5f6a7b,1,0,2026-01-01,,,,,', 'customer'],
    ['ana,,0,2026-01-01,,,,,', 'amountDue'],
    ['ana,1,0,,,,,,', 'dueDate'],
    ['ana,100.000,0,2026-01-01,,,,,', 'amountDue'],
    ['ana,"1,50",0,2026-01-01,,,,,', 'amountDue'],
    ['ana,$1,0,2026-01-01,,,,,', 'amountDue'],
    ['ana,-1,0,2026-01-01,,,,,', 'amountDue'],
    ['ana,1e3,0,2026-01-01,,,,,', 'amountDue'],
    ['ana,1234567890123,0,2026-01-01,,,,,', 'amountDue'],
    ['ana,1,1,2026-01-01,,,,,', 'date'],
    ['ana,1,0.001,2026-01-01,,,,,', 'amountPaid'],
    ['ana,1,0,01/02/2026,,,,,', 'dueDate'],
    ['ana,1,0,2026-02-29,,,,,', 'dueDate'],
    ['ana,1,0,1026-02-01,,,,,', 'dueDate'],
    ['ana,1,1,2026-02-01,later,,,,', 'date'],
    ['ana,1,0,2026-02-01,,,yesterday,,', 'openedOn'],
    ['ana,1,0,2026-02-01,,,,sim,', 'restructured'],
    ['ana,1,0,2026-02-01,,,,,R$', 'currency'],
    [`ana,1,0,2026-02-01,,${'x'.repeat(129)},,,`, 'loan'],
    ['ana,1,0,2026-02-01,,a\0b,,,', 'loan'],
  ])('refuse %j naming %s and store nothing', async (row, field) => {
    const errors = await refusal('payments', `${header}bia,1,0,2026-01-01,,,,,\n${row}\n`);
    expect(errors).toMatchObject([{ row: 2, field, message: expect.any(String) }]);
  });

  it('refuse a new payment that an externalId alone does not describe, and the same one twice', async () => {
    const file = 'externalId,amountDue,dueDate\nE1,,\nE2,1,2026-01-01\nE2,2,2026-01-01\n';
    expect(await refusal('payments', file)).toMatchObject([
      { row: 1, field: 'amountDue' },
      { row: 1, field: 'dueDate' },
      { row: 3, field: 'externalId', value: 'E2' },
    ]);
  });
});

describe('outcomes from CSV', () => {
  beforeEach(() => counts('customers', 'referenceId\nana\nbia\n'));

  it('are created, found again by customer and day, and changed', async () => {
    const file = 'customer,asOf,bad\nana,2025-09-30,1\nana,2025-10-31,false\nbia,2025-09-30,true\n';
    expect(await counts('outcomes', file)).toEqual([3, 0, 0]);
    expect(await counts('outcomes', file)).toEqual([0, 0, 3]);
    const more = 'customer,asOf,bad,observedUntil\nana,2025-09-30,0,\nbia,2025-09-30,,2026-09-30\n';
    expect(await counts('outcomes', more)).toEqual([0, 2, 0]);
    const outcomes = await get('/outcomes?asOf=2025-09-30');
    expect(outcomes).toMatchObject([
      { customer: { referenceId: 'ana' }, bad: false, observedUntil: null },
      { customer: { referenceId: 'bia' }, bad: true, observedUntil: '2026-09-30' },
    ]);
  });

  it('are refused with every wrong row named', async () => {
    const { id } = await get('/customers/ana');
    const file = [
      'customer,asOf,bad,observedUntil',
      'nobody,2025-09-30,1,',
      ',2025-09-30,1,',
      'ana,2025-09-31,1,',
      'ana,2025-09-30,yes,',
      'ana,2025-08-31,,',
      'ana,2025-07-31,1,',
      `${id},2025-07-31,0,`,
      'ana,2025-06-30,1,2025-06-29',
    ].join('\n');
    const errors = await refusal('outcomes', file);
    expect(errors.map(({ row, field }) => [row, field])).toEqual([
      [1, 'customer'],
      [2, 'customer'],
      [3, 'asOf'],
      [4, 'bad'],
      [5, 'bad'],
      [7, 'asOf'],
      [8, 'observedUntil'],
    ]);
  });
});

describe('a file that cannot be read', () => {
  it.each([
    ['an empty file', 'customers', '', null],
    ['a byte order mark alone', 'customers', '\ufeff', null],
    ['a missing column', 'customers', 'gender\nmale\n', 'referenceId'],
    ['semicolons', 'customers', 'referenceId;gender\n1;male\n', 'referenceId;gender'],
    ['an unknown column', 'payments', 'amountDue,dueDate,colour\n1,2026-01-01,red\n', 'colour'],
    ['a column twice', 'customers', 'referenceId,income,attributes.income\n1,2,3\n', 'income'],
    ['a column without a name', 'customers', 'referenceId,\n1,2\n', ''],
    ['a column of the server', 'customers', 'referenceId,id\n1,2\n', 'id'],
    ['a prototype', 'customers', 'referenceId,__proto__\n1,2\n', '__proto__'],
    ['attributes as a whole', 'customers', 'referenceId,attributes.\n1,2\n', 'attributes.'],
  ])('because of %s', async (_, collection, body, field) => {
    expect(await refusal(collection, body)).toMatchObject([{ row: null, field }]);
  });

  it.each([
    ['an open quote', 'referenceId\n1\n"2\n3\n', 2],
    ['text after a quote', 'referenceId\n1\n"2"x\n', 2],
    ['a quote within a cell', 'referenceId\n1\n2"x"\n', 2],
    ['a cell beyond all measure', `referenceId\n1\n2${'x'.repeat(3_000_000)}\n`, 2],
  ])('because of %s, with the row', async (_, body, row) => {
    expect(await refusal('customers', body)).toMatchObject([
      { row, field: null, message: expect.stringContaining(`Row ${row}`) },
    ]);
  });

  it('because it is not UTF-8', async () => {
    const latin = Buffer.from('referenceId,addressCity\n1,Bogot\xe1\n', 'latin1');
    expect(await refusal('customers', latin)).toMatchObject([
      { row: null, message: expect.stringContaining('UTF-8') },
    ]);
  });

  it.each([
    [415, { 'content-type': 'application/json' }, '{}'],
    [415, { 'content-type': 'application/x-ndjson' }, '{}'],
    [415, { 'content-type': 'multipart/form-data; boundary=x' }, 'x'],
    [415, { 'content-type': 'text/csv; charset=latin1' }, 'referenceId\n1\n'],
    [415, { 'content-encoding': 'gzip' }, 'referenceId\n1\n'],
  ])('answers %i to %j', async (status, headers, body) => {
    expect(await upload('customers', body, { headers })).toMatchObject({
      status,
      body: { code: status, requestId: expect.any(String) },
    });
  });

  it('is a 413 above the limit, whether or not it says how long it is', async () => {
    const before = await dumpDatabase(server.context);
    const body = `referenceId\n${`${'x'.repeat(99)}\n`.repeat(70_000)}`;
    expect((await upload('customers', body)).status).toBe(413);
    const request: RequestInit & { duplex: 'half' } = {
      method: 'POST',
      headers: { authorization: `Bearer ${server.analyst.token}`, 'content-type': 'text/csv' },
      body: new Blob([body]).stream(),
      duplex: 'half',
    };
    const chunked = await fetch(`${server.url}/customers/import`, request);
    expect(chunked.status).toBe(413);
    expect(await dumpDatabase(server.context)).toEqual(before);
  });

  it('has no parameter but dryRun', async () => {
    for (const [query, field] of [
      ['?onError=skip', 'onError'],
      ['?dryRun=maybe', 'dryRun'],
    ])
      expect(await upload('customers', 'referenceId\n1\n', { query })).toMatchObject({
        status: 400,
        body: { errors: [{ field }] },
      });
  });
});

describe('an import', () => {
  it('only checks when asked to', async () => {
    await counts('customers', 'referenceId,gender\n1,male\n2,male\n');
    const before = await dumpDatabase(server.context);
    const file = 'referenceId,gender\n1,female\n2,male\n3,\n';
    const answer = await upload('customers', file, { query: '?dryRun=true' });
    expect(answer).toMatchObject({
      status: 200,
      body: { created: 1, updated: 1, unchanged: 1, rejected: 0 },
    });
    expect(await dumpDatabase(server.context)).toEqual(before);
  });

  it('is one line in the log, with the hash of the file and no person in it', async () => {
    const file = 'referenceId,gender\n1,male\n';
    await counts('customers', file);
    const { kysely } = server.context.db;
    const [entry] = await kysely
      .selectFrom('logs')
      .selectAll()
      .orderBy('id', 'desc')
      .limit(1)
      .execute();
    expect(entry).toMatchObject({
      action: 'import',
      resource: 'customers',
      actor: 'analyst',
      changes: {
        sha256: createHash('sha256').update(file).digest('hex'),
        created: 1,
        updated: 0,
        unchanged: 0,
      },
    });
  });

  it('of the same keys at the same time makes no duplicates', async () => {
    const customers = `referenceId\n${Array.from({ length: 500 }, (_, i) => i).join('\n')}`;
    const both = await Promise.all([1, 2, 3, 4].map(() => upload('customers', customers)));
    expect(both.map(({ body }) => body.created).toSorted((a, b) => a - b)).toEqual([0, 0, 0, 500]);
    const rows = Array.from({ length: 500 }, (_, i) => `${i},10,2026-01-01`);
    const payments = ['customer,amountDue,dueDate', ...rows].join('\n');
    const all = await Promise.all([1, 2, 3, 4].map(() => upload('payments', payments)));
    expect(all.map(({ body }) => body.created).toSorted((a, b) => a - b)).toEqual([0, 0, 0, 500]);
    expect(await get('/payments/count')).toEqual({ count: 500 });
  });

  it('that breaks off stores nothing and leaves the server well', async () => {
    const before = await dumpDatabase(server.context);
    const { port, hostname } = new URL(server.url);
    const socket = connect(Number(port), hostname);
    socket.write(
      `POST /customers/import HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${server.analyst.token}\r\nContent-Type: text/csv\r\nContent-Length: 100000\r\n\r\nreferenceId\n1\n2\n`,
    );
    await new Promise((resolve) => setTimeout(resolve, 300));
    socket.destroy();
    expect(await counts('customers', 'referenceId\nafter\n')).toEqual([1, 0, 0]);
    const after = await dumpDatabase(server.context);
    expect(after.payments).toEqual(before.payments);
    expect(after.customers).toMatch(/^1 rows/);
  });

  it('takes a hundred thousand payments', async () => {
    const references = Array.from({ length: 5_000 }, (_, i) => `c${i}`);
    await counts('customers', ['referenceId', ...references].join('\n'));
    const rows: string[] = ['customer,amountDue,amountPaid,dueDate,date'];
    for (const [i, reference] of references.entries())
      for (let month = 0; month < 20; month++) {
        const day = new Date(Date.UTC(2024, month, 10)).toISOString().slice(0, 10);
        rows.push(`${reference},${100 + i}.50,${100 + i}.50,${day},${day}`);
      }
    const file = rows.join('\n');
    expect(await counts('payments', file)).toEqual([100_000, 0, 0]);
    expect(await counts('payments', file)).toEqual([0, 0, 100_000]);
    const { rows: sums } = await server.context.db.pool.query(
      'select count(*) as n, sum(amount)::text as amount from receipts',
    );
    expect(sums[0]).toEqual({ n: 100_000, amount: '260000000.00' });
  });
});
