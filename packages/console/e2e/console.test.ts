import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { accessibilityProblems } from './accessibility.js';
import { findBrowser } from './browser.js';
import { type DemoServer, startDemoServer } from './demo-server.js';
import { openVisit, resumeSession, signIn, type Visit } from './visit.js';

const { browser, reason } = await findBrowser();
const TRAINING_TIMEOUT_MS = 180_000;

describe.skipIf(browser === null)(
  `console${reason === null ? '' : ` (skipped: ${reason})`}`,
  () => {
    let server: DemoServer;
    let visit: Visit;
    let page: Page;
    /** Address of the applicant's report; asked for before there was a model. */
    let reportPath: string;

    const visitAs = async (options = {}) => {
      if (browser === null) throw new Error('no browser');
      visit = await openVisit(browser, server.url, options);
      page = visit.page;
    };
    const visitSignedIn = async (path: string, options = {}) => {
      await visitAs(options);
      await resumeSession(page, server.token);
      await page.goto(path);
    };
    const heading = (name: string | RegExp) => page.getByRole('heading', { level: 1, name });
    const reportOfApi = async (language = 'en') => {
      const path = reportPath.replace('/console', '');
      const { body } = await server.call('GET', `${path}?lang=${language}`);
      return body;
    };

    beforeAll(async () => {
      server = await startDemoServer();
      const { applicant, asOf } = server;
      const { body } = await server.call('POST', '/reports', {
        type: 'reference',
        referenceId: applicant,
        asOf,
      });
      reportPath = `/console/reports/${body.uuid}`;
    }, TRAINING_TIMEOUT_MS);

    afterAll(async () => {
      await server?.close();
      await browser?.close();
    });

    afterEach(async () => {
      const { problems } = visit;
      await visit.close();
      expect(problems).toEqual([]);
    });

    it('refuses a wrong password where it was typed, and signs in with the right one', async () => {
      await visitAs();
      await page.goto('/');
      await heading('Sign in').waitFor();
      expect(await accessibilityProblems(page)).toEqual([]);

      await page.getByLabel('Username or e-mail').fill('admin');
      await page.getByLabel('Password', { exact: true }).fill('not the password');
      await page.keyboard.press('Enter');
      await page.getByRole('alert').getByText('Username or password is wrong').waitFor();
      expect(await accessibilityProblems(page)).toEqual([]);

      await signIn(page);
      await heading('Reports').waitFor();
      await page.getByRole('button', { name: 'Sign out' }).click();
      await heading('Sign in').waitFor();
      // The address of a page is kept while its visitor signs in.
      await page.goto(reportPath);
      await signIn(page);
      await heading(`Customer ${server.applicant}`).waitFor();
    });

    it('asks for the link of a forgotten password, and says the same for every name', async () => {
      await visitAs();
      await page.goto('/console/sign-in');
      await page.getByRole('link', { name: 'Forgot your password?' }).click();
      await heading('Forgotten password').waitFor();
      await page.keyboard.press('Tab');
      await page.getByRole('button', { name: 'Send the link' }).click();
      await page.getByText('Type your username or e-mail.').waitFor();
      for (const name of ['admin', 'nobody']) {
        await page.getByLabel('Username or e-mail').fill(name);
        await page.keyboard.press('Enter');
        await page.getByRole('status').getByText('If there is such an account').waitFor();
      }
      expect(await accessibilityProblems(page)).toEqual([]);
      await page.getByRole('link', { name: 'Back to signing in' }).click();
      await heading('Sign in').waitFor();
    });

    it('lets a person change their own password and sign out everywhere', async () => {
      const clerk = { username: 'clerk', email: 'clerk@example.com', role: 'analyst' };
      const { status } = await server.call('POST', '/users', {
        ...clerk,
        password: 'long enough 1',
      });
      expect(status).toBe(200);
      const signInWith = async (password: string) => {
        await heading('Sign in').waitFor();
        await page.getByLabel('Username or e-mail').fill(clerk.username);
        await page.getByLabel('Password', { exact: true }).fill(password);
        await page.keyboard.press('Enter');
      };
      await visitAs({ colorScheme: 'dark' });
      await page.goto('/console/account');
      await signInWith('long enough 1');
      await heading('My account').waitFor();
      await page.getByLabel('Current password').fill('not the password');
      await page.getByLabel('New password').fill('long enough 2');
      await page.getByRole('button', { name: 'Change password' }).click();
      await page.getByRole('alert').getByText('The current password is wrong.').waitFor();
      expect(await accessibilityProblems(page)).toEqual([]);

      await page.getByLabel('Current password').fill('long enough 1');
      await page.keyboard.press('Enter');
      await page.getByRole('status').getByText('The password is changed.').waitFor();
      await page.getByRole('button', { name: 'Sign out everywhere' }).click();
      await signInWith('long enough 2');
      await page.getByRole('link', { name: clerk.username }).waitFor();
    });

    it('gives password managers what they look for', async () => {
      await visitAs();
      await page.goto('/console/sign-in');
      const autocomplete = (label: string) =>
        page.getByLabel(label, { exact: true }).getAttribute('autocomplete');
      expect(await autocomplete('Username or e-mail')).toBe('username');
      expect(await autocomplete('Password')).toBe('current-password');
    });

    it(
      'says what an unprocessed report waits for, and shows the score as soon as there is one',
      async () => {
        await visitSignedIn(reportPath);
        await page.getByRole('status').getByText('No model has been trained yet').waitFor();
        expect(await accessibilityProblems(page)).toEqual([]);

        await server.trainAndActivate();
        await page.getByRole('region', { name: 'Probability of paying' }).waitFor();
      },
      TRAINING_TIMEOUT_MS,
    );

    it('shows score, probability, confidence, reasons and model of a report', async () => {
      await visitSignedIn(reportPath);
      await heading(`Customer ${server.applicant}`).waitFor();
      const report = await reportOfApi();
      const region = (name: string) => page.getByRole('region', { name, exact: true });

      await region('Score').getByText(String(report.score), { exact: true }).waitFor();
      const scale = region('Score').getByRole('img');
      expect(await scale.getAttribute('aria-label')).toContain(
        `Score ${report.score} on a scale from 0 to 100`,
      );
      await region('Probability of paying')
        .getByText(`${report.scoreProbability} of 100 people with this history pay.`)
        .waitFor();
      await region('Confidence').getByText(`${report.scoreConfidence} of 100`).waitFor();
      for (const [name, told] of [
        ['What lowered the score', report.reasons],
        ['What raised the score', report.strengths],
      ] as const) {
        const items = await region(name).getByRole('listitem').allInnerTexts();
        expect(items).toHaveLength(told.length);
        for (const [index, { text }] of told.entries()) expect(items[index]).toContain(text);
      }
      await region('About this report').getByText(report.scoreVersion).waitFor();
      await region('Data used').getByText('Show the numbers').click();
      const inputs = region('Data used').getByRole('row');
      expect(await inputs.count()).toBe(report.features.length + 1);
    });

    it('counts in its chart what the API says each family did', async () => {
      await visitSignedIn(reportPath);
      const chart = page.getByRole('region', { name: 'What counted' });
      await chart.waitFor();
      const report = await reportOfApi();
      const families = new Set(report.features.map(({ family }: { family: string }) => family));
      expect(await chart.getByRole('row').count()).toBe(families.size + 1);
      const rows = await chart.getByRole('row').allInnerTexts();
      for (const { points } of [...report.reasons, ...report.strengths]) {
        const printed = Math.abs(points).toFixed(1);
        expect(rows.some((row) => row.includes(printed))).toBe(true);
      }
    });

    it('speaks the language that is chosen, reasons included, and remembers it', async () => {
      await visitSignedIn(reportPath);
      await page.getByLabel('Language').selectOption('Español');
      await page.getByRole('heading', { name: 'Probabilidad de pago' }).waitFor();
      const { reasons, strengths } = await reportOfApi('es');
      for (const { text } of [...reasons, ...strengths]) await page.getByText(text).waitFor();
      await page.reload();
      await heading(`Cliente ${server.applicant}`).waitFor();
      expect(await page.locator('html').getAttribute('lang')).toBe('es-419');
    });

    it('starts in the language of the browser', async () => {
      await visitAs({ locale: 'pt-BR' });
      await page.goto('/console/');
      await heading('Entrar').waitFor();
    });

    it('scores a customer by reference, and says when there is no such customer', async () => {
      await visitSignedIn('/console/reports/new');
      const reference = page.getByLabel('Customer reference');
      await reference.fill('nobody');
      await page.getByRole('button', { name: 'Score' }).click();
      await page.getByText('No customer has the reference “nobody”.').waitFor();
      expect(await accessibilityProblems(page)).toEqual([]);

      await reference.fill(server.applicant);
      await page.getByLabel('As of').fill(server.asOf);
      await page.getByRole('button', { name: 'Score' }).click();
      await heading(`Customer ${server.applicant}`).waitFor();
      expect(new URL(page.url()).pathname).not.toBe(reportPath);
      await page.getByRole('region', { name: 'Probability of paying' }).waitFor();
    });

    it('says that a score is no verdict where nothing is known of the person', async () => {
      await server.call('POST', '/customers', { referenceId: 'NEW-1' });
      const { body } = await server.call('POST', '/reports', {
        type: 'reference',
        referenceId: 'NEW-1',
        asOf: server.asOf,
      });
      await visitSignedIn(`/console/reports/${body.uuid}`);
      await page.getByText('No history to judge by').waitFor();
      await page.getByText(body.notices[0].text).waitFor();
      expect(await page.getByRole('region', { name: 'What lowered the score' }).count()).toBe(0);
      expect(await accessibilityProblems(page)).toEqual([]);
    });

    it('finds reports by customer and by number', async () => {
      await visitSignedIn('/console/reports');
      const table = page.getByRole('table', { name: 'Reports' });
      await table.waitFor();
      expect(await accessibilityProblems(page)).toEqual([]);
      const find = async (text: string) => {
        await page.getByRole('searchbox').fill(text);
        await page.getByRole('button', { name: 'Find' }).click();
      };
      await find('nothing like this');
      await page.getByRole('heading', { name: 'Nothing found' }).waitFor();
      await find(reportPath.split('/').at(-1) ?? '');
      await page.getByRole('status').getByText('1 report ').waitFor();
      await table.getByRole('link').click();
      await heading(`Customer ${server.applicant}`).waitFor();
      expect(new URL(page.url()).pathname).toBe(reportPath);
    });

    it('asks to sign in again when the token is refused, and then leads back', async () => {
      await visitSignedIn(reportPath);
      await heading(`Customer ${server.applicant}`).waitFor();
      await page.evaluate(() =>
        sessionStorage.setItem(
          'maia.session',
          JSON.stringify({ token: 'stale', username: 'admin' }),
        ),
      );
      await page.reload();
      await page.getByText('Your session has ended').waitFor();
      await signIn(page);
      await heading(`Customer ${server.applicant}`).waitFor();
    });

    it('says so when there is no such report or page', async () => {
      await visitSignedIn('/console/reports/maia-000000000000');
      await heading('No such report').waitFor();
      await page.goto('/console/elsewhere');
      await heading('Page not found').waitFor();
      expect(await accessibilityProblems(page)).toEqual([]);
    });

    it('works by keyboard: the skip link comes first and leads to the content', async () => {
      await visitSignedIn('/console/reports');
      await heading('Reports').waitFor();
      await page.reload();
      await heading('Reports').waitFor();
      await page.getByRole('link', { name: 'Skip to the content' }).focus();
      await page.keyboard.press('Enter');
      expect(await page.evaluate(() => document.activeElement?.id)).toBe('content');
    });

    it.each([
      ['light', 'wide', { width: 1280, height: 900 }],
      ['dark', 'wide', { width: 1280, height: 900 }],
      ['light', 'phone', { width: 360, height: 740 }],
      ['dark', 'phone', { width: 360, height: 740 }],
    ] as const)('is readable in %s on a %s screen', async (colorScheme, _name, viewport) => {
      await visitSignedIn(reportPath, { colorScheme, viewport });
      await page.getByRole('region', { name: 'What counted' }).waitFor();
      await page.getByText('Show the numbers').click();
      expect(await accessibilityProblems(page)).toEqual([]);
      const overflow = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      expect(overflow).toBe(0);
    });
  },
);
