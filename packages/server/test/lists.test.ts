import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Answer, startTestServer, type TestServer } from './server.js';

let server: TestServer;
let ana: Answer['body'];

beforeAll(async () => {
  server = await startTestServer();
  const { body } = await create('/customers', { referenceId: 'ana', gender: 'female' });
  ana = body;
  await create('/customers', { referenceId: 'bia', gender: 'female', addressCity: 'São Paulo' });
  await create('/customers', { referenceId: 'caio', gender: 'male' });
  await create('/customers', { referenceId: 'davi' });
  const months = ['01', '02', '03', '04'];
  for (const [i, month] of months.entries())
    await create('/payments', {
      customer: i < 3 ? 'ana' : 'bia',
      amountDue: 100 + (i % 2),
      dueDate: `2026-${month}-10`,
      ...(i === 0 ? { amountPaid: 100, date: '2026-01-12' } : {}),
    });
  await create('/payments', { amountDue: 5, dueDate: '2026-01-01' });
});

afterAll(() => server.close());

function create(path: string, body: object): Promise<Answer> {
  return server.call('POST', path, { token: server.analyst.token, body });
}

function get(path: string): Promise<Answer> {
  return server.call('GET', path, { token: server.analyst.token });
}

async function references(query: string): Promise<string[]> {
  const { body } = await get(`/customers?${query}`);
  return body.map((customer: { referenceId: string }) => customer.referenceId);
}

async function dueDates(query: string): Promise<string[]> {
  const { body } = await get(`/payments?${query}`);
  return body.map((payment: { dueDate: string }) => payment.dueDate.slice(5));
}

describe('a list', () => {
  it('pages in a stable order, by default in that of creation', async () => {
    expect(await references('')).toEqual(['ana', 'bia', 'caio', 'davi']);
    expect(await references('_limit=2&_start=1')).toEqual(['bia', 'caio']);
    expect(await references('_limit=0')).toEqual([]);
    expect(await references('_sort=referenceId:DESC&_limit=3')).toEqual(['davi', 'caio', 'bia']);
    expect(await references('_sort=gender,referenceId:desc')).toEqual([
      'bia',
      'ana',
      'caio',
      'davi',
    ]);
    expect(await references(`_sort=id&id_gt=${ana.id}`)).toEqual(['bia', 'caio', 'davi']);
  });

  it('filters, and counts by the same filters', async () => {
    for (const [query, expected] of [
      ['gender=female', ['ana', 'bia']],
      ['gender_ne=female', ['caio', 'davi']],
      ['gender_null=true', ['davi']],
      ['gender_null=false', ['ana', 'bia', 'caio']],
      ['gender_in=male&gender_in=female', ['ana', 'bia', 'caio']],
      ['gender_nin=male', ['ana', 'bia', 'davi']],
      ['referenceId_gte=bia&referenceId_lt=davi', ['bia', 'caio']],
      [`id=${ana.id}`, ['ana']],
      ['id=ana', []],
      ['id_ne=ana', ['ana', 'bia', 'caio', 'davi']],
      ['id_in=ana', []],
      ['id_nin=ana', ['ana', 'bia', 'caio', 'davi']],
      ['addressCity=S%C3%A3o%20Paulo', ['bia']],
      ['created_at_gt=2020-01-01&created_by=analyst', ['ana', 'bia', 'caio', 'davi']],
      ['dateOfBirth_lt=2000-01-01', []],
      ['addressCity_contains=S%C3%83O', ['bia']],
      ['addressCity_containss=S%C3%83O', []],
      ['addressCity_containss=%C3%A3o%20P', ['bia']],
      ['referenceId_contains=%25', []],
      ['referenceId_contains=IA', ['bia']],
      ['_q=paulo', ['bia']],
      ['_q=A&gender=male', ['caio']],
      ['[gender]=male', ['caio']],
      ['_where[gender_in][]=male&_where[gender_in][]=female', ['ana', 'bia', 'caio']],
      ['_where[0][gender]=female&_where[1][referenceId_ne]=ana', ['bia']],
      ['_where[_or][0][gender]=male&_where[_or][1][referenceId]=davi', ['caio', 'davi']],
      ['_where[_or][0][0][gender]=female&_where[_or][0][1][addressCity_null]=true', ['ana']],
      [
        '_where[_or][0][gender]=male&_where[_or][1][gender]=female&_q=a&referenceId_gt=ana',
        ['bia', 'caio'],
      ],
    ] as const) {
      expect([query, await references(query)]).toEqual([query, expected]);
      expect((await get(`/customers/count?${query}`)).body).toEqual({ count: expected.length });
    }
    expect((await get('/customers/count?_limit=1&_start=3')).body).toEqual({ count: 4 });
  });

  it('filters payments by their customer and by numbers, days and booleans', async () => {
    for (const [query, expected] of [
      ['customer=ana', ['01-10', '02-10', '03-10']],
      [`customer=${ana.id}`, ['01-10', '02-10', '03-10']],
      ['customer=nobody', []],
      [`customer.id=${ana.id}&_limit=1`, ['01-10']],
      ['customer.referenceId=bia', ['04-10']],
      ['customer.referenceId_in=bia&customer.referenceId_in=caio', ['04-10']],
      ['customer_null=true', ['01-01']],
      ['amountDue=101.00', ['02-10', '04-10']],
      ['amountDue_lte=100&amountDue_gt=5', ['01-10', '03-10']],
      ['amountPaid_gt=0', ['01-10']],
      ['date=2026-01-12', ['01-10']],
      ['dueDate_gte=2026-03-10&_sort=dueDate:DESC', ['04-10', '03-10']],
      ['restructured=false&_limit=2', ['01-10', '02-10']],
      ['restructured=true', []],
      ['customer.referenceId_contains=BI', ['04-10']],
      ['customer[referenceId]=bia', ['04-10']],
      ['_q=bi', ['04-10']],
      [
        '_where[_or][0][customer.referenceId]=bia&_where[_or][1][customer_null]=1',
        ['04-10', '01-01'],
      ],
    ] as const)
      expect([query, await dueDates(query)]).toEqual([query, expected]);
    expect((await get('/payments/count?customer.referenceId=ana')).body).toEqual({ count: 3 });
    expect((await get('/outcomes?customer.referenceId=ana&bad=true')).body).toEqual([]);
    expect((await get('/outcomes/count?customer=ana')).body).toEqual({ count: 0 });
  });

  it.each([
    ['/customers?color=red', 'color'],
    ['/customers?attributes=1', 'attributes'],
    ['/customers?gender=f', 'gender'],
    ['/customers?_start=-1', '_start'],
    ['/customers?_limit=many', '_limit'],
    ['/customers?_sort=attributes', '_sort'],
    ['/customers?referenceId=a%00', 'referenceId'],
    ['/customers/count?color=red', 'color'],
    ['/payments?amountDue=many', 'amountDue'],
    ['/payments?dueDate=2026-02-30', 'dueDate'],
    ['/payments?restructured=maybe', 'restructured'],
    ['/payments?customer.gender=male', 'customer.gender'],
    ['/outcomes?bad=2', 'bad'],
    ['/users?password_hash_null=false', 'password_hash_null'],
    ['/users?_where[reset_token_hash]=x', 'reset_token_hash'],
    ['/users?_where[_or][0][password_contains]=x', 'password_contains'],
    ['/users?_sort=password_hash', '_sort'],
    ['/users?role.permissions=x', 'role.permissions'],
    ['/reports?vector_null=true', 'vector_null'],
    ['/trainings?options_contains=x', 'options_contains'],
  ])('refuses %s naming %s', async (path, field) => {
    const answer = await server.call('GET', path, { token: server.administrator.token });
    expect(answer).toMatchObject({
      status: 400,
      body: { code: 400, errors: [{ field, message: expect.any(String) }] },
    });
  });
});
