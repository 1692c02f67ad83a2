import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { tokenCodec } from '../../src/auth/tokens.js';
import { parseConfig } from '../../src/config.js';
import type { Context } from '../../src/context.js';
import { openDatabase } from '../../src/db/connect.js';
import { deriveSecrets } from '../../src/secrets.js';
import { createTestDatabase } from '../database.js';
import { storeDemoPortfolio } from '../portfolio.js';
import { TEST_SECRET } from '../server.js';
import { ADMINISTRATOR, type ServerProcess, startServerProcess } from '../server-process.js';
import { activate, storeTrainedModel } from '../trained-model.js';
import type { KnownIds } from './cases.js';
import type { Target } from './request.js';

const CUSTOMERS = 600;
const EACH = 20;

/** The built server as a process of its own on a database with records of every kind, and a model that scores. */
export interface World {
  context: Context;
  known: KnownIds;
  renewTarget: () => Promise<Target>;
  close: () => Promise<void>;
}

async function makeRecords({ call }: ServerProcess): Promise<void> {
  const post = async (path: string, body: object): Promise<void> => {
    const { status } = await call('POST', path, body);
    if (status >= 300) throw new Error(`POST ${path} answered ${status}.`);
  };
  for (const number of Array(EACH).keys()) {
    await post('/users-permissions/roles', { name: `Role ${number}`, type: `role-${number}` });
    await post('/customers', { referenceId: `ref-${number}`, attributes: { income: number } });
    await post('/outcomes', {
      customer: `ref-${number}`,
      asOf: '2026-01-05',
      bad: number % 2 === 0,
    });
    await post('/reports', { type: 'reference', referenceId: `ref-${number}` });
    await post('/trainings', {});
    await post('/upload', { filename: `${number}.csv`, binaryUrl: 'data:text/csv,a' });
    await post('/auth/tokens', { name: `t${number}`, permissions: ['application.customers.find'] });
  }
  await post('/reports/batch', { references: Array(1001).fill('ref-1') });
  for (const name of ['disposable', 'ana', 'bia', 'caio'])
    await post('/users', {
      username: name,
      email: `${name}@example.com`,
      password: 'correct horse battery',
      role: name === 'disposable' ? 'administrator' : 'analyst',
      confirmed: true,
    });
}

async function idsOf({ db }: Context): Promise<KnownIds> {
  const column = async (query: string): Promise<string[]> => {
    const { rows } = await db.pool.query<{ id: string }>(`${query} limit 60`);
    return rows.map(({ id }) => id);
  };
  return {
    users: await column(`select id from users where username in ('ana', 'bia', 'caio')`),
    'users-permissions': await column(`select id from roles where type like 'role-%'`),
    customers: await column('select reference_id as id from customers order by created_at desc'),
    payments: await column('select id from payments'),
    outcomes: await column('select id from outcomes'),
    trainings: await column('select id from trainings'),
    reports: await column('select id from reports union all select id from report_batches'),
    upload: await column('select id from files'),
    auth: await column('select id from api_tokens'),
  };
}

/** Starts it all; close it in the end. */
export async function openWorld(): Promise<World> {
  const { databaseUrl, drop } = await createTestDatabase();
  const dataDir = mkdtempSync(join(tmpdir(), 'maia-hostile-'));
  const config = parseConfig({ MAIA_DATA_DIR: dataDir, DATABASE_URL: databaseUrl });
  const db = await openDatabase({ databaseUrl });
  const secrets = deriveSecrets(TEST_SECRET);
  const context: Context = { config, db, secrets, log: pino({ level: 'silent' }) };
  await storeDemoPortfolio(db, { customers: CUSTOMERS, seed: 5 });
  await activate(context, await storeTrainedModel(context));
  // Without a worker nothing changes but by requests; each may come from another address, as the limits see it.
  const server = await startServerProcess({
    dataDir,
    environment: {
      DATABASE_URL: databaseUrl,
      MAIA_SECRET_KEY: TEST_SECRET,
      MAIA_ROLE: 'api',
      MAIA_TRUSTED_PROXIES: '127.0.0.1',
      LOG_LEVEL: 'silent',
    },
  });
  await makeRecords(server);
  const { sign } = tokenCodec(secrets, config);
  const tokenOf = async (username: string): Promise<string> => {
    const { rows } = await db.pool.query<{ id: string; version: number }>(
      'select id, token_version as version from users where username = $1',
      [username],
    );
    const [user] = rows;
    if (user === undefined) throw new Error(`There is no user "${username}" any more.`);
    return sign({ userId: user.id, version: user.version });
  };
  const { hostname, port } = new URL(server.url);
  return {
    context,
    known: await idsOf(context),
    renewTarget: async () => ({
      host: hostname,
      port: Number(port),
      tokens: {
        administrator: await tokenOf(ADMINISTRATOR.username),
        disposable: await tokenOf('disposable'),
      },
    }),
    close: async () => {
      await server.stop();
      await db.close();
      await drop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
