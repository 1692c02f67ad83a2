import { join } from 'node:path';
import { Client } from 'pg';
import { type Cluster, ensureDataDir, prepareCluster, SUPERUSER } from './cluster.js';
import { EmbeddedDatabaseError } from './embedded-database-error.js';
import { acquireOwnership } from './owner-lock.js';
import { ServerLog } from './server-log.js';
import { type SocketPath, socketPath } from './socket-path.js';
import { SupervisedServer } from './supervised-server.js';

/** Where and how the embedded server runs. */
export interface EmbeddedOptions {
  /** The data directory of the installation; PostgreSQL lives in `postgres` below it. */
  dataDir: string;
  /** Server settings over the built-in ones, for tests. */
  settings?: Readonly<Record<string, string>>;
  /** Told when the server ended by itself and whether it could be started again. */
  onProblem?: ((problem: Error) => void) | undefined;
}

/** A running embedded server that this process owns. */
export interface EmbeddedPostgres {
  readonly databaseUrl: string;
  /** Fast shutdown: ends connections, writes everything out, and waits until the server is gone. */
  stop(): Promise<void>;
}

const DATABASE = 'maia';

/**
 * Starts the PostgreSQL of the data directory, making both when they are missing, and becomes its only
 * owner. If the server ends by itself it is started again. Throws EmbeddedDatabaseError, of which
 * DataDirectoryInUseError is one.
 */
export async function startEmbeddedPostgres(options: EmbeddedOptions): Promise<EmbeddedPostgres> {
  const { dataDir } = options;
  if (process.platform === 'win32')
    throw new EmbeddedDatabaseError(
      'There is no embedded database on Windows. Set DATABASE_URL to a PostgreSQL server, or use WSL.',
    );
  ensureDataDir(dataDir);
  const ownership = await acquireOwnership(dataDir);
  try {
    const running = await runCluster(await prepareCluster(dataDir), options);
    const stop = () => running.stop().finally(() => ownership.release());
    return { ...running, stop };
  } catch (error) {
    await ownership.release();
    throw error;
  }
}

/** The database that a server which runs already has in this data directory; `close` when nobody needs the URL. */
export function runningDatabase(dataDir: string): { databaseUrl: string; close(): void } {
  const sockets = socketPath(join(dataDir, 'postgres'));
  return { databaseUrl: urlOf(sockets, DATABASE), close: () => sockets.close() };
}

async function runCluster(cluster: Cluster, options: EmbeddedOptions): Promise<EmbeddedPostgres> {
  const sockets = socketPath(cluster.directory);
  const server = new SupervisedServer(cluster, {
    log: new ServerLog(join(options.dataDir, 'postgres.log')),
    settings: options.settings ?? {},
    onProblem: options.onProblem,
  });
  const stop = () => server.stop().finally(() => sockets.close());
  try {
    await server.start();
    await createDatabase(sockets);
    return { databaseUrl: urlOf(sockets, DATABASE), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** `host` in the query wins over the one before it, which only makes this a valid URL for every parser. */
function urlOf(sockets: SocketPath, database: string): string {
  return `postgres://${SUPERUSER}@localhost/${database}?host=${encodeURIComponent(sockets.path)}&port=5432&sslmode=disable`;
}

async function createDatabase(sockets: SocketPath): Promise<void> {
  const client = new Client({ connectionString: urlOf(sockets, 'postgres') });
  await client.connect();
  try {
    const found = await client.query('select from pg_database where datname = $1', [DATABASE]);
    if (found.rowCount === 0) await client.query(`create database ${DATABASE}`);
  } finally {
    await client.end();
  }
}
