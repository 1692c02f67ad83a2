import { mkdirSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { buildApp } from './app.js';
import type { Config } from './config.js';
import type { Context, Log } from './context.js';
import { type Database, openDatabase } from './db/connect.js';
import { migrate } from './db/migrate.js';
import { type JobRunner, startJobs } from './jobs/runner.js';
import { openLog } from './log.js';
import { type Sealer, startSealer } from './logs/sealer.js';
import { deriveSecrets, loadOrMakeSecret, type Secrets } from './secrets.js';
import { prepareFirstRun } from './setup/service.js';

/** A server that accepts requests, runs jobs, or both. */
export interface RunningServer {
  /** Null in a process that only runs jobs. */
  url: string | null;
  /** One-time token of the first run; null when there is an administrator already. */
  setupToken: string | null;
  context: Context;
  /** Finishes requests, hands running jobs back to the queue, closes the database. */
  close(): Promise<void>;
}

/** Opens the database of this installation and brings it to this version's shape. */
export async function openStorage(config: Config, log: Log): Promise<Database> {
  const onProblem = (problem: Error): void => log.error({ err: problem }, 'database problem');
  const location = config.databaseUrl
    ? { databaseUrl: config.databaseUrl }
    : { embedded: { dataDir: config.dataDir, onProblem } };
  const db = await openDatabase(location, { onProblem });
  try {
    await migrate(db.pool);
  } catch (error) {
    await db.close();
    throw error;
  }
  return db;
}

function openSecrets({ secretKey, earlierSecretKeys, dataDir }: Config): Secrets {
  if (secretKey !== null) return deriveSecrets(secretKey, earlierSecretKeys);
  const { current, earlier } = loadOrMakeSecret(dataDir);
  return deriveSecrets(current, [...earlier, ...earlierSecretKeys]);
}

/** Opens what every command that works on the installation needs: data directory, secrets, database. */
export async function openContext(config: Config): Promise<Context> {
  mkdirSync(config.dataDir, { recursive: true });
  const log = openLog(config);
  return { config, log, secrets: openSecrets(config), db: await openStorage(config, log) };
}

async function listen(app: FastifyInstance, config: Config): Promise<string> {
  await app.listen({ host: config.host, port: config.port });
  const address = app.server.address() as AddressInfo;
  const host = address.family === 'IPv6' ? `[${address.address}]` : address.address;
  return `http://${host}:${address.port}`;
}

/** Starts everything that the role of this process asks for. Throws, with everything closed, when a part fails. */
export async function startServer(config: Config): Promise<RunningServer> {
  const context = await openContext(config);
  let jobs: JobRunner | null = null;
  let app: FastifyInstance | null = null;
  let sealer: Sealer | null = null;
  const close = async (): Promise<void> => {
    await app?.close();
    await jobs?.stop();
    await sealer?.stop();
    await context.db.close();
  };
  try {
    const setupToken = await prepareFirstRun(context);
    sealer = startSealer(context);
    jobs = await startJobs(context);
    app = config.role === 'worker' ? null : await buildApp(context);
    const url = app ? await listen(app, config) : null;
    return { url, setupToken, context, close };
  } catch (error) {
    await close();
    throw error;
  }
}
