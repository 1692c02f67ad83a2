import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Config, parseConfig, readEnvironment } from '../config.js';
import { startServer } from '../main.js';
import { demoFiles } from '../scoring/demo.js';
import type { Language } from '../scoring/report-texts.js';
import { Api } from './api.js';
import { languageOf, readOptions, say } from './command.js';
import { printedReport, type ShownReport } from './shown-report.js';
import { stopRequested } from './start.js';
import { followTraining } from './train.js';

const CUSTOMERS = 6000;
const SEED = 2026;
const AS_OF = '2026-06-30';
const ADMIN = { username: 'admin', email: 'admin@demo.example' };

interface Imported {
  created: number;
}

async function importPortfolio(api: Api): Promise<{ applicant: string; asOf: string }> {
  const files = demoFiles({ customers: CUSTOMERS, seed: SEED, asOf: AS_OF });
  for (const kind of ['customers', 'payments', 'outcomes'] as const) {
    const { created } = await api.call<Imported>(`/${kind}/import`, { csv: files[kind] });
    say(`  ${created} ${kind} imported`);
  }
  return files;
}

/** The whole job through the public API; returns the text of the applicant's report. */
async function wholeJob(api: Api, language: Language): Promise<string> {
  const { applicant, asOf } = await importPortfolio(api);
  const training = await followTraining(api, { meta: 'Demo portfolio' });
  await api.call(`/trainings/${training.id}/activate`, { body: { reason: 'First model' } });
  const report = await api.call<ShownReport>(`/reports?lang=${language}`, {
    body: { type: 'reference', referenceId: applicant, asOf },
  });
  return printedReport(
    report,
    {
      auc: training.metrics.byCustomer.auc.value,
      customers: training.metrics.customers,
      badCustomers: training.metrics.badCustomers,
    },
    language,
  );
}

/** Settings of a demo: its own administrator, and a directory of its own unless one was given. */
function demoConfig(password: string): { config: Config; isTemporary: boolean } {
  const environment = readEnvironment();
  const isTemporary = !environment.MAIA_DATA_DIR;
  const config = parseConfig({
    ...environment,
    MAIA_DATA_DIR: environment.MAIA_DATA_DIR || mkdtempSync(join(tmpdir(), 'maia-demo-')),
    MAIA_ADMIN_USERNAME: ADMIN.username,
    MAIA_ADMIN_EMAIL: ADMIN.email,
    MAIA_ADMIN_PASSWORD: password,
    MAIA_ROLE: 'all',
    DATABASE_URL: '',
  });
  return { config, isTemporary };
}

async function signIn(url: string, password: string): Promise<Api> {
  const { jwt } = await new Api(url, null).call<{ jwt: string }>('/auth/local', {
    body: { user: ADMIN.username, password },
  });
  return new Api(url, jwt);
}

/**
 * `maia demo`: a made-up portfolio through the public API, from import to an explained report, on an embedded
 * database of its own. Keeps serving the console unless `--once` is given.
 */
export async function demoCommand(args: string[]): Promise<void> {
  const options = readOptions(args, { once: { type: 'boolean' }, lang: { type: 'string' } });
  const language = languageOf(options.lang);
  const stopped = stopRequested();
  const password = randomBytes(9).toString('base64url');
  const { config, isTemporary } = demoConfig(password);
  say(`Starting a server on an empty database in ${config.dataDir}`);
  const server = await startServer(options.once ? { ...config, port: 0 } : config);
  try {
    if (server.url === null) throw new Error('The demo server does not listen.');
    const report = await Promise.race([
      signIn(server.url, password).then((api) => wholeJob(api, language)),
      stopped.then(() => null),
    ]);
    if (report === null) return;
    process.stdout.write(`${report}\n`);
    if (options.once) return;
    process.stdout.write(
      `Maia Score is ready at ${server.url}\n  Console: ${server.url}/console/  user: ${ADMIN.username}  password: ${password}\n  Ctrl-C stops it.\n`,
    );
    await stopped;
  } finally {
    await server.close();
    if (isTemporary) rmSync(config.dataDir, { recursive: true, force: true });
  }
}
