import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dumpDatabase } from './dump.js';
import { type Answer, type CallOptions, startTestServer, type TestServer } from './server.js';

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer();
  for (const referenceId of ['ana', 'bia'])
    await call('POST', '/customers', { body: { referenceId } });
});

afterAll(() => server.close());

function call(method: string, path: string, options: CallOptions = {}): Promise<Answer> {
  return server.call(method, path, { token: server.analyst.token, ...options });
}

describe('an outcome', () => {
  it('is created, read, changed and deleted', async () => {
    const created = await call('POST', '/outcomes', {
      body: { customer: 'ana', asOf: '2025-09-30', bad: true },
    });
    expect(created.status).toBe(200);
    expect(created.body).toEqual({
      id: expect.any(String),
      customer: { id: expect.any(String), referenceId: 'ana' },
      asOf: '2025-09-30',
      bad: true,
      observedUntil: null,
      published_at: expect.any(String),
      created_by: 'analyst',
      updated_by: 'analyst',
      created_at: expect.any(String),
      updated_at: expect.any(String),
    });
    const path = `/outcomes/${created.body.id}`;
    expect((await call('GET', path)).body).toEqual(created.body);
    const changed = await call('PUT', path, {
      body: { bad: false, observedUntil: '2026-09-30', customer: 'bia' },
    });
    expect(changed.body).toMatchObject({
      bad: false,
      observedUntil: '2026-09-30',
      customer: { referenceId: 'bia' },
    });
    expect((await call('DELETE', path)).body).toBe(1);
    expect((await call('GET', path)).status).toBe(404);
  });

  it('is one for a customer and a day', async () => {
    const body = { customer: 'ana', asOf: '2025-01-31', bad: true };
    const answers = await Promise.all(
      Array.from({ length: 6 }, () => call('POST', '/outcomes', { body })),
    );
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409, 409, 409, 409, 409]);
    const other = await call('POST', '/outcomes', { body: { ...body, asOf: '2025-02-28' } });
    const moved = await call('PUT', `/outcomes/${other.body.id}`, { body: { asOf: body.asOf } });
    expect(moved).toMatchObject({ status: 409, body: { errors: [{ field: 'asOf' }] } });
  });

  it.each([
    ['customer', { asOf: '2025-09-30', bad: true }],
    ['customer', { customer: 'nobody', asOf: '2025-09-30', bad: true }],
    ['customer', { customer: null, asOf: '2025-09-30', bad: true }],
    ['asOf', { customer: 'ana', bad: true }],
    ['asOf', { customer: 'ana', asOf: '2025-09-31', bad: true }],
    ['bad', { customer: 'ana', asOf: '2025-09-30' }],
    ['bad', { customer: 'ana', asOf: '2025-09-30', bad: 1 }],
    [
      'observedUntil',
      { customer: 'ana', asOf: '2025-09-30', bad: true, observedUntil: '2025-09-29' },
    ],
  ])('that is wrong is refused naming %s and stores nothing: %j', async (field, body) => {
    const before = await dumpDatabase(server.context);
    const answer = await call('POST', '/outcomes', { body });
    expect(answer).toMatchObject({ status: 400, body: { errors: [{ field }] } });
    expect(await dumpDatabase(server.context)).toEqual(before);
  });
});
