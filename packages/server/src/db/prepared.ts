import {
  type Compilable,
  CompiledQuery,
  type Kysely,
  type PostgresCursor,
  type PostgresPool,
  type PostgresPoolClient,
  type PostgresQueryResult,
} from 'kysely';
import type { Pool, PoolClient } from 'pg';
import type { Tables } from './tables.js';

/** Runs a statement that every connection parses once; the rows it gives. */
type PreparedQuery<Row> = (db: Kysely<Tables>, ...parameters: readonly unknown[]) => Promise<Row[]>;

/** Names under which connections keep statements, by their texts. */
const names = new Map<string, string>();

/**
 * A statement of requests that come by the thousand: written out, so that nothing is compiled at each run, and parsed
 * and planned once a connection. It must find its rows by a unique key, because its plan is made for any values, and
 * must name its columns, so that one which a later version adds does not change what it gives.
 */
export function preparedQuery<Row>(name: string, text: string): PreparedQuery<Row> {
  names.set(text, name);
  return async (db, ...parameters) =>
    (await db.executeQuery<Row>(CompiledQuery.raw(text, [...parameters]))).rows;
}

/**
 * The same for a query that is built: once, with a stand-in for the text that each run gives. `build` must use that
 * text as a value and do nothing else with it.
 */
export function preparedByText<Row>(
  name: string,
  build: (db: Kysely<Tables>, text: string) => Compilable<Row>,
): (db: Kysely<Tables>, text: string) => Promise<Row[]> {
  const standIn = `the text of ${name}`;
  let compiled: CompiledQuery<Row> | null = null;
  return async (db, text) => {
    if (compiled === null) {
      compiled = build(db, standIn).compile();
      names.set(compiled.sql, name);
    }
    const parameters = compiled.parameters.map((value) => (value === standIn ? text : value));
    return (await db.executeQuery<Row>(CompiledQuery.raw(compiled.sql, parameters))).rows;
  };
}

/** A connection as Kysely uses it, which names prepared statements to PostgreSQL. */
class NamingClient implements PostgresPoolClient {
  readonly #client: PoolClient;

  constructor(client: PoolClient) {
    this.#client = client;
  }

  query<R>(text: string, values: readonly unknown[]): Promise<PostgresQueryResult<R>>;
  query<R>(cursor: PostgresCursor<R>): PostgresCursor<R>;
  query<R>(
    text: string | PostgresCursor<R>,
    values: readonly unknown[] = [],
  ): Promise<PostgresQueryResult<R>> | PostgresCursor<R> {
    if (typeof text !== 'string') throw new Error('Rows are streamed by COPY, not by cursors.');
    const name = names.get(text);
    // pg leaves the kind of the command an open text.
    return this.#client.query(
      name === undefined ? { text, values: [...values] } : { name, text, values: [...values] },
    ) as Promise<object> as Promise<PostgresQueryResult<R>>;
  }

  release(): void {
    this.#client.release();
  }
}

const namingClients = new WeakMap<PoolClient, NamingClient>();

/** The same connection, naming prepared statements. */
export function namingClient(client: PoolClient): PostgresPoolClient {
  let naming = namingClients.get(client);
  if (naming === undefined) {
    naming = new NamingClient(client);
    namingClients.set(client, naming);
  }
  return naming;
}

/** A pool whose connections name prepared statements. */
export function namingPool(pool: Pool): PostgresPool {
  return {
    connect: async () => namingClient(await pool.connect()),
    end: () => pool.end(),
  };
}
