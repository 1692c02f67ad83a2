import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ConfigError, parseConfig } from '../src/config.js';
import { openLog } from '../src/log.js';
import { startTestServer, TEST_PASSWORD, type TestServer } from './server.js';

const ORIGIN = 'https://app.lender.example';

let server: TestServer;
const lines: string[] = [];
beforeAll(async () => {
  server = await startTestServer({
    environment: {
      MAIA_CORS_ORIGINS: ORIGIN,
      MAIA_TRUSTED_PROXIES: '127.0.0.1',
      PUBLIC_URL: 'https://maia.lender.example',
    },
    log: openLog({ logLevel: 'trace' }, { write: (line) => lines.push(line) }),
  });
});
afterAll(() => server.close());

describe('every answer', () => {
  it.each([
    ['/health/live', 200],
    ['/users', 403],
    ['/nowhere', 404],
    ['/auth/local', 404],
  ])('%s says what a browser may not do with it', async (path, status) => {
    const answer = await server.call('GET', path);
    expect(answer.status).toBe(status);
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cross-origin-resource-policy': 'same-origin',
      'cache-control': 'no-store',
      'strict-transport-security': 'max-age=31536000',
    });
  });

  it('has the id of its request, which the error names too', async () => {
    const first = await server.call('GET', '/users');
    expect(first.headers.get('x-request-id')).toBe(first.body.requestId);
    const second = await server.call('GET', '/users', { headers: { 'x-request-id': 'mine' } });
    expect(second.headers.get('x-request-id')).not.toBe('mine');
    expect(second.body.requestId).not.toBe(first.body.requestId);
  });
});

describe('pages of other sites', () => {
  const preflight = (origin: string, path = '/customers') =>
    server.call('OPTIONS', path, {
      headers: {
        origin,
        'access-control-request-method': 'PUT',
        'access-control-request-headers': 'authorization',
      },
    });

  it('may call from the configured origin, without cookies', async () => {
    const answer = await preflight(ORIGIN);
    expect(answer.status).toBe(204);
    expect(answer.headers.get('access-control-allow-origin')).toBe(ORIGIN);
    expect(answer.headers.get('access-control-allow-methods')).toContain('PUT');
    expect(answer.headers.get('access-control-allow-credentials')).toBeNull();
    const refused = await server.call('GET', '/users', { headers: { origin: ORIGIN } });
    expect(refused.status).toBe(403);
    expect(refused.headers.get('access-control-allow-origin')).toBe(ORIGIN);
  });

  it.each(['https://evil.example', `${ORIGIN}.evil.example`, 'null'])(
    'may not from %s',
    async (origin) => {
      for (const answer of [
        await preflight(origin),
        await server.call('GET', '/health/live', { headers: { origin } }),
      ])
        expect(answer.headers.get('access-control-allow-origin')).toBeNull();
    },
  );

  it('must be named by a plain origin', () => {
    for (const origin of ['*', 'https://a.example/', 'a.example', 'https://a.example/path'])
      expect(() => parseConfig({ MAIA_CORS_ORIGINS: origin })).toThrow(ConfigError);
  });
});

describe('a proxy', () => {
  it('is believed about the address when it is configured, up to the first that is not', async () => {
    const answer = await server.call('PUT', `/users/${server.user.id}`, {
      token: server.administrator.token,
      body: { confirmed: true },
      headers: { 'x-forwarded-for': '198.51.100.9, 203.0.113.7' },
    });
    const { rows } = await server.context.db.pool.query(
      'select address from logs where request_id = $1',
      [answer.headers.get('x-request-id')],
    );
    expect(rows).toEqual([{ address: '203.0.113.7' }]);
  });
});

describe('the log', () => {
  it('holds no secret of any flow, not even when something breaks', async () => {
    const { call, administrator, context } = server;
    const oneTime = 'one-time-token-that-nobody-may-read-0123456789';
    const newPassword = 'a password that nobody may read';
    const { token } = administrator;
    const secrets = [oneTime, newPassword, TEST_PASSWORD, token];
    const as = (method: string, path: string, body: object) => call(method, path, { token, body });

    const session = await call('POST', '/auth/local', {
      body: { user: 'plain', password: TEST_PASSWORD },
    });
    secrets.push(session.body.jwt);
    await call('POST', '/auth/local', { body: { user: 'plain', password: newPassword } });
    await as('PUT', `/users/${server.user.id}`, { resetPasswordToken: oneTime });
    await call('POST', `/auth/reset-password/${oneTime}`, { body: { password: newPassword } });
    const made = await as('POST', '/auth/tokens', {
      name: 'logged',
      permissions: ['application.customers.find'],
    });
    secrets.push(made.body.token);
    await call('GET', '/users/me', { token: made.body.token });
    await call('GET', '/users', { headers: { authorization: `Bearer ${newPassword}` } });

    // A fault of the database whose error quotes the row.
    await context.db.pool.query(
      `alter table users add constraint broken check (username <> 'breaker')`,
    );
    const broken = await as('POST', '/users', {
      username: 'breaker',
      email: 'private-address@example.com',
      password: newPassword,
      resetPasswordToken: oneTime,
    });
    expect(broken.status).toBe(500);
    context.log.error({ password: newPassword, nested: { jwt: session.body.jwt } }, 'careless');

    const text = lines.join('');
    expect(text).toContain('request failed');
    expect(text).toContain(broken.body.requestId);
    expect(text).toContain('careless');
    for (const secret of [...secrets, 'private-address', '$argon2'])
      expect(text).not.toContain(secret);
  });
});

it('without configuration no other site may call and no proxy is believed', async () => {
  const plain = await startTestServer();
  try {
    const answer = await plain.call('PUT', `/users/${plain.user.id}`, {
      token: plain.administrator.token,
      body: { confirmed: true },
      headers: { origin: ORIGIN, 'x-forwarded-for': '203.0.113.7' },
    });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('access-control-allow-origin')).toBeNull();
    expect(answer.headers.get('strict-transport-security')).toBeNull();
    const { rows } = await plain.context.db.pool.query(
      'select address from logs where request_id = $1',
      [answer.headers.get('x-request-id')],
    );
    expect(rows).toEqual([{ address: '127.0.0.1' }]);
    expect((await plain.call('OPTIONS', '/customers')).status).toBe(404);
  } finally {
    await plain.close();
  }
});
