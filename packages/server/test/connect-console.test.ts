import { setTimeout as sleep } from 'node:timers/promises';
import { pino } from 'pino';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Browser, type Visit } from './browser.js';
import type { OidcIssuer } from './oidc-issuer.js';
import {
  type ProviderWorld,
  PUBLIC_URL,
  startProviderWorld,
  passProvider as walkThrough,
} from './provider-world.js';
import type { TestServer } from './server.js';

const EVIL = 'https://evil.example/';

let world: ProviderWorld;
let issuer: OidcIssuer;
let server: TestServer;
let browser: Browser;
let number = 0;
let address: string;
/** Everything that the server writes to its log. */
const logged: string[] = [];

beforeAll(async () => {
  world = await startProviderWorld({
    label: 'Lender ID',
    log: pino({ level: 'trace' }, { write: (line: string) => logged.push(line) }),
  });
  ({ issuer, server } = world);
  issuer.people.set('person', { email: 'person@example.com', email_verified: true });
  issuer.people.set('unverified', { email: 'unverified@example.com', email_verified: false });
});
afterAll(() => world.close());
beforeEach(() => {
  number += 1;
  address = `10.5.0.${number}`;
  browser = new Browser();
  issuer.signsInAs = 'person';
});

const headers = () => ({ 'x-forwarded-for': address });
const visitMaia = (path: string): Promise<Visit> => browser.visit(server.url + path, headers());

/** Walks from a page of this server through the provider until it leads back. */
async function passProvider(begin = '/connect/sso?to=console'): Promise<URL> {
  return walkThrough(browser, (await visitMaia(begin)).location);
}

/** Takes the provider's answer to the callback, which leads to a page of the console; what it tells that page. */
async function handedOver(callback: URL): Promise<string> {
  const { status, location } = await visitMaia(callback.pathname + callback.search);
  expect(status).toBe(302);
  expect(location?.href.split('#', 1)[0]).toBe(`${PUBLIC_URL}/console/sign-in/sso`);
  return location?.hash.slice(1) ?? '';
}

const end = (answer: string, provider = 'sso'): Promise<Visit> =>
  browser.post(`${server.url}/auth/${provider}/callback`, { answer }, headers());

async function refused(answer: string, provider = 'sso'): Promise<void> {
  const visit = await end(answer, provider);
  expect([visit.status, visit.body.jwt]).toEqual([400, undefined]);
}

describe('a sign-in that ends in the console', () => {
  it('offers the providers by their labels', async () => {
    expect((await visitMaia('/connect')).body).toEqual([
      { provider: 'sso', name: 'Lender ID' },
      { provider: 'other', name: 'other' },
      { provider: 'gone', name: 'gone' },
    ]);
  });

  it('hands the answer over behind #, and gives the token in an answer alone', async () => {
    const answer = await handedOver(await passProvider());
    const visit = await end(answer);
    expect(visit.status).toBe(200);
    expect(visit.setCookies[0]).toMatch(/^__Host-maia-connect=; Max-Age=0;/);
    const me = await server.call('GET', '/users/me', { token: visit.body.jwt });
    expect(me.body).toMatchObject({ email: 'person@example.com' });
  });

  it('writes neither the code nor the token to the log', async () => {
    const answer = await handedOver(await passProvider());
    const { jwt } = (await end(answer)).body;
    await refused(answer);
    const code = new URLSearchParams(answer).get('code') ?? '';
    const log = logged.join('');
    expect(code.length).toBeGreaterThan(20);
    expect([log.includes(code), log.includes(jwt)]).toEqual([false, false]);
  });

  it('leads to the console too when the provider is away', async () => {
    const visit = await visitMaia('/connect/gone?to=console');
    expect(visit.location?.href).toBe(
      `${PUBLIC_URL}/console/sign-in/gone#error=temporarily_unavailable`,
    );
    expect((await visitMaia('/connect/gone')).status).toBe(503);
  });

  it('names the address when that is the trouble', async () => {
    issuer.signsInAs = 'unverified';
    const { status, body } = await end(await handedOver(await passProvider()));
    expect([status, body.errors[0].field]).toEqual([400, 'email']);
  });
});

describe('attacks', () => {
  it('an answer that was used already, with the cookie put back', async () => {
    const answer = await handedOver(await passProvider());
    const { host } = new URL(server.url);
    const cookies = new Map(browser.cookies(host));
    expect((await end(answer)).status).toBe(200);
    await refused(answer);
    for (const [name, value] of cookies) browser.cookies(host).set(name, value);
    await refused(answer);
  });

  it('two tabs that end one sign-in at once: one gets in, or neither', async () => {
    const answer = await handedOver(await passProvider());
    const visits = await Promise.all([end(answer), end(answer)]);
    // A provider that sees the code twice may take back what it gave for it the first time.
    expect([
      [200, 400],
      [400, 400],
    ]).toContainEqual(visits.map(({ status }) => status).sort());
  });

  it('an answer that came too late', async () => {
    issuer.codeSeconds = 1;
    const answer = await handedOver(await passProvider());
    issuer.codeSeconds = 60;
    await sleep(2_500);
    await refused(answer);
  });

  it('the answer of an attacker, sent to somebody as a link', async () => {
    const answer = await handedOver(await passProvider());
    browser = new Browser();
    await refused(answer);
    await visitMaia('/connect/sso?to=console');
    await refused(answer);
  });

  it('an answer of a sign-in that was to end elsewhere, with its cookie taken for the console', async () => {
    const callback = await passProvider('/connect/sso');
    const { host } = new URL(server.url);
    for (const [name, value] of browser.cookies(host))
      browser.cookies(host).set(name, `console.${value}`);
    await refused(callback.search.slice(1));
  });

  it('another state, none, or an answer for another provider', async () => {
    const answer = new URLSearchParams(await handedOver(await passProvider()));
    await refused(answer.toString(), 'other');
    await passProvider();
    answer.set('state', 'x'.repeat(43));
    await refused(answer.toString());
    answer.delete('state');
    await refused(answer.toString());
  });

  it('a way elsewhere: the console’s page is built from the configuration alone', async () => {
    const wishes = ['redirect_uri', 'redirect', 'callback', 'url', 'next', 'returnTo'];
    const query = wishes.map((name) => `${name}=${encodeURIComponent(EVIL)}`).join('&');
    const callback = await passProvider(`/connect/sso?to=console&${query}`);
    callback.search += `&${query}#${EVIL}`;
    const answer = await handedOver(callback);
    expect((await end(answer)).status).toBe(200);
    const elsewhere = await visitMaia(`/connect/sso?to=${encodeURIComponent(EVIL)}`);
    expect([elsewhere.status, elsewhere.location]).toEqual([400, null]);
    expect(elsewhere.body.errors[0].field).toBe('to');
    await visitMaia('/connect/sso?to=console');
    const spoofed = await browser.visit(`${server.url}/auth/sso/callback?code=a&state=b`, {
      ...headers(),
      'x-forwarded-host': 'evil.example',
    });
    expect(spoofed.location?.origin).toBe(PUBLIC_URL);
    for (const name of ['//evil.example', '..%2f..%2fevil', '%5cevil.example'])
      expect((await visitMaia(`/connect/${name}?to=console`)).status).toBe(404);
  });

  it('guesses without end', async () => {
    await visitMaia('/connect/sso?to=console');
    for (let i = 0; i < 10; i++) await refused(`code=${i}&state=${'x'.repeat(43)}`);
    expect((await end(await handedOver(await passProvider()))).status).toBe(429);
  });
});
