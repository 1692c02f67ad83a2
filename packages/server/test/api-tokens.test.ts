import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inTransaction } from '../src/db/transaction.js';
import { sealLogs } from '../src/logs/sealer.js';
import { dumpDatabase } from './dump.js';
import { type Answer, startTestServer, TEST_PASSWORD, type TestServer } from './server.js';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

const TOKENS = '/auth/tokens';
const as = (token: string, method: string, path: string, body?: object): Promise<Answer> =>
  server.call(method, path, { token, ...(body ? { body } : {}) });

async function makeToken(permissions: string[], more: object = {}): Promise<string> {
  const { token } = server.administrator;
  const answer = await as(token, 'POST', TOKENS, { name: 'core', permissions, ...more });
  expect(answer.status).toBe(200);
  return answer.body.token;
}

describe('API tokens', () => {
  it('are shown once, listed without themselves, and stored as hashes', async () => {
    const { token } = server.administrator;
    const made = await as(token, 'POST', TOKENS, {
      name: 'ERP',
      permissions: ['application.customers.find'],
      expires: '2099-01-01T00:00:00Z',
    });
    expect(made.body).toMatchObject({
      name: 'ERP',
      permissions: ['application.customers.find'],
      expires: '2099-01-01T00:00:00.000Z',
      token: expect.stringMatching(/^maia_[\w-]{43}$/),
    });
    const list = await as(token, 'GET', TOKENS);
    const { token: secret, ...shown } = made.body;
    expect(list.body[0]).toEqual(shown);
    const { rows } = await server.context.db.pool.query(
      `select t::text from api_tokens t union all select l::text from logs l`,
    );
    expect(JSON.stringify(rows)).not.toContain(secret.slice(5));
  });

  it('are named in the log of what they did, also when they are gone, and are sealed with it', async () => {
    const { token: own } = server.administrator;
    const permissions = ['application.customers.create'];
    const made = await as(own, 'POST', TOKENS, { name: 'core', permissions });
    const { body } = await as(made.body.token, 'POST', '/customers', { referenceId: 'by-a-token' });
    await as(own, 'POST', '/customers', { referenceId: 'by-person' });
    await as(own, 'DELETE', `${TOKENS}/${made.body.id}`);
    const { body: entries } = await as(own, 'GET', `/logs?apiToken=${made.body.id}`);
    expect(entries).toMatchObject([
      { actor: 'admin', apiToken: made.body.id, resourceId: body.id, action: 'create' },
    ]);
    const byPerson = await as(own, 'GET', '/logs?resource=customers&apiToken_null=true');
    expect(byPerson.body).toMatchObject([{ actor: 'admin', apiToken: null }]);
    await sealLogs(server.context);
    expect((await as(own, 'GET', '/logs/verify')).body.ok).toBe(true);
    await inTransaction(server.context.db, async (trx) => {
      await sql`alter table logs disable trigger user`.execute(trx);
      await sql`update logs set api_token_id = null`.execute(trx);
      await sql`alter table logs enable trigger user`.execute(trx);
    });
    const verified = await as(own, 'GET', '/logs/verify');
    expect(verified.body).toMatchObject({
      ok: false,
      problem: { kind: 'changed', id: entries[0].id },
    });
  });

  it('end in a year unless told, and no more when they have ended', async () => {
    const permissions = ['application.customers.find'];
    const token = await makeToken(permissions);
    const { rows } = await server.context.db.pool.query(
      `update api_tokens set expires_at = now() - interval '1 second'
       where id = (select id from api_tokens order by id desc limit 1)
       returning old.expires_at - old.created_at = interval '365 days' as year`,
    );
    expect(rows).toEqual([{ year: true }]);
    const answer = await as(token, 'GET', '/customers');
    expect(answer.status).toBe(403);
    expect(answer.headers.get('www-authenticate')).toBe('Bearer');
  });

  it('open what they name, nothing else', async () => {
    const token = await makeToken(['application.customers.find', 'application.customers.create']);
    expect((await as(token, 'GET', '/customers')).status).toBe(200);
    const made = await as(token, 'POST', '/customers', { referenceId: 'by-token' });
    expect(made.body).toMatchObject({ referenceId: 'by-token', created_by: 'admin' });
    for (const [method, path] of [
      ['GET', '/customers/count'],
      ['GET', '/users'],
      ['GET', '/users/me'],
      ['GET', TOKENS],
      ['POST', TOKENS],
      ['PUT', `/users/${server.administrator.id}`],
    ] as const)
      expect((await as(token, method, path)).status).toBe(403);
  });

  it('hold what their owner still holds at the moment', async () => {
    const { pool } = server.context.db;
    await as(server.administrator.token, 'POST', '/users-permissions/roles', {
      name: 'Makers',
      permissions: ['application.customers.find', 'users-permissions.token.create'],
    });
    const maker = await server.signUp('maker', 'makers');
    const permissions = ['application.customers.find'];
    const { token } = (await as(maker.token, 'POST', TOKENS, { name: 'x', permissions })).body;
    const status = async () => (await as(token, 'GET', '/customers')).status;
    expect(await status()).toBe(200);
    await pool.query(`update roles set permissions = '{}' where type = 'makers'`);
    expect(await status()).toBe(403);
    await pool.query(`update roles set permissions = $1 where type = 'makers'`, [permissions]);
    expect(await status()).toBe(200);
    await pool.query(`update users set blocked = true where id = $1`, [maker.id]);
    expect(await status()).toBe(403);
    await pool.query(`update users set blocked = false where id = $1`, [maker.id]);
    await as(server.administrator.token, 'DELETE', `/users/${maker.id}`);
    expect(await status()).toBe(403);
    expect((await pool.query(`select from api_tokens where name = 'x'`)).rowCount).toBe(0);
  });

  it('cannot climb: neither roles nor accounts that hold more than they', async () => {
    const token = await makeToken([
      'users-permissions.role.create',
      'users-permissions.role.update',
      'users-permissions.user.create',
      'users-permissions.user.update',
      'application.customers.find',
    ]);
    const roles = '/users-permissions/roles';
    const before = await dumpDatabase(server.context);
    for (const [method, path, body] of [
      ['POST', roles, { name: 'Higher', permissions: ['application.payments.find'] }],
      ['PUT', `${roles}/analyst`, { permissions: ['application.logs.find'] }],
      ['PUT', `${roles}/analyst`, { users: ['plain'] }],
      ['PUT', `${roles}/administrator`, { users: ['admin', 'plain'] }],
      ['PUT', `/users/${server.administrator.id}`, { password: 'taken over 123' }],
      ['PUT', `/users/${server.analyst.id}`, { email: 'mine@example.com' }],
      ['PUT', `/users/${server.user.id}`, { role: 'administrator' }],
      [
        'POST',
        '/users',
        { username: 'high', email: 'h@example.com', password: TEST_PASSWORD, role: 'analyst' },
      ],
    ] as const)
      expect([path, body, (await as(token, method, path, body)).status]).toEqual([path, body, 403]);
    expect(await dumpDatabase(server.context)).toEqual(before);
    const changed = await as(token, 'PUT', `/users/${server.user.id}`, { confirmed: false });
    expect(changed.body).toMatchObject({ confirmed: false, updated_by: 'admin' });
    const low = { name: 'Low', permissions: ['application.customers.find'] };
    expect((await as(token, 'POST', roles, low)).status).toBe(200);
  });

  it.each([
    [{ permissions: ['application.customers.find'] }, 400, 'name'],
    [{ name: 'x', permissions: [] }, 400, 'permissions'],
    [{ name: 'x', permissions: ['application.customers.fly'] }, 400, 'permissions'],
    [{ name: 'x', permissions: ['users-permissions.user.me'] }, 400, 'permissions'],
    [{ name: 'x', permissions: ['users-permissions.token.create'] }, 400, 'permissions'],
    [{ name: 'x', permissions: ['application.customers.find'], expires: 'soon' }, 400, 'expires'],
    [
      { name: 'x', permissions: ['application.customers.find'], expires: '2020-01-01T00:00:00Z' },
      400,
      'expires',
    ],
  ])('%j is refused with %i naming %s', async (body, status, field) => {
    const answer = await as(server.administrator.token, 'POST', TOKENS, body);
    expect(answer.status).toBe(status);
    expect(answer.body.errors[0].field).toBe(field);
  });

  it('give nobody more than they have', async () => {
    await as(server.administrator.token, 'POST', '/users-permissions/roles', {
      name: 'Small makers',
      permissions: ['users-permissions.token.create'],
    });
    const { token } = await server.signUp('small', 'small_makers');
    const body = { name: 'x', permissions: ['application.customers.find'] };
    expect((await as(token, 'POST', TOKENS, body)).status).toBe(403);
  });

  it('die when deleted, by their owner or an administrator', async () => {
    await as(server.administrator.token, 'PUT', '/users-permissions/roles/authenticated', {
      permissions: [
        'application.company.find',
        ...['create', 'find', 'delete'].map((action) => `users-permissions.token.${action}`),
      ],
    });
    const mine = { name: 'mine', permissions: ['application.company.find'] };
    const first = (await as(server.user.token, 'POST', TOKENS, mine)).body;
    const second = (await as(server.user.token, 'POST', TOKENS, mine)).body;
    const other = await server.signUp('stranger', 'authenticated');
    const remove = (token: string, id: string) => as(token, 'DELETE', `${TOKENS}/${id}`);
    expect((await remove(other.token, first.id)).status).toBe(404);
    expect((await remove(server.user.token, 'x')).status).toBe(404);
    expect((await as(first.token, 'GET', '/company')).status).toBe(200);
    expect((await remove(server.user.token, first.id)).status).toBe(200);
    expect((await as(first.token, 'GET', '/company')).status).toBe(403);
    expect((await remove(server.administrator.token, second.id)).status).toBe(200);
    expect((await as(server.user.token, 'GET', TOKENS)).body).toEqual([]);
  });
});
