import { Kysely, PostgresDialect } from 'kysely';
import { Pool } from 'pg';
import { runsOn } from './connections.js';
import { type EmbeddedOptions, startEmbeddedPostgres } from './embedded/start.js';
import type { Tables } from './tables.js';
import { valueTypes } from './value-types.js';

/** An open database. `kysely` and `pool` share the same connections. */
export interface Database {
  readonly pool: Pool;
  readonly kysely: Kysely<Tables>;
  /** For another process or thread that opens its own connections; may hold a password. */
  readonly databaseUrl: string;
  /** Waits for running queries, ends the connections, then stops the embedded server if there is one. */
  close(): Promise<void>;
}

export type DatabaseLocation = { databaseUrl: string } | { embedded: EmbeddedOptions };

export interface OpenOptions {
  /** Connections that the pool opens at most; 10 unless told. */
  connectionsMax?: number;
  /** Told of what happens outside any query, such as an idle connection that broke. */
  onProblem?: (problem: Error) => void;
}

/** The database cannot be used; the message says what to change. */
export class DatabaseUnusableError extends Error {
  override name = 'DatabaseUnusableError';
}

const VERSION_MIN = 150000;
const CONNECT_TIMEOUT_MS = 10_000;
/** A list that takes longer is refused; what may take longer, in a transaction, says so itself. */
const STATEMENT_TIMEOUT_MS = 30_000;
const LOCK_TIMEOUT_MS = 20_000;
const IDLE_IN_TRANSACTION_TIMEOUT_MS = 300_000;

function openPool(databaseUrl: string, options: OpenOptions): Pool {
  const pool = new Pool({
    connectionString: databaseUrl,
    max: options.connectionsMax ?? 10,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    statement_timeout: STATEMENT_TIMEOUT_MS,
    lock_timeout: LOCK_TIMEOUT_MS,
    idle_in_transaction_session_timeout: IDLE_IN_TRANSACTION_TIMEOUT_MS,
    application_name: 'maia',
    client_encoding: 'UTF8',
    // Texts of dates and instants must not depend on how the server or the role is set up.
    options: '-c DateStyle=ISO -c TimeZone=UTC',
    keepAlive: true,
    // Statements of a transaction that do not wait for one another share a round trip.
    pipeline: true,
    types: valueTypes(),
  });
  // Without a listener, a connection that breaks while idle would end the process; the pool replaces it.
  pool.on('error', (error) => options.onProblem?.(error));
  return pool;
}

async function assertUsable(pool: Pool, databaseUrl: string): Promise<void> {
  const result = await pool
    .query<{ version: number; encoding: string; name: string }>(
      `select current_setting('server_version_num')::int as version,
              pg_encoding_to_char(encoding) as encoding, datname as name
       from pg_database where datname = current_database()`,
    )
    .catch((cause: unknown) => {
      const reason = cause instanceof Error ? cause.message || cause.name : String(cause);
      throw new DatabaseUnusableError(
        `The database at ${withoutPassword(databaseUrl)} cannot be reached: ${reason}`,
        { cause },
      );
    });
  const { version, encoding, name } = result.rows[0];
  if (version < VERSION_MIN)
    throw new DatabaseUnusableError(
      `The database runs PostgreSQL ${Math.floor(version / 10_000)}; Maia needs version 15 or later.`,
    );
  if (encoding !== 'UTF8')
    throw new DatabaseUnusableError(
      `The database "${name}" is encoded in ${encoding}, in which names cannot be searched; Maia needs UTF8. Make one with: CREATE DATABASE ${name}_utf8 TEMPLATE template0 ENCODING 'UTF8'.`,
    );
}

function withoutPassword(databaseUrl: string): string {
  return databaseUrl
    .replace(/^([a-z]+:\/\/[^/?#]*?):[^/?#]*@/i, '$1:***@')
    .replace(/password=[^&]*/i, 'password=***');
}

/**
 * Opens the database behind a URL, or starts the embedded one and opens that, and checks that it can
 * be used. Throws DatabaseUnusableError (wrong version, encoding, not reachable) or, from the embedded
 * server, EmbeddedDatabaseError. Does not migrate.
 */
export async function openDatabase(
  location: DatabaseLocation,
  options: OpenOptions = {},
): Promise<Database> {
  if ('databaseUrl' in location) return openAt(location.databaseUrl, options);
  const embedded = await startEmbeddedPostgres({
    onProblem: options.onProblem,
    ...location.embedded,
  });
  try {
    const database = await openAt(embedded.databaseUrl, options);
    const close = () => database.close().finally(() => embedded.stop());
    return { ...database, close };
  } catch (error) {
    await embedded.stop();
    throw error;
  }
}

async function openAt(databaseUrl: string, options: OpenOptions): Promise<Database> {
  let closing = false;
  // An ended pool does not wait for its connections: a database that stops may still tell them so.
  const onProblem = (problem: Error) => closing || options.onProblem?.(problem);
  const pool = openPool(databaseUrl, { ...options, onProblem });
  const kysely = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
  runsOn(kysely, pool);
  try {
    await assertUsable(pool, databaseUrl);
  } catch (error) {
    await pool.end();
    throw error;
  }
  const close = (): Promise<void> => {
    closing = true;
    return pool.end();
  };
  return { pool, kysely, databaseUrl, close };
}
