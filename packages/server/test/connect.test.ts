import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Browser, type Visit } from './browser.js';
import type { OidcIssuer } from './oidc-issuer.js';
import {
  type ProviderWorld,
  PUBLIC_URL,
  passProvider,
  startProviderWorld,
} from './provider-world.js';
import { type Answer, TEST_PASSWORD, type TestServer } from './server.js';

const CALLBACK = `${PUBLIC_URL}/auth/sso/callback`;
const EVIL = 'https://evil.example/';

let world: ProviderWorld;
let issuer: OidcIssuer;
let server: TestServer;
let number = 0;
let address: string;
let browser: Browser;

beforeAll(async () => {
  world = await startProviderWorld();
  ({ issuer, server } = world);
});
afterAll(() => world.close());
beforeEach(() => {
  number += 1;
  address = `10.4.0.${number}`;
  browser = new Browser();
});

/** A visit to this server, which people reach under PUBLIC_URL through a proxy. */
function visitMaia(path: string): Promise<Visit> {
  return browser.visit(server.url + path, { 'x-forwarded-for': address });
}

async function begin(query = ''): Promise<URL> {
  const visit = await visitMaia(`/connect/sso${query}`);
  expect(visit.status).toBe(302);
  if (!visit.location) throw new Error('The sign-in does not lead to the provider.');
  return visit.location;
}

const end = (answer: URL): Promise<Visit> => visitMaia(answer.pathname + answer.search);

async function signInAs(subject: string): Promise<Visit> {
  issuer.signsInAs = subject;
  browser = new Browser();
  return end(await passProvider(browser, await begin()));
}

function know(subject: string, verified = true, email = `${subject}@example.com`): void {
  issuer.people.set(subject, { email, email_verified: verified, preferred_username: subject });
}

const post = (path: string, body: object): Promise<Answer> =>
  server.call('POST', path, { body, headers: { 'x-forwarded-for': address } });

const accountOf = (email: string) =>
  server.context.db.kysely
    .selectFrom('users')
    .selectAll()
    .where('email', '=', email)
    .executeTakeFirst();

describe('sign-in through a provider', () => {
  it('makes an account at the first time and finds it later, also under another address', async () => {
    know('newcomer');
    const first = await signInAs('newcomer');
    expect(first.status).toBe(200);
    expect(first.body).toMatchObject({
      code: 200,
      message: expect.any(String),
      user: {
        username: 'newcomer',
        provider: 'sso',
        confirmed: true,
        role: { type: 'authenticated' },
      },
    });
    const me = await server.call('GET', '/users/me', { token: first.body.jwt });
    expect(me.body).toEqual(first.body.user);
    know('newcomer', false, 'moved@example.com');
    const later = await signInAs('newcomer');
    expect(later.body.user).toMatchObject({ id: me.body.id, email: 'newcomer@example.com' });
    const actions = await server.context.db.kysely
      .selectFrom('logs')
      .select('action')
      .where('resource_id', '=', me.body.id)
      .orderBy('id')
      .execute();
    expect(actions.map(({ action }) => action)).toEqual(['create', 'link-provider']);
  });

  it('asks with state, nonce and PKCE, and gives the browser a secret that only it can read', async () => {
    const page = await begin();
    expect(page.origin).toBe(issuer.url);
    const query = Object.fromEntries(page.searchParams);
    expect(query).toMatchObject({
      response_type: 'code',
      code_challenge_method: 'S256',
      code_challenge: expect.stringMatching(/^[\w-]{43}$/),
      state: expect.stringMatching(/^[\w-]{43}$/),
      nonce: expect.stringMatching(/^[\w-]{43}$/),
      redirect_uri: CALLBACK,
    });
    const { setCookies } = await visitMaia('/connect/sso');
    expect(setCookies[0]).toMatch(
      /^__Host-maia-connect=[\w-]{43}; Max-Age=600; Path=\/; HttpOnly; Secure; SameSite=Lax$/,
    );
  });

  it('keeps the password of an account that is confirmed', async () => {
    const person = await server.signUp('confirmed', 'analyst');
    know('confirmed');
    const { body } = await signInAs('confirmed');
    expect(body.user).toMatchObject({
      id: person.id,
      provider: 'local',
      role: { type: 'analyst' },
    });
    expect((await server.call('GET', '/users/me', { token: person.token })).status).toBe(200);
    const local = await post('/auth/local', { user: 'confirmed', password: TEST_PASSWORD });
    expect(local.status).toBe(200);
  });

  it('drops the password and tokens of a stranger who waited for the owner of an address', async () => {
    const stranger = await post('/auth/local/register', {
      username: 'stranger',
      email: 'victim@example.com',
      password: TEST_PASSWORD,
    });
    know('victim');
    const victim = await signInAs('victim');
    expect(victim.status).toBe(200);
    expect(victim.body.user).toMatchObject({ id: stranger.body.id, confirmed: true });
    expect((await server.call('GET', '/users/me', { token: stranger.body.jwt })).status).toBe(403);
    const local = await post('/auth/local', { user: 'stranger', password: TEST_PASSWORD });
    expect(local.status).toBe(400);
    expect(await accountOf('victim@example.com')).toMatchObject({
      provider: 'sso',
      password_hash: null,
      reset_token_hash: null,
      confirmation_token_hash: null,
    });
  });

  it('drops what a stranger had who moved onto an address, their own provider too', async () => {
    know('mover');
    const mover = await signInAs('mover');
    const moved = await server.call('PUT', `/users/${mover.body.user.id}`, {
      token: mover.body.jwt,
      body: { email: 'target@example.com' },
    });
    expect(moved.body).toMatchObject({ email: 'target@example.com', confirmed: true });
    know('target');
    expect((await signInAs('target')).body.user.id).toBe(mover.body.user.id);
    expect((await server.call('GET', '/users/me', { token: mover.body.jwt })).status).toBe(403);
    const back = await signInAs('mover');
    expect(back.body.user.id).not.toBe(mover.body.user.id);
  });

  it('refuses an address that is not verified, with and without an account', async () => {
    await server.signUp('unverified', 'analyst');
    know('unverified', false);
    know('unverified-newcomer', false);
    issuer.people.set('nameless', {});
    for (const subject of ['unverified', 'unverified-newcomer', 'nameless']) {
      const answer = await signInAs(subject);
      expect([answer.status, answer.body.jwt]).toEqual([400, undefined]);
      expect(answer.body.message).toContain('verified');
    }
    expect(await accountOf('unverified-newcomer@example.com')).toBeUndefined();
  });

  it('refuses blocked users, and newcomers where registration is off', async () => {
    const person = await server.signUp('barred', 'analyst');
    const { token } = server.administrator;
    await server.call('PUT', `/users/${person.id}`, { token, body: { blocked: true } });
    know('barred');
    expect((await signInAs('barred')).status).toBe(400);
    await server.call('PUT', '/company', { token, body: { settings: { registration: false } } });
    know('uninvited');
    expect((await signInAs('uninvited')).status).toBe(403);
    await server.signUp('invited', 'analyst');
    know('invited');
    expect((await signInAs('invited')).status).toBe(200);
    await server.call('PUT', '/company', { token, body: { settings: { registration: null } } });
  });

  it('gives a newcomer whose name is taken another one', async () => {
    issuer.people.set('twin', {
      email: 'twin@example.com',
      email_verified: true,
      preferred_username: 'Analyst',
    });
    expect((await signInAs('twin')).body.user.username).toMatch(/^Analyst-[0-9a-f]{6}$/);
  });

  it('answers many first sign-ins of one person at once with one account', async () => {
    know('eager');
    issuer.signsInAs = 'eager';
    const answers: URL[] = [];
    const browsers = Array.from({ length: 5 }, () => new Browser());
    for (const each of browsers) {
      browser = each;
      answers.push(await passProvider(browser, await begin()));
    }
    const visits = await Promise.all(
      answers.map((answer, index) =>
        browsers[index]?.visit(server.url + answer.pathname + answer.search),
      ),
    );
    const ids = new Set(visits.map((visit) => visit?.body.user?.id));
    expect(visits.map((visit) => visit?.status)).toEqual(Array(5).fill(200));
    expect(ids.size).toBe(1);
  });

  it('knows no provider that is not configured, and says so when one is away', async () => {
    expect((await visitMaia('/connect/google')).status).toBe(404);
    expect((await visitMaia('/auth/local/callback')).status).toBe(404);
    expect((await visitMaia('/connect/gone')).status).toBe(503);
  });
});

describe('attacks', () => {
  beforeAll(() => know('person'));
  beforeEach(() => {
    issuer.signsInAs = 'person';
  });

  const refused = async (answer: URL): Promise<void> => {
    const visit = await end(answer);
    expect([visit.status, visit.body.jwt]).toEqual([400, undefined]);
  };

  it('another state', async () => {
    const answer = await passProvider(browser, await begin());
    answer.searchParams.set('state', 'x'.repeat(43));
    await refused(answer);
    answer.searchParams.delete('state');
    await refused(answer);
  });

  it('an answer that another browser asked for', async () => {
    const answer = await passProvider(browser, await begin());
    browser = new Browser();
    await refused(answer);
    await begin();
    await refused(answer);
  });

  it('a code that was used already, with the cookie put back', async () => {
    const answer = await passProvider(browser, await begin());
    const { host } = new URL(server.url);
    const cookies = new Map(browser.cookies(host));
    expect((await end(answer)).status).toBe(200);
    await refused(answer);
    for (const [name, value] of cookies) browser.cookies(host).set(name, value);
    await refused(answer);
  });

  it('another nonce', async () => {
    const page = await begin();
    page.searchParams.set('nonce', 'x'.repeat(43));
    await refused(await passProvider(browser, page));
    const without = await begin();
    without.searchParams.delete('nonce');
    await refused(await passProvider(browser, without));
  });

  it('a code that was asked for without PKCE, or with the challenge of another', async () => {
    const without = await begin();
    without.searchParams.delete('code_challenge');
    without.searchParams.delete('code_challenge_method');
    await refused(await passProvider(browser, without));
    const other = await begin();
    other.searchParams.set('code_challenge', 'x'.repeat(43));
    await refused(await passProvider(browser, other));
  });

  it('an answer for one provider brought to another', async () => {
    const answer = await passProvider(browser, await begin());
    answer.pathname = '/auth/other/callback';
    await refused(answer);
  });

  it('an answer of another issuer', async () => {
    const answer = await passProvider(browser, await begin());
    answer.searchParams.set('iss', 'https://issuer.example');
    await refused(answer);
  });

  it('a way elsewhere: redirects are built from the configuration alone', async () => {
    const wishes = ['redirect_uri', 'redirect', 'callback', 'url', 'next', 'returnTo'];
    const query = wishes.map((name) => `${name}=${encodeURIComponent(EVIL)}`).join('&');
    const page = await begin(`?${query}`);
    expect(page.searchParams.get('redirect_uri')).toBe(CALLBACK);
    expect(page.href).not.toContain('evil');
    const answer = await passProvider(browser, page);
    answer.search += `&${query}`;
    const visit = await end(answer);
    expect([visit.status, visit.location]).toEqual([200, null]);
    const spoofed = await server.call('GET', '/connect/sso', {
      headers: { 'x-forwarded-for': address, 'x-forwarded-host': 'evil.example' },
    });
    expect(spoofed.headers.get('location')).not.toContain('evil');
  });

  it('guesses without end', async () => {
    await begin();
    for (let i = 0; i < 10; i++)
      await refused(new URL(`${CALLBACK}?code=${i}&state=${'x'.repeat(43)}`));
    expect((await end(await passProvider(browser, await begin()))).status).toBe(429);
  });
});

it('says that a sign-in was declined, and counts it as nobody’s attempt', async () => {
  for (let i = 0; i < 12; i++) {
    const page = await begin();
    const state = page.searchParams.get('state') ?? '';
    const declined = `?error=access_denied&state=${state}&iss=${encodeURIComponent(issuer.url)}`;
    const visit = await visitMaia(`/auth/sso/callback${declined}`);
    expect(visit.status).toBe(400);
    expect(visit.body.message).toContain('declined');
  }
});
