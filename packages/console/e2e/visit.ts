import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { ADMINISTRATOR } from '../../server/test/server-process.js';

/** A person's visit to the console, and everything that the browser complained of in it. */
export interface Visit {
  page: Page;
  /** Errors of scripts, violations of the content policy, requests to another host. */
  problems: string[];
  close(): Promise<void>;
}

const TIMEOUT_MS = 15_000;
// The browser logs every answer that is no success, also those that a test asks for.
const EXPECTED_ERROR = /^Failed to load resource: the server responded with a status of 4\d\d/;

function watch(page: Page, origin: string): string[] {
  const problems: string[] = [];
  page.on('pageerror', (error) => problems.push(`error: ${error.message}`));
  page.on('console', (message) => {
    const isLoud = message.type() === 'error' || message.type() === 'warning';
    if (isLoud && !EXPECTED_ERROR.test(message.text()))
      problems.push(`${message.type()}: ${message.text()}`);
  });
  page.on('request', (request) => {
    const url = new URL(request.url());
    if (url.protocol !== 'data:' && url.origin !== origin)
      problems.push(`a request to ${url.origin}`);
  });
  return problems;
}

/** Opens the console in a fresh browser profile, where nobody is signed in. */
export async function openVisit(
  browser: Browser,
  origin: string,
  options: BrowserContextOptions = {},
): Promise<Visit> {
  const context = await browser.newContext({ baseURL: origin, locale: 'en-US', ...options });
  context.setDefaultTimeout(TIMEOUT_MS);
  const page = await context.newPage();
  return { page, problems: watch(page, origin), close: () => context.close() };
}

/** The same, on a page of it. */
export async function openPage(
  browser: Browser | null,
  { origin, path }: { origin: string; path: string },
  options: BrowserContextOptions = {},
): Promise<Visit> {
  if (browser === null) throw new Error('no browser');
  const visit = await openVisit(browser, origin, options);
  await visit.page.goto(path);
  return visit;
}

/** Lets a visit begin with a session, as if the page had been reloaded after signing in. */
export async function resumeSession(page: Page, token: string): Promise<void> {
  const session = JSON.stringify({ token, username: ADMINISTRATOR.username });
  await page.addInitScript((stored) => {
    // Runs before every page; a session that has ended since must stay ended.
    if (sessionStorage.getItem('maia.test') !== null) return;
    sessionStorage.setItem('maia.test', 'resumed');
    sessionStorage.setItem('maia.session', stored);
  }, session);
}

/** Signs the administrator in on the page that asks for it. */
export async function signIn(page: Page): Promise<void> {
  await page.getByLabel('Username or e-mail').fill(ADMINISTRATOR.username);
  await page.getByLabel('Password', { exact: true }).fill(ADMINISTRATOR.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
}
