import type { Log } from '../src/context.js';
import type { Browser } from './browser.js';
import { CLIENT, type OidcIssuer, startOidcIssuer } from './oidc-issuer.js';
import { startTestServer, type TestServer } from './server.js';

/** Where people reach the server, through a proxy. */
export const PUBLIC_URL = 'https://maia.lender.example';

/** A server and a real OpenID Connect provider, `sso`, through which people may sign in. */
export interface ProviderWorld {
  issuer: OidcIssuer;
  server: TestServer;
  close(): Promise<void>;
}

/** Besides `sso` there are `other`, which is the same provider, and `gone`, which does not answer. */
export async function startProviderWorld(
  options: { label?: string; log?: Log } = {},
): Promise<ProviderWorld> {
  const { label, log } = options;
  const issuer = await startOidcIssuer(`${PUBLIC_URL}/auth/sso/callback`);
  const server = await startTestServer({
    ...(log ? { log } : {}),
    environment: {
      MAIA_TRUSTED_PROXIES: '127.0.0.1',
      MAIA_PROVIDERS: JSON.stringify([
        { name: 'sso', label, issuer: issuer.url, ...CLIENT },
        { name: 'other', issuer: issuer.url, ...CLIENT },
        { name: 'gone', issuer: 'http://127.0.0.1:1', ...CLIENT },
      ]),
      PUBLIC_URL,
    },
  });
  const close = async (): Promise<void> => {
    await server.close();
    await issuer.close();
  };
  return { issuer, server, close };
}

/** Walks through the provider's redirects until one leads to PUBLIC_URL. */
export async function passProvider(browser: Browser, start: URL | null): Promise<URL> {
  let next = start;
  let body: unknown = null;
  for (let step = 0; step < 10; step++) {
    if (next === null) throw new Error(`The way ends with ${JSON.stringify(body)}`);
    if (next.origin === PUBLIC_URL) return next;
    ({ location: next, body } = await browser.visit(next));
  }
  throw new Error('The provider leads in a circle.');
}
