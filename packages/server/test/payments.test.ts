import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { dumpDatabase } from './dump.js';
import { type Answer, type CallOptions, startTestServer, type TestServer } from './server.js';

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer();
  await call('POST', '/customers', { body: { referenceId: 'ana' } });
  await call('POST', '/customers', { body: { referenceId: 'bia' } });
});

afterAll(() => server.close());

function call(method: string, path: string, options: CallOptions = {}): Promise<Answer> {
  return server.call(method, path, { token: server.analyst.token, ...options });
}

async function create(fields: object): Promise<Answer['body']> {
  const body = { amountDue: 100, dueDate: '2026-03-01', customer: 'ana', ...fields };
  const answer = await call('POST', '/payments', { body });
  expect(answer.status).toBe(200);
  return answer.body;
}

/** Receipts as [amount, receivedOn]. */
function receiptsOf(payment: Answer['body']): [number, string | null][] {
  return payment.receipts.map(({ amount, receivedOn }: Answer['body']) => [amount, receivedOn]);
}

describe('a payment', () => {
  it('is created with due amount and day alone, assigned to nobody', async () => {
    const { status, body } = await call('POST', '/payments', {
      body: { amountDue: 1234567890.12, dueDate: '2026-03-01' },
    });
    expect(status).toBe(200);
    expect(body).toEqual({
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      customer: null,
      externalId: null,
      loan: null,
      amountDue: 1234567890.12,
      amountPaid: 0,
      dueDate: '2026-03-01',
      date: null,
      openedOn: null,
      restructured: false,
      currency: null,
      receipts: [{ amount: 0, receivedOn: null, recordedAt: body.created_at }],
      published_at: body.created_at,
      created_by: 'analyst',
      updated_by: 'analyst',
      created_at: expect.any(String),
      updated_at: body.created_at,
    });
    expect((await call('GET', `/payments/${body.id}`)).body).toEqual(body);
  });

  it('names its customer by id or reference, and shows both', async () => {
    const { body: ana } = await call('GET', '/customers/ana');
    const link = { id: ana.id, referenceId: 'ana' };
    expect((await create({ customer: ana.id })).customer).toEqual(link);
    const payment = await create({ customer: null });
    const moved = await call('PUT', `/payments/${payment.id}`, { body: { customer: 'ana' } });
    expect(moved.body.customer).toEqual(link);
  });

  it('is refused, not lost, when its customer is erased at the same time', async () => {
    for (let round = 0; round < 10; round++) {
      const referenceId = `gone-${round}`;
      await call('POST', '/customers', { body: { referenceId } });
      const body = { customer: referenceId, amountDue: 1, dueDate: '2026-01-01' };
      const [erased, ...made] = await Promise.all([
        call('DELETE', `/customers/${referenceId}`, { token: server.administrator.token }),
        ...Array.from({ length: 4 }, () => call('POST', '/payments', { body })),
      ]);
      expect(erased.status).toBe(200);
      for (const answer of made)
        expect(answer.status === 200 || answer.body.errors?.[0]?.field === 'customer').toBe(true);
      expect((await call('GET', `/payments/count?customer=${referenceId}`)).body.count).toBe(0);
    }
  });

  it('keeps amounts exact, whatever binary fractions make of them', async () => {
    for (const amountDue of [0, 0.01, 0.07, 1.1, 4.35, 1.005e3, 999999999999.99]) {
      const payment = await create({ amountDue });
      const { rows } = await server.context.db.pool.query(
        'select amount_due from payments where id = $1',
        [payment.id],
      );
      expect(Number(rows[0].amount_due)).toBe(amountDue);
      expect(payment.amountDue).toBe(amountDue);
    }
  });

  it('takes XML and forms', async () => {
    const xml = await call('POST', '/payments', {
      headers: { 'content-type': 'application/xml' },
      body: '<item><customer>ana</customer><amountDue>80.50</amountDue><dueDate>2026-01-31</dueDate><restructured>1</restructured><loan>7</loan></item>',
    });
    expect(xml.body).toMatchObject({ amountDue: 80.5, restructured: true, loan: '7' });
    const form = await call('PUT', `/payments/${xml.body.id}`, {
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: 'amountPaid=80.50&date=2026-02-01&loan=',
    });
    expect(form.body).toMatchObject({ amountPaid: 80.5, date: '2026-02-01', loan: null });
    const thousands = await call('PUT', `/payments/${xml.body.id}`, {
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: 'amountDue=100.000',
    });
    expect(thousands).toMatchObject({ status: 400, body: { errors: [{ field: 'amountDue' }] } });
  });

  it('is deleted with its receipts', async () => {
    const { id } = await create({});
    expect(await call('DELETE', `/payments/${id}`)).toMatchObject({ status: 200, body: 1 });
    expect((await call('GET', `/payments/${id}`)).status).toBe(404);
    expect((await call('DELETE', `/payments/${id}`)).status).toBe(404);
    const { rows } = await server.context.db.pool.query(
      'select 1 from receipts where payment_id = $1',
      [id],
    );
    expect(rows).toEqual([]);
  });

  it('is unique by externalId, also in a race', async () => {
    const body = { amountDue: 1, dueDate: '2026-01-01', externalId: 'E-1' };
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => call('POST', '/payments', { body })),
    );
    const statuses = answers.map(({ status }) => status).toSorted();
    expect(statuses).toEqual([200, ...Array(9).fill(409)]);
    const { id } = await create({});
    const taken = await call('PUT', `/payments/${id}`, { body: { externalId: 'E-1' } });
    expect(taken).toMatchObject({ status: 409, body: { errors: [{ field: 'externalId' }] } });
  });
});

describe('receipts', () => {
  let id: string;

  beforeEach(async () => {
    ({ id } = await create({}));
  });

  async function put(body: object): Promise<[number, string | null][]> {
    const answer = await call('PUT', `/payments/${id}`, { body });
    expect(answer.status).toBe(200);
    const receipts = receiptsOf(answer.body);
    const sum = receipts.reduce((total, [amount]) => total + amount, 0);
    expect(sum).toBeCloseTo(answer.body.amountPaid, 9);
    return receipts;
  }

  it('follow partial payments', async () => {
    expect(await put({ amountPaid: 60, date: '2026-03-05' })).toEqual([
      [0, null],
      [60, '2026-03-05'],
    ]);
    expect(await put({ amountPaid: 100, date: '2026-05-20' })).toEqual([
      [0, null],
      [60, '2026-03-05'],
      [40, '2026-05-20'],
    ]);
  });

  it('begin with what was paid when the payment was recorded', async () => {
    const paid = await create({ amountPaid: 99.99, date: '2026-03-05' });
    expect(receiptsOf(paid)).toEqual([[99.99, '2026-03-05']]);
    expect(receiptsOf(await create({ amountPaid: 0, date: '2026-03-05' }))).toEqual([[0, null]]);
  });

  it('are negative for a reversal', async () => {
    await put({ amountPaid: 100, date: '2026-03-05' });
    expect(await put({ amountPaid: 70, date: '2026-04-01' })).toEqual([
      [0, null],
      [100, '2026-03-05'],
      [-30, '2026-04-01'],
    ]);
  });

  it('are corrected on the same day when no new day comes with the amount', async () => {
    await put({ amountPaid: 60, date: '2026-03-05' });
    expect(await put({ amountPaid: 65.5 })).toEqual([
      [0, null],
      [60, '2026-03-05'],
      [5.5, '2026-03-05'],
    ]);
    expect(await put({ amountPaid: 60, date: '2026-03-05' })).toHaveLength(4);
  });

  it('move when only the day changes, the last one alone when it moves on', async () => {
    await put({ amountPaid: 60, date: '2026-03-05' });
    await put({ amountPaid: 100, date: '2026-05-20' });
    expect((await put({ date: '2026-05-22' })).slice(3)).toEqual([
      [-40, '2026-05-20'],
      [40, '2026-05-22'],
    ]);
    expect((await put({ date: '2026-04-01' })).slice(5)).toEqual([
      [40, '2026-04-01'],
      [-40, '2026-05-22'],
    ]);
  });

  it('are never more taken back than there was on any day', async () => {
    await put({ amountPaid: 60, date: '2026-03-05' });
    await put({ amountPaid: 100, date: '2026-05-20' });
    // 80 received by 10 March: so the 40 of 20 May were not received, and 20 more were before.
    expect((await put({ amountPaid: 80, date: '2026-03-10' })).slice(3)).toEqual([
      [20, '2026-03-10'],
      [-40, '2026-05-20'],
    ]);
  });

  it('are all taken back when nothing was paid after all', async () => {
    await put({ amountPaid: 60, date: '2026-03-05' });
    await put({ amountPaid: 100, date: '2026-05-20' });
    expect((await put({ amountPaid: 0, date: null })).slice(3)).toEqual([
      [-60, '2026-03-05'],
      [-40, '2026-05-20'],
    ]);
    expect((await put({ amountPaid: 10, date: '2026-06-01' })).slice(5)).toEqual([
      [10, '2026-06-01'],
    ]);
  });

  it('stay as they are when other fields change, or nothing does', async () => {
    await put({ amountPaid: 60, date: '2026-03-05' });
    expect(await put({ loan: 'L1', restructured: true, amountDue: 120 })).toHaveLength(2);
    const before = await dumpDatabase(server.context);
    expect(await put({ amountPaid: 60 })).toHaveLength(2);
    expect(await dumpDatabase(server.context)).toEqual(before);
  });

  it('add up after many changes at once', async () => {
    const changes = Array.from({ length: 20 }, (_, i) =>
      call('PUT', `/payments/${id}`, {
        body: {
          amountPaid: (i * 7) % 11,
          date: `2026-03-${String((i % 28) + 1).padStart(2, '0')}`,
        },
      }),
    );
    for (const { status } of await Promise.all(changes)) expect(status).toBe(200);
    const { body } = await call('GET', `/payments/${id}`);
    const sum = receiptsOf(body).reduce((total, [amount]) => total + amount, 0);
    expect(sum).toBe(body.amountPaid);
  });
});

describe('a wrong body', () => {
  const good = { amountDue: 100, dueDate: '2026-03-01' };
  it.each([
    ['amountDue', { dueDate: '2026-03-01' }],
    ['dueDate', { amountDue: 100 }],
    ['amountDue', { ...good, amountDue: '100' }],
    ['amountDue', { ...good, amountDue: -1 }],
    ['amountDue', { ...good, amountDue: 0.001 }],
    ['amountDue', { ...good, amountDue: 1e12 }],
    ['amountDue', { ...good, amountDue: 1e-7 }],
    ['amountDue', { ...good, amountDue: null }],
    ['amountPaid', { ...good, amountPaid: 100.005, date: '2026-03-01' }],
    ['date', { ...good, amountPaid: 1 }],
    ['date', { ...good, amountPaid: 1, date: null }],
    ['date', { ...good, amountPaid: 1, date: '2026-13-01' }],
    ['dueDate', { ...good, dueDate: '2026-02-29' }],
    ['dueDate', { ...good, dueDate: '01/03/2026' }],
    ['dueDate', { ...good, dueDate: '0206-03-01' }],
    ['openedOn', { ...good, openedOn: 'x' }],
    ['customer', { ...good, customer: 'nobody' }],
    ['customer', { ...good, customer: 7 }],
    ['customer', { ...good, customer: 'a\0' }],
    ['customer', { ...good, customer: '0190a3b2-7c4d-7e5f-8a1b-2c3d4e5f6a7b' }],
    ['currency', { ...good, currency: 'reais' }],
    ['externalId', { ...good, externalId: '' }],
    ['loan', { ...good, loan: '\udfff' }],
    ['restructured', { ...good, restructured: 'yes' }],
  ])('is refused naming %s and stores nothing: %j', async (field, body) => {
    const before = await dumpDatabase(server.context);
    const answer = await call('POST', '/payments', { body });
    expect(answer.status).toBe(400);
    expect(answer.body.errors.map((error: { field: string }) => error.field)).toContain(field);
    expect(await dumpDatabase(server.context)).toEqual(before);
  });

  it('is refused in a change, which then changes nothing', async () => {
    const { id } = await create({ amountPaid: 60, date: '2026-03-05' });
    const before = await dumpDatabase(server.context);
    for (const body of [
      { date: null },
      { amountPaid: null },
      { amountPaid: 70, dueDate: 'soon' },
      { customer: 'nobody' },
    ])
      expect((await call('PUT', `/payments/${id}`, { body })).status).toBe(400);
    expect((await call('PUT', '/payments/7', { body: { amountPaid: -1 } })).status).toBe(404);
    expect(await dumpDatabase(server.context)).toEqual(before);
  });
});

describe('the log', () => {
  it('keeps the values of a payment with its customer, and of nobody in the open', async () => {
    const { kysely } = server.context.db;
    const of = async (id: string) =>
      kysely.selectFrom('logs').selectAll().where('resource_id', '=', id).orderBy('id').execute();
    const owned = await create({ amountPaid: 60, date: '2026-03-05', loan: 'secret loan' });
    const [entry] = await of(owned.id);
    expect(entry).toMatchObject({ action: 'create', actor: 'analyst', resource: 'payments' });
    expect(entry.personal).toBeInstanceOf(Buffer);
    expect(JSON.stringify(entry.changes)).not.toMatch(/60|secret loan/);
    const loose = await create({ customer: null, amountDue: 7 });
    await call('PUT', `/payments/${loose.id}`, { body: { amountDue: 8 } });
    expect((await of(loose.id))[1].changes).toEqual({
      fields: ['amountDue'],
      from: { amountDue: '7.00' },
      to: { amountDue: '8.00' },
    });
  });
});
