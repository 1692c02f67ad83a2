import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { recordChange } from '../src/audit/record-change.js';
import { inTransaction } from '../src/db/transaction.js';
import { SYSTEM_ACTOR } from '../src/http/caller.js';
import { carryOutOnce } from '../src/idempotency/service.js';
import { type Answer, startTestServer, type TestServer } from './server.js';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

interface Sent {
  key: string;
  token?: string;
  path?: string;
}

const post = (body: object, { key, token, path = '/customers' }: Sent): Promise<Answer> =>
  server.call('POST', path, {
    token: token ?? server.analyst.token,
    body,
    headers: { 'idempotency-key': key },
  });

async function customerCount(): Promise<number> {
  const answer = await server.call('GET', '/customers/count', { token: server.analyst.token });
  return answer.body.count;
}

it('answers the second time as the first, and makes one record', async () => {
  const body = { referenceId: 'once', attributes: { a: 1, b: 2 } };
  const first = await post(body, { key: 'first' });
  expect(first.status).toBe(200);
  expect(first.headers.get('idempotent-replayed')).toBeNull();
  const before = await customerCount();
  const again = await post({ attributes: { b: 2, a: 1 }, referenceId: 'once' }, { key: 'first' });
  expect([again.status, again.body]).toEqual([200, first.body]);
  expect(again.headers.get('idempotent-replayed')).toBe('true');
  expect(again.headers.get('content-type')).toBe(first.headers.get('content-type'));
  expect(await customerCount()).toBe(before);
});

it('refuses another body, and knows callers and calls apart', async () => {
  const key = 'shared';
  await post({ referenceId: 'mine' }, { key });
  expect((await post({ referenceId: 'other' }, { key })).status).toBe(422);
  const { token } = server.administrator;
  expect((await post({ referenceId: 'other' }, { key, token })).status).toBe(200);
  const payment = { customer: 'mine', amountDue: 1, dueDate: '2026-01-01' };
  const made = await post(payment, { key, path: '/payments' });
  const again = await post(payment, { key, path: '/payments' });
  expect(made.status).toBe(200);
  expect(again.body).toEqual(made.body);
});

it('keeps nothing of what failed', async () => {
  expect((await post({ referenceId: '' }, { key: 'mended' })).status).toBe(400);
  expect((await post({ referenceId: 'mended' }, { key: 'mended' })).status).toBe(200);
  expect((await post({ referenceId: 'x' }, { key: 'ñ' })).status).toBe(400);
  expect((await post({ referenceId: 'x' }, { key: 'with space' })).status).toBe(400);
});

it('30 at once: one record, and whoever is too early is told so', async () => {
  const before = await customerCount();
  const body = { referenceId: 'crowded' };
  const answers = await Promise.all(Array.from({ length: 30 }, () => post(body, { key: 'crowd' })));
  const done = answers.filter(({ status }) => status === 200);
  expect(new Set(done.map((answer) => answer.body.id)).size).toBe(1);
  expect(answers.filter(({ status }) => status === 409)).toHaveLength(30 - done.length);
  expect(await customerCount()).toBe(before + 1);
  expect((await post(body, { key: 'crowd' })).body).toEqual(done[0]?.body);
});

it('after a crash between the change and its answer, does not do it again', async () => {
  const body = { referenceId: 'crashed' };
  await post(body, { key: 'crash' });
  const { pool } = server.context.db;
  await pool.query(
    `update idempotency_keys set answer = null, status = null
     where expires_at = (select max(expires_at) from idempotency_keys)`,
  );
  const answer = await post(body, { key: 'crash' });
  expect(answer.status).toBe(409);
  expect(answer.body.message).toMatch(/was carried out/);
});

it('an attempt whose key was taken over cannot commit', async () => {
  const { context, administrator } = server;
  const caller = {
    userId: administrator.id,
    username: 'admin',
    roleType: 'administrator',
    isAdministrator: true,
    permissions: new Set<string>(),
    apiTokenId: null,
  };
  const request = { key: 'slow', caller, method: 'POST', route: '/slow', body: {} };
  const change = (action: string) =>
    inTransaction(context.db, (trx) =>
      recordChange(trx, context.secrets, SYSTEM_ACTOR, {
        action,
        resource: 'test',
        resourceId: null,
      }),
    );
  const slow = carryOutOnce(context, request, async () => {
    // As when this server hung: its time is over, and the client asks another one.
    await context.db.pool.query(`update idempotency_keys set attempt_ends_at = now() - interval '1 s'
      where done_at is null`);
    const quick = await carryOutOnce(context, request, async () => {
      await change('quick');
      return { status: 200, text: '"quick"', isFailure: false };
    });
    expect(quick).toEqual({ status: 200, text: '"quick"', replayed: false });
    await change('slow');
    return { status: 200, text: '"slow"', isFailure: false };
  });
  await expect(slow).rejects.toThrow(/took over/);
  const { rows } = await context.db.pool.query(`select action from logs where resource = 'test'`);
  expect(rows).toEqual([{ action: 'quick' }]);
  const again = await carryOutOnce(context, request, () => Promise.reject(new Error('ran again')));
  expect(again).toEqual({ status: 200, text: '"quick"', replayed: true });
});

it('keeps answers encrypted, for a day', async () => {
  const { pool } = server.context.db;
  await post({ referenceId: 'private-person' }, { key: 'sealed' });
  const { rows } = await pool.query(`select encode(answer, 'escape') as answer from idempotency_keys
    where answer is not null`);
  expect(rows.length).toBeGreaterThan(0);
  expect(JSON.stringify(rows)).not.toContain('private-person');
  await pool.query(`update idempotency_keys set expires_at = now() - interval '1 s'`);
  const later = await post({ referenceId: 'later' }, { key: 'sealed' });
  expect(later.body.referenceId).toBe('later');
  expect((await pool.query('select from idempotency_keys')).rowCount).toBe(1);
});

describe('a mutation', () => {
  const create = (...references: string[]) =>
    `mutation { ${references
      .map(
        (reference, index) =>
          `c${index}: createCustomer(input: { data: { referenceId: "${reference}" } }) { customer { id } }`,
      )
      .join(' ')} }`;
  const ask = (query: string, key: string) => post({ query }, { key, path: '/graphql' });

  it('is carried out once, and answers the second time as the first', async () => {
    const before = await customerCount();
    const first = await ask(create('graph-1', 'graph-2'), 'graph');
    expect(first.body.errors).toBeUndefined();
    const again = await ask(create('graph-1', 'graph-2'), 'graph');
    expect([again.status, again.body]).toEqual([200, first.body]);
    expect(again.headers.get('idempotent-replayed')).toBe('true');
    expect(await customerCount()).toBe(before + 2);
    const other = await ask(create('graph-3'), 'graph');
    expect([other.status, other.body.data]).toEqual([422, null]);
    expect(other.body.errors[0].extensions.code).toBe('IDEMPOTENCY_KEY_REUSED');
    expect((await ask(create('graph-3'), 'with space')).body.errors[0].extensions.status).toBe(400);
    expect(await customerCount()).toBe(before + 2);
  });

  it('that gave nothing may be tried again, one that gave something may not', async () => {
    await ask(create('taken'), 'taken');
    for (const _ of [1, 2]) {
      const refused = await ask(create('taken'), 'refused');
      expect(refused.body.data).toBeNull();
      expect(refused.headers.get('idempotent-replayed')).toBeNull();
    }
    const partly = await ask(create('taken', 'partly'), 'partly');
    expect(partly.body.data).toMatchObject({ c0: null, c1: { customer: expect.any(Object) } });
    const again = await ask(create('taken', 'partly'), 'partly');
    expect(again.body).toEqual(partly.body);
  });

  it('10 at once: one record', async () => {
    const before = await customerCount();
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => ask(create('graph-crowd'), 'graph-crowd')),
    );
    const done = answers.filter(({ status }) => status === 200);
    expect(done.length).toBeGreaterThan(0);
    expect(answers.filter(({ status }) => status === 409)).toHaveLength(10 - done.length);
    expect(await customerCount()).toBe(before + 1);
  });

  it('is told from a query, which is answered anew however often its key comes', async () => {
    const query = '{ customersConnection { aggregate { count } } } # no mutation';
    const first = await ask(query, 'question');
    await post({ referenceId: 'meanwhile' }, { key: 'meanwhile' });
    const later = await ask(query, 'question');
    const countOf = ({ body }: Answer) => body.data.customersConnection.aggregate.count;
    expect(countOf(later)).toBe(countOf(first) + 1);
  });
});
