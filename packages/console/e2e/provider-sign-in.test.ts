import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BrowserContextOptions } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { CLIENT, type OidcIssuer, startOidcIssuer } from '../../server/test/oidc-issuer.js';
import {
  ADMINISTRATOR,
  type ServerProcess,
  startServerProcess,
} from '../../server/test/server-process.js';
import { accessibilityProblems } from './accessibility.js';
import { findBrowser } from './browser.js';
import { openPage, type Visit } from './visit.js';

const { browser, reason } = await findBrowser();

/** A port that was free a moment ago: the provider has to know the server's address before it starts. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  return port;
}

describe.skipIf(browser === null)(
  `sign-in through a provider${reason === null ? '' : ` (skipped: ${reason})`}`,
  () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'maia-providers-'));
    let issuer: OidcIssuer;
    let server: ServerProcess;
    let visit: Visit;

    const open = async (path: string, options: BrowserContextOptions = {}) => {
      visit = await openPage(browser, { origin: server.url, path }, options);
      return visit.page;
    };

    beforeAll(async () => {
      const port = await freePort();
      const url = `http://127.0.0.1:${port}`;
      issuer = await startOidcIssuer(`${url}/auth/sso/callback`);
      // The administrator's own, verified address.
      issuer.people.set('boss', { email: ADMINISTRATOR.email, email_verified: true });
      issuer.people.set('unverified', { email: 'a@example.com', email_verified: false });
      const providers = [
        { name: 'sso', label: 'Lender ID', issuer: issuer.url, ...CLIENT },
        { name: 'gone', issuer: 'http://127.0.0.1:1', ...CLIENT },
      ];
      server = await startServerProcess({
        dataDir,
        environment: {
          PORT: String(port),
          PUBLIC_URL: url,
          MAIA_PROVIDERS: JSON.stringify(providers),
        },
      });
    });

    afterAll(async () => {
      await server?.stop();
      await issuer?.close();
      await browser?.close();
      rmSync(dataDir, { recursive: true, force: true });
    });

    afterEach(async () => {
      const { problems } = visit;
      await visit.close();
      // The way leads over the provider's own pages, and nowhere else.
      expect(problems.filter((problem) => problem !== `a request to ${issuer.url}`)).toEqual([]);
    });

    it('leads by keyboard to the page that was asked for, and leaves no token behind', async () => {
      issuer.signsInAs = 'boss';
      const page = await open('/console/account');
      const link = page.getByRole('link', { name: 'Continue with Lender ID' });
      await link.focus();
      await page.keyboard.press('Enter');
      await page.getByRole('heading', { level: 1, name: 'My account' }).waitFor();
      await page.getByRole('link', { name: ADMINISTRATOR.username }).waitFor();
      expect(new URL(page.url())).toMatchObject({ pathname: '/console/account', hash: '' });
      const cookies = await page.context().cookies(server.url);
      expect(cookies.map(({ name }) => name)).not.toContain('maia-connect');
      // Reloading keeps the session; going back does not end another sign-in.
      await page.reload();
      await page.getByRole('heading', { level: 1, name: 'My account' }).waitFor();
      await page.goBack();
      await page.getByRole('link', { name: ADMINISTRATOR.username }).waitFor();
    });

    it.each([
      ['en-US', 'Continue with Lender ID', 'does not say that your e-mail address is verified'],
      ['es-CO', 'Continuar con Lender ID', 'no confirma que su correo electrónico'],
      ['pt-BR', 'Continuar com Lender ID', 'não confirma que seu e-mail'],
    ])('says in %s why nobody was signed in', async (locale, begin, told) => {
      issuer.signsInAs = 'unverified';
      const page = await open('/console/sign-in', { locale });
      await page.getByRole('link', { name: begin }).click();
      await page.getByRole('alert').getByText(told).waitFor();
      expect(await accessibilityProblems(page)).toEqual([]);
      await page.getByRole('alert').locator('xpath=following::a[1]').click();
      await page.getByRole('link', { name: begin }).waitFor();
    });

    it('refuses an answer that this browser did not ask for, and one that was declined', async () => {
      const page = await open('/console/sign-in/sso#code=of-an-attacker&state=of-an-attacker');
      await page.getByRole('alert').getByText('Signing in with Lender ID did not work').waitFor();
      await page.goto('/console/sign-in');
      await page.goto('/console/sign-in/sso#error=access_denied&state=a');
      await page.getByRole('alert').getByText('was declined').waitFor();
      await page.goto('/console/sign-in');
      await page.getByRole('link', { name: 'Continue with gone' }).click();
      await page.getByRole('alert').getByText('gone does not answer').waitFor();
    });

    it.each([
      { colorScheme: 'light', width: 1280 },
      { colorScheme: 'dark', width: 360 },
    ] as const)('can be read by everyone: $colorScheme, $width wide', async (view) => {
      const { colorScheme, width } = view;
      const page = await open('/console/sign-in', {
        colorScheme,
        viewport: { width, height: 900 },
      });
      await page.getByRole('link', { name: 'Continue with Lender ID' }).waitFor();
      expect(await accessibilityProblems(page)).toEqual([]);
      const folder = process.env.MAIA_SCREENSHOTS;
      if (folder !== undefined)
        await page.screenshot({ path: join(folder, `sign-in-${colorScheme}-${width}.png`) });
    });
  },
);
