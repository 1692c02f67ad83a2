import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type JobRunner, startJobs } from '../src/jobs/runner.js';
import { bodyKinds } from './body-kinds.js';
import { type MailReceiver, startMailReceiver, tokenIn } from './mail-receiver.js';
import {
  type Answer,
  type Person,
  startTestServer,
  TEST_PASSWORD,
  type TestServer,
} from './server.js';

const PUBLIC_URL = 'https://maia.lender.example';
const FRESH = 'una clave nueva y larga';

let server: TestServer;
let receiver: MailReceiver;
let jobs: JobRunner;
let number = 0;
let address: string;
let person: Person;
let email: string;

beforeAll(async () => {
  receiver = await startMailReceiver();
  server = await startTestServer({
    environment: { MAIA_TRUSTED_PROXIES: '127.0.0.1', SMTP_URL: receiver.url, PUBLIC_URL },
  });
  jobs = await startJobs(server.context);
});
afterAll(async () => {
  await jobs.stop();
  await server.close();
  await receiver.close();
});
// The limits live as long as the application: every test has an address of its own behind a believed proxy.
beforeEach(async () => {
  number += 1;
  address = `10.2.0.${number}`;
  person = await server.signUp(`forgetful${number}`, 'analyst');
  email = `forgetful${number}@example.com`;
});

const post = (
  path: string,
  body: object | string,
  headers: Record<string, string> = {},
): Promise<Answer> =>
  server.call('POST', path, { body, headers: { 'x-forwarded-for': address, ...headers } });

const forgot = (body: object, headers?: Record<string, string>): Promise<Answer> =>
  post('/auth/forgot-password', body, headers);

const signIn = (password: string): Promise<Answer> =>
  post('/auth/local', { user: person.username, password });

const mailCount = async (): Promise<number> => {
  const rows = await server.context.db.kysely
    .selectFrom('mails')
    .select('id')
    .where('recipient_id', '=', person.id)
    .execute();
  return rows.length;
};

/** Waits until every order of a mail was dealt with. */
const ordersDone = () =>
  expect
    .poll(
      async () => {
        const { rows } = await server.context.db.pool.query(
          `select 1 from graphile_worker.jobs where task_identifier = 'account-mail'`,
        );
        return rows.length;
      },
      { timeout: 30_000 },
    )
    .toBe(0);

describe('POST /auth/forgot-password', () => {
  it('mails a link that sets a new password once', async () => {
    const asked = await forgot({ id: person.username }, { host: 'evil.example' });
    expect(asked.status).toBe(200);
    expect(asked.body).toEqual({ code: 200, message: expect.any(String) });
    const mail = await receiver.mailTo(email);
    expect(mail.text).toContain(`${PUBLIC_URL}/console/reset-password?code=`);
    const token = tokenIn(mail);
    const reset = await post(`/auth/reset-password/${token}`, { password: FRESH });
    expect(reset.status).toBe(200);
    expect(reset.body).toMatchObject({ code: 200, jwt: expect.any(String) });
    expect((await signIn(TEST_PASSWORD)).status).toBe(400);
    expect((await signIn(FRESH)).status).toBe(200);
    expect((await server.call('GET', '/users/me', { token: person.token })).status).toBe(403);
    expect((await post(`/auth/reset-password/${token}`, { password: FRESH })).status).toBe(400);
  });

  it('finds the account by id, username and address, as `id` or `email`, in every body', async () => {
    for (const name of [person.id, person.username.toUpperCase(), email.toUpperCase()]) {
      expect((await forgot({ id: name })).status).toBe(200);
      await receiver.mailTo(email);
    }
    for (const [, type, body] of bodyKinds({ email, url: 'https://evil.example/reset' })) {
      const headers = { 'content-type': type };
      expect((await post('/auth/forgot-password', body, headers)).status).toBe(200);
      expect((await receiver.mailTo(email)).text).not.toContain('evil.example');
    }
  });

  it('says the same to everyone, and leaves nothing that only existing accounts have', async () => {
    await server.call('PUT', `/users/${person.id}`, {
      token: server.administrator.token,
      body: { blocked: true },
    });
    const answers = [
      await forgot({ id: 'analyst' }),
      await forgot({ id: 'nobody at all' }),
      await forgot({ email: 'nobody@example.com' }),
      await forgot({ id: person.username }),
      await forgot({ id: '019aaaaa-aaaa-7aaa-8aaa-aaaaaaaaaaaa' }),
    ];
    await receiver.mailTo('analyst@example.com');
    await ordersDone();
    for (const { status, body } of answers) expect([status, body]).toEqual([200, answers[0]?.body]);
    expect(await mailCount()).toBe(0);
    expect((await forgot({})).status).toBe(400);
  });

  it('writes in the language of the browser, else of the company, else in English', async () => {
    await forgot({ id: email }, { 'accept-language': 'pt-BR' });
    expect((await receiver.mailTo(email)).text).toContain('escolha uma nova senha');
    const { token } = server.administrator;
    const speak = (locale: string | null) =>
      server.call('PUT', '/company', { token, body: { settings: { locale } } });
    await speak('es');
    await forgot({ id: email });
    const spanish = await receiver.mailTo(email);
    expect(spanish.text).toContain('Para elegirla, abra este enlace');
    await speak(null);
    await forgot({ id: email });
    expect((await receiver.mailTo(email)).text).toContain('set a new password');
  });

  it('keeps the newest link alone', async () => {
    await forgot({ id: email });
    const first = tokenIn(await receiver.mailTo(email));
    await forgot({ id: email });
    const second = tokenIn(await receiver.mailTo(email));
    expect((await post(`/auth/reset-password/${first}`, { password: FRESH })).status).toBe(400);
    const code = { code: second, password: FRESH, passwordConfirmation: FRESH };
    expect((await post('/auth/reset-password', code)).status).toBe(200);
  });

  it('can be made to send neither from one address nor from many more mails than it takes', async () => {
    for (let i = 0; i < 10; i++) expect((await forgot({ id: email })).status).toBe(200);
    expect((await forgot({ id: email })).status).toBe(429);
    expect((await forgot({ id: 'nobody-here' })).status).toBe(200);
    for (let i = 0; i < 5; i++) {
      address = `10.3.${number}.${i}`;
      expect((await forgot({ id: email })).status).toBe(200);
      await ordersDone();
    }
    expect(await mailCount()).toBeLessThanOrEqual(10);
  });
});

describe('POST /auth/change-password', () => {
  const change = (body: object | string, type = 'application/json'): Promise<Answer> =>
    server.call('POST', '/auth/change-password', {
      token: person.token,
      body,
      headers: { 'x-forwarded-for': address, 'content-type': type },
    });

  it('needs the current password, ends old tokens and gives a new one', async () => {
    const wrong = await change({ currentPassword: 'wrong', password: FRESH });
    expect([wrong.status, wrong.body.errors[0].field]).toEqual([400, 'currentPassword']);
    const bad = await change({ currentPassword: TEST_PASSWORD, password: 'password123' });
    expect([bad.status, bad.body.errors[0].field]).toEqual([400, 'password']);
    const done = await change({
      currentPassword: TEST_PASSWORD,
      password: FRESH,
      passwordConfirmation: FRESH,
    });
    expect(done.status).toBe(200);
    expect((await server.call('GET', '/users/me', { token: person.token })).status).toBe(403);
    expect((await server.call('GET', '/users/me', { token: done.body.jwt })).status).toBe(200);
    expect((await signIn(FRESH)).status).toBe(200);
  });

  it('takes every body', async () => {
    const jwts = new Set<string>();
    let current = TEST_PASSWORD;
    for (const kind of [0, 1, 2, 3]) {
      const next = `${FRESH} ${kind}`;
      const [, type, body] = bodyKinds({ currentPassword: current, password: next })[kind] ?? [];
      const answer = await change(body ?? '', type);
      expect(answer.status).toBe(200);
      jwts.add(answer.body.jwt);
      person = { ...person, token: answer.body.jwt };
      current = next;
    }
    expect(jwts.size).toBe(4);
  });

  it('lets one of many at once win', async () => {
    const answers = await Promise.all(
      Array.from({ length: 5 }, (_, i) =>
        change({ currentPassword: TEST_PASSWORD, password: `${FRESH} ${i}` }),
      ),
    );
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
  });

  it('stops guessing, and asks for a token', async () => {
    for (let i = 0; i < 10; i++)
      expect((await change({ currentPassword: `w${i}`, password: FRESH })).status).toBe(400);
    expect((await change({ currentPassword: TEST_PASSWORD, password: FRESH })).status).toBe(429);
    const nobody = await post('/auth/change-password', { currentPassword: 'a', password: FRESH });
    expect(nobody.status).toBe(403);
  });
});

describe('POST /auth/logout-everywhere', () => {
  it('ends every token of the caller, and says so in the log', async () => {
    const second = (await signIn(TEST_PASSWORD)).body.jwt;
    const call = () => server.call('POST', '/auth/logout-everywhere', { token: person.token });
    const answer = await call();
    expect([answer.status, answer.body]).toEqual([200, { code: 200, message: 'OK' }]);
    for (const token of [person.token, second])
      expect((await server.call('GET', '/users/me', { token })).status).toBe(403);
    expect((await call()).status).toBe(403);
    expect((await signIn(TEST_PASSWORD)).status).toBe(200);
    const log = await server.context.db.kysely
      .selectFrom('logs')
      .select(['action', 'actor_id', 'address'])
      .where('resource_id', '=', person.id)
      .executeTakeFirstOrThrow();
    expect(log).toMatchObject({ action: 'logout-everywhere', actor_id: person.id });
  });
});
