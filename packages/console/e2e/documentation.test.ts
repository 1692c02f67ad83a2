import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BrowserContextOptions } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type ServerProcess, startServerProcess } from '../../server/test/server-process.js';
import { accessibilityProblems } from './accessibility.js';
import { findBrowser } from './browser.js';
import { openPage, type Visit } from './visit.js';

const { browser, reason } = await findBrowser();
const PAGE = '/documentation/users-id-put';

describe.skipIf(browser === null)(
  `API reference${reason === null ? '' : ` (skipped: ${reason})`}`,
  () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'maia-documentation-'));
    let server: ServerProcess;
    let visit: Visit;

    const open = async (path: string, options: BrowserContextOptions = {}) => {
      visit = await openPage(browser, { origin: server.url, path }, options);
      return visit.page;
    };

    beforeAll(async () => {
      server = await startServerProcess({ dataDir });
    });

    afterAll(async () => {
      await server?.stop();
      await browser?.close();
      rmSync(dataDir, { recursive: true, force: true });
    });

    afterEach(async () => {
      const { problems } = visit;
      await visit.close();
      expect(problems).toEqual([]);
    });

    it('shows one body type at a time, moved through by keyboard', async () => {
      const page = await open(PAGE);
      const list = page.getByRole('tablist', { name: 'Body type' });
      await list.getByRole('tab', { name: 'application/json' }).focus();
      await page.keyboard.press('ArrowRight');
      const xml = page.getByRole('tabpanel', { name: 'application/xml' });
      expect(await xml.innerText()).toContain('<username>jlopez</username>');
      expect(await page.getByRole('tabpanel', { name: 'application/json' }).count()).toBe(0);
    });

    it('tries a call with the reader’s own token and shows the answer', async () => {
      const page = await open(PAGE);
      const { body: me } = await server.call('GET', '/users/me');
      await page.getByLabel('Your bearer token').fill(server.token);
      await page.locator('#try-path-id').fill(me.id);
      await page.getByLabel('Body', { exact: true }).fill('{"username":"renamed"}');
      await page.getByRole('button', { name: 'Send PUT' }).click();
      await page.getByText('200 OK').waitFor();
      expect(await page.getByRole('region', { name: 'Answer' }).innerText()).toContain('"renamed"');
      expect((await server.call('GET', '/users/me')).body.username).toBe('renamed');
    });

    it.each([
      { path: '/documentation/upload-post', told: '"filename": "mine.csv"' },
      { path: '/documentation/customers-import-post', told: '"created": 1' },
    ])('sends a file of the reader’s in a form: $path', async ({ path, told }) => {
      const page = await open(path);
      await page.getByLabel('Your bearer token').fill(server.token);
      await page.getByRole('combobox', { name: 'Body type' }).selectOption('multipart/form-data');
      const buffer = Buffer.from('referenceId\n4711\n');
      await page
        .getByLabel('File', { exact: true })
        .setInputFiles({ name: 'mine.csv', mimeType: 'text/csv', buffer });
      await page.getByRole('button', { name: 'Send POST' }).click();
      await page.getByText('200 OK').waitFor();
      expect(await page.getByRole('region', { name: 'Answer' }).innerText()).toContain(told);
      expect(await accessibilityProblems(page)).toEqual([]);
    });

    it('shows a refusal as the server says it', async () => {
      const page = await open('/documentation/users-me-get');
      await page.getByRole('button', { name: 'Send GET' }).click();
      await page.getByText('403 Forbidden').waitFor();
      expect(await page.getByRole('region', { name: 'Answer' }).innerText()).toContain('token');
    });

    it.each([
      { path: '/documentation', colorScheme: 'light', width: 1280 },
      { path: '/documentation', colorScheme: 'dark', width: 390 },
      { path: PAGE, colorScheme: 'dark', width: 1280 },
      { path: PAGE, colorScheme: 'light', width: 390 },
      { path: '/documentation/payments-import-post', colorScheme: 'dark', width: 390 },
    ] as const)('can be read by everyone: $path, $colorScheme, $width wide', async (view) => {
      const { path, colorScheme, width } = view;
      const page = await open(path, { colorScheme, viewport: { width, height: 900 } });
      expect(await accessibilityProblems(page)).toEqual([]);
      const overflow = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      expect(overflow).toBe(0);
      const folder = process.env.MAIA_SCREENSHOTS;
      if (folder !== undefined) {
        const name = `${path.replaceAll('/', '-').slice(1)}-${colorScheme}-${width}.png`;
        await page.screenshot({ path: join(folder, name), fullPage: true });
      }
    });
  },
);
