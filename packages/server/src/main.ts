import { mkdirSync } from 'node:fs';
import type { Config } from './config.js';
import type { Context, Log } from './context.js';
import { type Database, openDatabase } from './db/connect.js';
import { migrate } from './db/migrate.js';
import { openLog } from './log.js';
import { deriveSecrets, loadOrMakeSecret, type Secrets } from './secrets.js';
import type { RunningServer } from './serving.js';

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

/** Starts everything that the role of this process asks for. Throws, with everything closed, when a part fails. */
export async function startServer(config: Config): Promise<RunningServer> {
  // Most of a start is loading modules, and the embedded database, a process of its own, starts meanwhile.
  const loading = import('./serving.js');
  const context = await openContext(config);
  const { serve } = await loading;
  return serve(context);
}
