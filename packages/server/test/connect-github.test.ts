import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Browser, type Visit } from './browser.js';
import { type GithubStandIn, startGithubStandIn } from './github-stand-in.js';
import { startTestServer, type TestServer } from './server.js';

// GitHub cannot be run here: this is a stand-in with the JSON that it documents.

const CLIENT = { clientId: 'Iv1.maia', clientSecret: 'a secret of the tests' };

let github: GithubStandIn;
let server: TestServer;
let browser: Browser;

beforeAll(async () => {
  github = await startGithubStandIn(CLIENT);
  server = await startTestServer({
    environment: {
      MAIA_PROVIDERS: JSON.stringify([{ name: 'github', url: github.url, ...CLIENT }]),
      PUBLIC_URL: 'https://maia.lender.example',
    },
  });
});
afterAll(async () => {
  await server.close();
  await github.close();
});
beforeEach(() => {
  browser = new Browser();
});

async function answerTo(change: (page: URL) => void = () => {}): Promise<URL> {
  const begun = await browser.visit(`${server.url}/connect/github`);
  const page = begun.location ?? new URL('about:blank');
  change(page);
  const passed = await browser.visit(page);
  return passed.location ?? new URL('about:blank');
}

const end = (answer: URL): Promise<Visit> =>
  browser.visit(server.url + answer.pathname + answer.search);

function addresses(email: string, verified = true): GithubStandIn['emails'] {
  return [
    { email: 'second@example.com', primary: false, verified: true, visibility: null },
    { email, primary: true, verified, visibility: 'private' },
  ];
}

describe('sign-in through GitHub', () => {
  it('takes the primary address, and knows who it is by the id', async () => {
    github.user = { id: 583_231, login: 'octocat' };
    github.emails = addresses('Octocat@Example.com');
    const first = await end(await answerTo());
    expect(first.status).toBe(200);
    expect(first.body.user).toMatchObject({
      username: 'octocat',
      email: 'octocat@example.com',
      provider: 'github',
      confirmed: true,
    });
    github.user = { id: 583_231, login: 'renamed' };
    github.emails = [];
    expect((await end(await answerTo())).body.user.id).toBe(first.body.user.id);
  });

  it('refuses an address that is not verified, a used code, and one without PKCE', async () => {
    github.user = { id: 2, login: 'careless' };
    github.emails = addresses('careless@example.com', false);
    expect((await end(await answerTo())).status).toBe(400);
    github.emails = addresses('careless@example.com');
    expect(
      (await end(await answerTo((page) => page.searchParams.delete('code_challenge')))).status,
    ).toBe(400);
    const answer = await answerTo();
    const cookies = new Map(browser.cookies(new URL(server.url).host));
    expect((await end(answer)).status).toBe(200);
    for (const [name, value] of cookies) browser.cookies(new URL(server.url).host).set(name, value);
    expect((await end(answer)).status).toBe(400);
  });
});
