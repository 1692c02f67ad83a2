import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir, userInfo } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Browser, chromium } from 'playwright-core';

/** A browser to test with, or why there is none. */
export type FoundBrowser = { browser: Browser; reason: null } | { browser: null; reason: string };

interface Candidate {
  executablePath: string;
  /** Folder of shared libraries that this program may need beside the system's. */
  libraries?: string;
}

const INSTALLED_NAMES = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'];
const MAC_PATH = '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome';

// A container seldom allows the sandbox and has no display; the rest keeps the browser off the network.
const FLAGS = [
  '--headless=shell',
  '--no-sandbox',
  '--disable-gpu',
  '--no-zygote',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
const LAUNCH_TIMEOUT_MS = 30_000;

function installed(): Candidate[] {
  const folders = (process.env.PATH ?? '').split(delimiter);
  const paths = folders.flatMap((folder) => INSTALLED_NAMES.map((name) => join(folder, name)));
  return [...paths, MAC_PATH].filter(existsSync).map((executablePath) => ({ executablePath }));
}

/** Unpacks the browser of the npm package once per version and user; a half-made copy is never taken for whole. */
function unpacked(): Candidate[] {
  if (process.platform !== 'linux' || process.arch !== 'x64') return [];
  const entry = createRequire(import.meta.url).resolve('@sparticuz/chromium');
  const manifest = join(dirname(entry), '../../package.json');
  const { version } = JSON.parse(readFileSync(manifest, 'utf8')) as { version: string };
  const home = join(tmpdir(), `maia-chromium-${version}-${userInfo().uid}`);
  if (!existsSync(home)) unpackInto(home, entry);
  const executablePath = join(home, 'chromium');
  return [{ executablePath }, { executablePath, libraries: join(home, 'al2023', 'lib') }];
}

function unpackInto(home: string, entry: string): void {
  const scratch = mkdtempSync(`${home}-`);
  const script = `const { default: chromium } = await import(${JSON.stringify(pathToFileURL(entry).href)});
    await chromium.executablePath();`;
  // The package unpacks into the temporary folder, its libraries only where it believes to be on Lambda.
  const env = { ...process.env, TMPDIR: scratch, AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs20.x' };
  execFileSync(process.execPath, ['--input-type=module', '-e', script], { env });
  try {
    renameSync(scratch, home);
  } catch {
    // Another run was quicker; its copy is as good.
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** Starts a browser and lets it draw a page: some start and never draw. */
async function launch({ executablePath, libraries }: Candidate): Promise<Browser> {
  const browser = await chromium.launch({
    executablePath,
    args: FLAGS,
    timeout: LAUNCH_TIMEOUT_MS,
    ...(libraries ? { env: { ...process.env, LD_LIBRARY_PATH: libraries } } : {}),
  });
  try {
    const page = await browser.newPage();
    await page.setContent('<h1>Ready</h1>', { timeout: LAUNCH_TIMEOUT_MS });
    await page.screenshot({ timeout: LAUNCH_TIMEOUT_MS });
    await page.close();
    return browser;
  } catch (error) {
    await browser.close();
    throw error;
  }
}

async function firstThatDraws(candidates: readonly Candidate[]): Promise<FoundBrowser> {
  const problems: string[] = [];
  for (const candidate of candidates) {
    try {
      return { browser: await launch(candidate), reason: null };
    } catch (error) {
      const text = error instanceof Error ? error.message : String(error);
      problems.push(`${candidate.executablePath}: ${text.split('\n', 1)[0]}`);
    }
  }
  return { browser: null, reason: problems.join('; ') || 'no Chrome or Chromium was found' };
}

/**
 * The browser that `CHROMIUM_PATH` names, else an installed Chrome or Chromium, else the one of the npm package.
 * Throws when the named one does not work: who names a browser wants that one.
 */
export async function findBrowser(): Promise<FoundBrowser> {
  const named = process.env.CHROMIUM_PATH;
  if (named) return { browser: await launch({ executablePath: named }), reason: null };
  const found = await firstThatDraws(installed());
  if (found.browser !== null) return found;
  return firstThatDraws(unpacked());
}
