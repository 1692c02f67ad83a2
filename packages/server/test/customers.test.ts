import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decrypt } from '../src/secrets.js';
import { dumpDatabase } from './dump.js';
import { type Answer, type CallOptions, startTestServer, type TestServer } from './server.js';

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer();
});

afterAll(() => server.close());

function call(method: string, path: string, options: CallOptions = {}): Promise<Answer> {
  return server.call(method, path, { token: server.analyst.token, ...options });
}

async function logOf(customerId: string) {
  return server.context.db.kysely
    .selectFrom('logs')
    .selectAll()
    .where('customer_id', '=', customerId)
    .orderBy('id')
    .execute();
}

async function personalIn(customerId: string): Promise<unknown[]> {
  const { kysely } = server.context.db;
  const { wrapped_key } = await kysely
    .selectFrom('customer_keys')
    .selectAll()
    .where('customer_id', '=', customerId)
    .executeTakeFirstOrThrow();
  const key = decrypt(server.context.secrets.wrappingKey, wrapped_key);
  const entries = await logOf(customerId);
  return entries.map(({ personal }) => personal && JSON.parse(decrypt(key, personal).toString()));
}

describe('a customer', () => {
  it('is created with nothing but a reference, every other field null', async () => {
    const { status, body } = await call('POST', '/customers', { body: { referenceId: '92442' } });
    expect(status).toBe(200);
    expect(body).toEqual({
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      uuid: body.id,
      referenceId: '92442',
      dateOfBirth: null,
      addressStreet: null,
      addressNeighborhood: null,
      addressCity: null,
      addressState: null,
      addressCountry: null,
      gender: null,
      maritalStatus: null,
      attributes: {},
      published_at: expect.any(String),
      created_by: 'analyst',
      updated_by: 'analyst',
      created_at: expect.any(String),
      updated_at: expect.any(String),
    });
  });

  it('is found by id, by reference and, where both fit, by id', async () => {
    const { body: first } = await call('POST', '/customers', { body: { referenceId: 'ABC 1/2' } });
    const { body: second } = await call('POST', '/customers', { body: { referenceId: first.id } });
    expect((await call('GET', `/customers/${encodeURIComponent('ABC 1/2')}`)).body).toEqual(first);
    expect((await call('GET', `/customers/${first.id}`)).body.referenceId).toBe('ABC 1/2');
    expect((await call('GET', `/customers/${second.id}`)).body.referenceId).toBe(first.id);
  });

  it.each(['nobody', '0190a3b2-7c4d-7e5f-8a1b-2c3d4e5f6a7b', '%00', '%F0%9F%A6%98'])(
    'that does not exist is a 404: %s',
    async (name) => {
      for (const method of ['GET', 'DELETE'])
        expect(await call(method, `/customers/${name}`)).toMatchObject({
          status: 404,
          body: { code: 404, message: expect.stringContaining('no customer') },
        });
      expect((await call('PUT', `/customers/${name}`, { body: { gender: 7 } })).status).toBe(404);
    },
  );

  it('changes only in the fields present, attributes key by key', async () => {
    const { body: created } = await call('POST', '/customers', {
      body: {
        referenceId: 'merge',
        gender: 'female',
        addressCity: 'Córdoba',
        attributes: { income: 1200.5, ocupación: 'médica', active: true, old: null },
      },
    });
    expect(created.attributes).toEqual({ income: 1200.5, ocupación: 'médica', active: true });
    const { body } = await call('PUT', '/customers/merge', {
      body: { gender: null, attributes: { income: 1300, active: null, region: 'norte' } },
    });
    expect(body).toMatchObject({ gender: null, addressCity: 'Córdoba' });
    expect(body.attributes).toEqual({ income: 1300, ocupación: 'médica', region: 'norte' });
    const emptied = await call('PUT', '/customers/merge', { body: { attributes: null } });
    expect(emptied.body.attributes).toEqual({});
  });

  it('takes XML and forms, whose attributes are typed by what they look like', async () => {
    const xml = await call('POST', '/customers', {
      headers: { 'content-type': 'application/xml' },
      body: '<item><referenceId>007</referenceId><gender></gender><attributes><income>1200.50</income><zip>01310</zip><active>true</active></attributes></item>',
    });
    expect(xml.body).toMatchObject({
      referenceId: '007',
      gender: null,
      attributes: { income: 1200.5, zip: '01310', active: true },
    });
    const form = await call('PUT', '/customers/007', {
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: 'maritalStatus=married&attributes[income]=&attributes[score]=-3',
    });
    expect(form.body).toMatchObject({
      maritalStatus: 'married',
      attributes: { zip: '01310', active: true, score: -3 },
    });
  });

  it('is unique by reference and uuid, also in a race', async () => {
    const twice = Array.from({ length: 12 }, () =>
      call('POST', '/customers', { body: { referenceId: 'race' } }),
    );
    const statuses = (await Promise.all(twice)).map(({ status }) => status);
    expect(statuses.filter((status) => status === 200)).toHaveLength(1);
    expect(statuses.filter((status) => status === 409)).toHaveLength(11);
    await call('POST', '/customers', { body: { referenceId: 'u1', uuid: 'mine' } });
    const taken = await call('POST', '/customers', { body: { referenceId: 'u2', uuid: 'mine' } });
    expect(taken).toMatchObject({ status: 409, body: { errors: [{ field: 'uuid' }] } });
    const renamed = await call('PUT', '/customers/u1', { body: { referenceId: 'race' } });
    expect(renamed).toMatchObject({ status: 409, body: { errors: [{ field: 'referenceId' }] } });
  });
});

describe('a wrong body', () => {
  const long = 'x'.repeat(501);
  it.each([
    ['referenceId', {}],
    ['referenceId', { referenceId: null }],
    ['referenceId', { referenceId: '' }],
    ['referenceId', { referenceId: 92442 }],
    ['referenceId', { referenceId: ' 92442' }],
    ['referenceId', { referenceId: 'a\nb' }],
    ['referenceId', { referenceId: 'a\0b' }],
    ['referenceId', { referenceId: 'x'.repeat(129) }],
    ['uuid', { referenceId: 'w', uuid: 'no spaces' }],
    ['dateOfBirth', { referenceId: 'w', dateOfBirth: '1990-02-30' }],
    ['dateOfBirth', { referenceId: 'w', dateOfBirth: '0000-01-01' }],
    ['dateOfBirth', { referenceId: 'w', dateOfBirth: '1990-1-1' }],
    ['gender', { referenceId: 'w', gender: 'f' }],
    ['maritalStatus', { referenceId: 'w', maritalStatus: 'complicated' }],
    ['addressCity', { referenceId: 'w', addressCity: 'a\0b' }],
    ['addressCity', { referenceId: 'w', addressCity: '\ud800' }],
    ['addressCity', { referenceId: 'w', addressCity: 'x'.repeat(201) }],
    ['attributes', { referenceId: 'w', attributes: [] }],
    ['attributes', { referenceId: 'w', attributes: { 'a.b': 1 } }],
    ['attributes', { referenceId: 'w', attributes: { '': 1 } }],
    ['attributes', { referenceId: 'w', attributes: { ['k'.repeat(65)]: 1 } }],
    ['attributes.a', { referenceId: 'w', attributes: { a: [1] } }],
    ['attributes', { referenceId: 'w', attributes: { a: long } }],
    ['attributes', { referenceId: 'w', attributes: { a: '\0' } }],
    ['attributes', { referenceId: 'w', attributes: { a: '\udc00' } }],
    [
      'attributes',
      {
        referenceId: 'w',
        attributes: Object.fromEntries(Array.from({ length: 201 }, (_, i) => [`a${i}`, i])),
      },
    ],
  ])('is refused naming %s and stores nothing: %j', async (field, body) => {
    const before = await dumpDatabase(server.context);
    const answer = await call('POST', '/customers', { body });
    expect(answer.status).toBe(400);
    expect(answer.body.errors.map((error: { field: string }) => error.field)).toContain(field);
    expect(await dumpDatabase(server.context)).toEqual(before);
  });

  it('is refused for attributes whose name reaches a prototype', async () => {
    const body = '{"referenceId":"w","attributes":{"__proto__":1}}';
    const headers = { 'content-type': 'application/json' };
    expect((await call('POST', '/customers', { body, headers })).status).toBe(400);
  });

  it('cannot raise the attributes above their number by merging', async () => {
    const many = (prefix: string) =>
      Object.fromEntries(Array.from({ length: 150 }, (_, i) => [`${prefix}${i}`, i]));
    await call('POST', '/customers', { body: { referenceId: 'many', attributes: many('a') } });
    const answer = await call('PUT', '/customers/many', { body: { attributes: many('b') } });
    expect(answer).toMatchObject({ status: 400, body: { errors: [{ field: 'attributes' }] } });
  });
});

describe('access', () => {
  it('is for those with the permission', async () => {
    for (const [method, path] of [
      ['GET', '/customers'],
      ['GET', '/customers/count'],
      ['GET', '/customers/92442'],
      ['POST', '/customers'],
      ['PUT', '/customers/92442'],
      ['DELETE', '/customers/92442'],
      ['POST', '/customers/import'],
    ]) {
      const body = method === 'GET' || method === 'DELETE' ? {} : { body: {} };
      expect((await server.call(method, path, body)).status).toBe(403);
      const plain = await server.call(method, path, { ...body, token: server.user.token });
      expect(plain.status).toBe(403);
    }
  });
});

describe('erasure', () => {
  it('removes the person everywhere and makes their values in the log unreadable', async () => {
    const { body: customer } = await call('POST', '/customers', {
      body: { referenceId: 'erase me', gender: 'male', attributes: { income: 10 } },
    });
    await call('PUT', `/customers/${customer.id}`, { body: { addressCity: 'Lima' } });
    const payment = await call('POST', '/payments', {
      body: { customer: 'erase me', amountDue: 10, dueDate: '2026-01-10' },
    });
    const outcome = await call('POST', '/outcomes', {
      body: { customer: customer.id, asOf: '2026-01-01', bad: true },
    });
    expect([payment.status, outcome.status]).toEqual([200, 200]);
    const { kysely } = server.context.db;
    const now = new Date();
    await kysely
      .insertInto('reports')
      .values({
        id: '0190a3b2-7c4d-7e5f-8a1b-2c3d4e5f6a7b',
        uuid: 'maia-0123456789ab',
        customer_id: customer.id,
        reference_id: 'erase me',
        type: 'reference',
        as_of: '2026-01-01',
        request_hash: Buffer.from('hash'),
        score: 50,
        published_at: now,
        created_by: 'analyst',
        updated_by: 'analyst',
        created_at: now,
        updated_at: now,
      })
      .execute();
    expect(await personalIn(customer.id)).toEqual([
      { to: expect.objectContaining({ referenceId: 'erase me', gender: 'male' }) },
      { from: { addressCity: null }, to: { addressCity: 'Lima' } },
      { to: expect.objectContaining({ amountDue: '10.00', dueDate: '2026-01-10' }) },
      { to: expect.objectContaining({ asOf: '2026-01-01', bad: true }) },
    ]);

    expect(await call('DELETE', '/customers/erase%20me')).toMatchObject({ status: 200, body: 1 });

    expect((await call('GET', `/customers/${customer.id}`)).status).toBe(404);
    expect((await call('GET', `/payments/${payment.body.id}`)).status).toBe(404);
    expect((await call('GET', `/outcomes/${outcome.body.id}`)).status).toBe(404);
    const report = await kysely.selectFrom('reports').selectAll().executeTakeFirstOrThrow();
    expect(report).toMatchObject({ customer_id: null, reference_id: null, score: 50 });
    const keys = kysely.selectFrom('customer_keys').where('customer_id', '=', customer.id);
    expect(await keys.selectAll().execute()).toEqual([]);
    const entries = await logOf(customer.id);
    expect(entries.at(-1)).toMatchObject({
      action: 'delete',
      changes: { payments: 1, outcomes: 1, reportsAnonymized: 1 },
      personal: null,
    });
    expect(JSON.stringify(entries.map(({ changes }) => changes))).not.toMatch(/erase me|Lima/);
  });
});
