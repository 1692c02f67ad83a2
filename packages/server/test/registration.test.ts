import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type JobRunner, startJobs } from '../src/jobs/runner.js';
import { bodyKinds } from './body-kinds.js';
import { type MailReceiver, startMailReceiver, tokenIn } from './mail-receiver.js';
import { type Answer, startTestServer, TEST_PASSWORD, type TestServer } from './server.js';

const PUBLIC_URL = 'https://maia.lender.example';

let server: TestServer;
let receiver: MailReceiver;
let jobs: JobRunner;
let number = 0;
let address: string;

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
beforeEach(() => {
  number += 1;
  address = `10.1.0.${number}`;
});

interface Sent {
  type?: string;
  language?: string;
  token?: string;
}

const send = (path: string, body: object | string, sent: Sent = {}): Promise<Answer> =>
  server.call('POST', path, {
    body,
    ...(sent.token ? { token: sent.token } : {}),
    headers: {
      'x-forwarded-for': address,
      ...(sent.type ? { 'content-type': sent.type } : {}),
      ...(sent.language ? { 'accept-language': sent.language } : {}),
    },
  });

const register = (username: string, more: object = {}, sent: Sent = {}): Promise<Answer> =>
  send(
    '/auth/local/register',
    { username, email: `${username}@example.com`, password: TEST_PASSWORD, ...more },
    sent,
  );

const confirm = (token: string): Promise<Answer> =>
  server.call('GET', `/auth/email-confirmation?confirmation=${token}`, {
    headers: { 'x-forwarded-for': address },
  });

const settings = async (change: object): Promise<void> => {
  const { token } = server.administrator;
  const answer = await server.call('PUT', '/company', { token, body: { settings: change } });
  expect(answer.status).toBe(200);
};

const logsOf = (userId: string) =>
  server.context.db.kysely
    .selectFrom('logs')
    .select(['action', 'actor', 'changes'])
    .where('resource_id', '=', userId)
    .orderBy('id')
    .execute();

describe('POST /auth/local/register', () => {
  it('makes an account with the least rights and signs in', async () => {
    const answer = await register('selfmade', {
      confirmed: true,
      blocked: true,
      role: 'administrator',
      provider: 'google',
      resetPasswordToken: 'x'.repeat(40),
      reports: ['maia-000000000000'],
      url: 'https://elsewhere.example',
    });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(answer.body).toMatchObject({
      code: 200,
      username: 'selfmade',
      email: 'selfmade@example.com',
      provider: 'local',
      confirmed: false,
      blocked: false,
      reports: [],
      user: { username: 'selfmade', role: { type: 'authenticated' } },
    });
    expect(answer.body.id).toBe(answer.body.user.id);
    const me = await server.call('GET', '/users/me', { token: answer.body.jwt });
    expect(me.body).toEqual(answer.body.user);
    expect(await logsOf(answer.body.id)).toMatchObject([{ action: 'create', actor: 'selfmade' }]);
  });

  it.each(bodyKinds({ username: 'NAME', email: 'NAME@example.com', password: TEST_PASSWORD }))(
    'takes %s',
    async (kind, type, body) => {
      const name = `by-${kind.toLowerCase().replaceAll(' ', '-')}`;
      const answer = await send('/auth/local/register', body.replaceAll('NAME', name), { type });
      expect(answer.status).toBe(200);
      expect(answer.body.user.username).toBe(name);
    },
  );

  it('refuses bad fields, the mask, and what others have', async () => {
    const first = await register('first');
    expect(first.status).toBe(200);
    for (const [more, status, field] of [
      [{ username: 'FIRST', email: 'second@example.com' }, 409, 'username'],
      [{ username: 'second', email: 'First@Example.com' }, 409, 'email'],
      [{ username: 'second', password: '********' }, 400, 'password'],
      [{ username: 'second', password: 'second' }, 400, 'password'],
      [{ username: 'x@example.com' }, 400, 'username'],
      [{ username: 'system' }, 400, 'username'],
      [{ email: 'nowhere' }, 400, 'email'],
    ] as const) {
      const answer = await register('second', more);
      expect([answer.status, answer.body.errors?.[0]?.field]).toEqual([status, field]);
    }
  });

  it('of 50 who want one name at once one gets it', async () => {
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, i) =>
        register(i % 2 ? 'Coveted' : 'coveted', { email: `coveted${i}@example.com` }),
      ),
    );
    const statuses = answers.map(({ status }) => status).sort();
    expect(statuses).toEqual([200, ...Array(49).fill(409)]);
    const found = await server.context.db.kysely
      .selectFrom('users')
      .select('id')
      .where('username', 'ilike', 'coveted')
      .execute();
    expect(found).toHaveLength(1);
  });

  it('can be switched off, which is told before the body is looked at', async () => {
    await settings({ registration: false });
    expect((await register('latecomer', { email: 'nowhere' })).status).toBe(403);
    await settings({ registration: null });
    expect((await register('latecomer')).status).toBe(200);
  });
});

describe('with confirmation on', () => {
  beforeAll(() => settings({ emailConfirmation: true }));
  afterAll(() => settings({ emailConfirmation: null }));

  const signIn = (user: string): Promise<Answer> =>
    send('/auth/local', { user, password: TEST_PASSWORD });

  it('signs in only who opened the link of the mail, which works once', async () => {
    const registered = await register('careful', {}, { language: 'es-CO,es;q=0.9' });
    expect(registered.status).toBe(200);
    expect(registered.body).not.toHaveProperty('jwt');
    expect(registered.body.user.confirmed).toBe(false);
    const mail = await receiver.mailTo('careful@example.com');
    expect(mail.text).toContain('Hola, careful');
    expect(mail.text).toContain(`${PUBLIC_URL}/auth/email-confirmation?confirmation=`);
    expect((await signIn('careful')).status).toBe(400);

    const token = tokenIn(mail);
    const confirmed = await confirm(token);
    expect(confirmed.status).toBe(200);
    expect(confirmed.body).toMatchObject({ code: 200, message: expect.any(String) });
    expect(confirmed.headers.get('referrer-policy')).toBe('no-referrer');
    expect((await signIn('careful')).status).toBe(200);
    expect((await confirm(token)).status).toBe(400);
    const actions = (await logsOf(registered.body.id)).map(({ action }) => action);
    expect(actions).toEqual(['create', 'ask-confirm-email', 'confirm-email']);
  });

  it('keeps only hashes of tokens, and forgets mails that went', async () => {
    const { body } = await register('secretive');
    const token = tokenIn(await receiver.mailTo('secretive@example.com'));
    const { kysely } = server.context.db;
    const user = await kysely
      .selectFrom('users')
      .selectAll()
      .where('id', '=', body.id)
      .executeTakeFirstOrThrow();
    expect(JSON.stringify(user)).not.toContain(token);
    expect(JSON.stringify(await logsOf(body.id))).not.toContain(token);
    await expect
      .poll(
        () => kysely.selectFrom('mails').selectAll().where('recipient_id', '=', body.id).execute(),
        { timeout: 30_000 },
      )
      .toMatchObject([{ kind: 'confirm-email', sealed: null, sent_at: expect.any(Date) }]);
  });

  it('refuses a late token, and one of a blocked user', async () => {
    const { body } = await register('tardy');
    const token = tokenIn(await receiver.mailTo('tardy@example.com'));
    const set = (columns: object) =>
      server.context.db.kysely
        .updateTable('users')
        .set(columns)
        .where('id', '=', body.id)
        .execute();
    await set({ confirmation_token_expires_at: new Date(Date.now() - 1) });
    expect((await confirm(token)).status).toBe(400);
    await set({ confirmation_token_expires_at: new Date(Date.now() + 60_000), blocked: true });
    expect((await confirm(token)).status).toBe(400);
    await set({ blocked: false });
    expect((await confirm(token)).status).toBe(200);
  });

  it('sends the link again, the newest one working, in every body', async () => {
    await register('again');
    let token = tokenIn(await receiver.mailTo('again@example.com'));
    for (const [, type, body] of bodyKinds({ id: 'again' })) {
      expect((await send('/auth/send-email-confirmation', body, { type })).status).toBe(200);
      const newer = tokenIn(await receiver.mailTo('again@example.com'));
      expect((await confirm(token)).status).toBe(400);
      token = newer;
    }
    expect((await confirm(token)).status).toBe(200);
  });

  it('confirms an address anew that someone took themselves', async () => {
    const person = await server.signUp('mover', 'authenticated');
    const moved = await server.call('PUT', `/users/${person.id}`, {
      token: person.token,
      body: { email: 'moved@example.com' },
    });
    expect(moved.body).toMatchObject({ email: 'moved@example.com', confirmed: false });
    expect((await signIn('mover')).status).toBe(400);
    expect((await confirm(tokenIn(await receiver.mailTo('moved@example.com')))).status).toBe(200);
    expect((await signIn('mover')).status).toBe(200);
  });

  it('stops guessing tokens', async () => {
    for (let i = 0; i < 10; i++) expect((await confirm(`wrong${i}`)).status).toBe(400);
    expect((await confirm('wrong')).status).toBe(429);
  });
});

it('leaves an address that someone took themselves confirmed while confirmation is off', async () => {
  const person = await server.signUp('settler', 'authenticated');
  const moved = await server.call('PUT', `/users/${person.id}`, {
    token: person.token,
    body: { email: 'settled@example.com' },
  });
  expect(moved.body.confirmed).toBe(true);
});
