import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Answer, startTestServer, type TestServer } from './server.js';

const PAYMENTS = 1500;
let server: TestServer;

async function importCsv(collection: string, lines: readonly string[]): Promise<void> {
  const { status } = await server.call('POST', `/${collection}/import`, {
    token: server.analyst.token,
    headers: { 'content-type': 'text/csv' },
    body: lines.join('\n'),
  });
  expect(status).toBe(200);
}

beforeAll(async () => {
  server = await startTestServer();
  const names = Array.from({ length: 7 }, (_, i) => `c${i}`);
  await importCsv('customers', ['referenceId', ...names]);
  const days = Array.from({ length: PAYMENTS }, (_, i) => `2026-01-${10 + ((i * 37) % 20)}`);
  const lines = days.map((day, i) => `${i % 8 === 7 ? '' : names[i % 8]},${i},${day}`);
  await importCsv('payments', ['customer,amountDue,dueDate', ...lines]);
});

afterAll(() => server.close());

/** The amounts, which are all different, of the payments on a page. */
async function amounts(query: string): Promise<number[]> {
  const { status, body } = await server.call('GET', `/payments?${query}`, {
    token: server.analyst.token,
  });
  expect(status).toBe(200);
  return body.map((payment: Answer['body']) => payment.amountDue);
}

it.each([
  '_sort=id',
  '_sort=dueDate:DESC',
  '_sort=customer.referenceId,amountDue:DESC',
  '_sort=id:DESC&customer_null=false&amountDue_gte=10',
  '_sort=dueDate&_where[_or][0][customer.referenceId_in]=c1&_where[_or][1][amountDue_gt]=50',
])('a deep page of %s continues the pages before it', async (query) => {
  const { body } = await server.call('GET', `/payments/count?${query}`, {
    token: server.analyst.token,
  });
  const whole = [
    ...(await amounts(`${query}&_limit=1000`)),
    ...(await amounts(`${query}&_start=1000&_limit=1000`)),
  ];
  expect(new Set(whole).size).toBe(body.count);
  expect(await amounts(`${query}&_start=999&_limit=9`)).toEqual(whole.slice(999, 1008));
  expect(await amounts(`${query}&_start=1100&_limit=7`)).toEqual(whole.slice(1100, 1107));
});

it('a page after the last is empty', async () => {
  expect(await amounts(`_start=${PAYMENTS}`)).toEqual([]);
});
