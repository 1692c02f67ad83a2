import { createSigner } from 'fast-jwt';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  type Answer,
  type Person,
  startTestServer,
  TEST_PASSWORD,
  type TestServer,
} from './server.js';

let server: TestServer;
let number = 0;

// The limits live as long as the application: every test has addresses of its own behind a believed proxy.
beforeAll(async () => {
  server = await startTestServer({ environment: { MAIA_TRUSTED_PROXIES: '127.0.0.1' } });
});
afterAll(() => server.close());

let address: string;
beforeEach(() => {
  number += 1;
  address = `10.0.0.${number}`;
});

function post(path: string, body: object, from = address): Promise<Answer> {
  return server.call('POST', path, { body, headers: { 'x-forwarded-for': from } });
}

const signIn = (user: string, password: string, from?: string): Promise<Answer> =>
  post('/auth/local', { user, password }, from);

describe('POST /auth/local', () => {
  it('signs in by username or address, in any case, as `user` or `identifier`', async () => {
    for (const credentials of [
      { user: 'analyst' },
      { user: 'ANALYST' },
      { user: 'Analyst@Example.com' },
      { identifier: 'analyst' },
      { identifier: 'analyst@example.com', url: 'https://elsewhere.example' },
    ]) {
      const answer = await post('/auth/local', { ...credentials, password: TEST_PASSWORD });
      expect(answer.status).toBe(200);
      expect(answer.body).toMatchObject({
        code: 200,
        message: expect.any(String),
        user: { id: server.analyst.id, username: 'analyst', role: { users: ['analyst'] } },
      });
      const me = await server.call('GET', '/users/me', { token: answer.body.jwt });
      expect(me.body).toEqual(answer.body.user);
    }
  });

  it('gives one answer to every failure', async () => {
    const blocked = await server.signUp('blocked', 'analyst');
    await server.call('PUT', `/users/${blocked.id}`, {
      token: server.administrator.token,
      body: { blocked: true },
    });
    const answers = [
      await signIn('analyst', 'wrong'),
      await signIn('nobody at all', TEST_PASSWORD),
      await signIn('nobody@example.com', TEST_PASSWORD),
      await signIn(server.analyst.id, TEST_PASSWORD),
      await signIn('blocked', TEST_PASSWORD),
    ];
    for (const { status, body } of answers) {
      expect(status).toBe(400);
      expect(body.message).toBe(answers[0]?.body.message);
      expect(body).not.toHaveProperty('errors');
    }
  });

  it.each([[{}], [{ user: 'analyst' }], [{ password: 'x' }], [{ user: 'a\u0000', password: 'x' }]])(
    'names what is missing or wrong in %j',
    async (body) => {
      const answer = await post('/auth/local', body);
      expect(answer.status).toBe(400);
      expect(answer.body.errors.length).toBeGreaterThan(0);
    },
  );

  it('stops guessing at one account from one address, successes uncounted', async () => {
    await server.signUp('guessed', 'analyst');
    for (let i = 0; i < 12; i++) expect((await signIn('guessed', TEST_PASSWORD)).status).toBe(200);
    for (let i = 0; i < 10; i++)
      expect((await signIn(i % 2 ? 'guessed' : 'guessed@example.com', 'wrong')).status).toBe(400);
    const refused = await signIn('guessed', TEST_PASSWORD);
    expect(refused.status).toBe(429);
    expect(refused.body.code).toBe(429);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await signIn('analyst', TEST_PASSWORD)).status).toBe(200);
    expect((await signIn('guessed', TEST_PASSWORD, '10.0.1.1')).status).toBe(200);
  });

  it('takes 60 calls a minute from one address', async () => {
    const answers: number[] = [];
    for (let i = 0; i < 61; i++) answers.push((await post('/auth/local', {})).status);
    expect(answers.slice(0, 60)).toEqual(Array(60).fill(400));
    expect(answers[60]).toBe(429);
  });
});

describe('bearer tokens', () => {
  const me = (authorization: string): Promise<Answer> =>
    server.call('GET', '/users/me', { headers: { authorization } });

  it.each([
    ['none', ''],
    ['another scheme', 'Basic YTpi'],
    ['no JWT', 'Bearer abc'],
    ['one without signature', `Bearer ${Buffer.from('{"alg":"none"}').toString('base64url')}.e30.`],
  ])('are refused: %s', async (_, header) => {
    const answer = await me(header);
    expect(answer.status).toBe(403);
    expect(answer.headers.get('www-authenticate')).toBe('Bearer');
  });

  it('are refused when another key signed them, or when they are over', async () => {
    const claims = { sub: server.user.id, ver: 0 };
    const forged = createSigner({ key: 'another key of another installation' })(claims);
    const past = createSigner({
      key: server.context.secrets.tokenKey,
      algorithm: 'HS256',
      expiresIn: 1,
      clockTimestamp: Date.now() - 60_000,
    })(claims);
    expect((await me(`Bearer ${forged}`)).status).toBe(403);
    const expired = await me(`Bearer ${past}`);
    expect(expired.status).toBe(403);
    expect(expired.body.message).toContain('expired');
    expect((await me(`bearer ${server.user.token}`)).status).toBe(200);
  });
});

describe('POST /auth/reset-password', () => {
  const fresh = 'una clave nueva y larga';
  let person: Person;
  let token: string;

  beforeEach(async () => {
    person = await server.signUp(`forgetful${number}`, 'analyst');
    token = `reset-token-of-32-characters-${number.toString().padStart(6, '0')}`;
    const answer = await server.call('PUT', `/users/${person.id}`, {
      token: server.administrator.token,
      body: { resetPasswordToken: token },
    });
    expect(answer.status).toBe(200);
  });

  it('sets the password once, ends old tokens and signs in', async () => {
    const answer = await post(`/auth/reset-password/${token}`, { password: fresh });
    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({ code: 200, user: { id: person.id } });
    expect((await server.call('GET', '/users/me', { token: answer.body.jwt })).status).toBe(200);
    expect((await server.call('GET', '/users/me', { token: person.token })).status).toBe(403);
    expect((await signIn(person.username, TEST_PASSWORD)).status).toBe(400);
    expect((await signIn(person.username, fresh)).status).toBe(200);
    const again = await post(`/auth/reset-password/${token}`, { password: `${fresh} 2` });
    expect(again.status).toBe(400);
    expect((await signIn(person.username, fresh)).status).toBe(200);
  });

  it('takes the form that Strapi clients send', async () => {
    const differs = { code: token, password: fresh, passwordConfirmation: `${fresh}.` };
    const refused = await post('/auth/reset-password', differs);
    expect(refused.status).toBe(400);
    expect(refused.body.errors[0].field).toBe('passwordConfirmation');
    const answer = await post('/auth/reset-password', { ...differs, passwordConfirmation: fresh });
    expect(answer.status).toBe(200);
    expect(answer.body.user.id).toBe(person.id);
  });

  it('leaves the token alive when the new password is a bad one', async () => {
    for (const password of ['short', 'password123', '********', person.username])
      expect((await post(`/auth/reset-password/${token}`, { password })).status).toBe(400);
    expect((await post(`/auth/reset-password/${token}`, { password: fresh })).status).toBe(200);
  });

  it('refuses late tokens, and those of blocked users', async () => {
    const { kysely } = server.context.db;
    const late = { reset_token_expires_at: new Date(Date.now() - 1) };
    await kysely.updateTable('users').set(late).where('id', '=', person.id).execute();
    expect((await post(`/auth/reset-password/${token}`, { password: fresh })).status).toBe(400);
    const alive = { reset_token_expires_at: new Date(Date.now() + 60_000), blocked: true };
    await kysely.updateTable('users').set(alive).where('id', '=', person.id).execute();
    expect((await post(`/auth/reset-password/${token}`, { password: fresh })).status).toBe(400);
  });

  it('works for one of many who use a token at once', async () => {
    const answers = await Promise.all(
      Array.from({ length: 8 }, (_, i) =>
        post(`/auth/reset-password/${token}`, { password: `${fresh} ${i}` }),
      ),
    );
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 400)).toHaveLength(7);
  });

  it('dies with a change of password or address', async () => {
    const change = await server.call('PUT', `/users/${person.id}`, {
      token: person.token,
      body: { email: `moved${number}@example.com` },
    });
    expect(change.status).toBe(200);
    expect((await post(`/auth/reset-password/${token}`, { password: fresh })).status).toBe(400);
  });

  it('stops guessing', async () => {
    for (let i = 0; i < 10; i++)
      expect((await post(`/auth/reset-password/wrong${i}`, { password: fresh })).status).toBe(400);
    expect((await post('/auth/reset-password/wrong', { password: fresh })).status).toBe(429);
  });
});
