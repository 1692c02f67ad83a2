import {
  Kysely,
  type PostgresCursor,
  PostgresDialect,
  type PostgresPoolClient,
  type PostgresQueryResult,
} from 'kysely';
import type { Pool, PoolClient } from 'pg';
import type { Tables } from './tables.js';

/** A statement that a connection parses once and knows by its name from then on. */
export interface NamedStatement {
  name: string;
  text: string;
  values: unknown[];
  /** Rows as lists of values in place of objects. */
  rowMode?: 'array';
}

const connections = new WeakMap<Kysely<Tables>, Pool | PoolClient>();
const kyselys = new WeakMap<PoolClient, Kysely<Tables>>();

/** Tells on which connection, or connections, the statements of a Kysely run. */
export function runsOn(kysely: Kysely<Tables>, connection: Pool | PoolClient): void {
  connections.set(kysely, connection);
}

/** The connection, or the pool of them, behind a Kysely; undefined for one that was made elsewhere. */
export function connectionOf(kysely: Kysely<Tables>): Pool | PoolClient | undefined {
  return connections.get(kysely);
}

/** Lets everything that is sent before the next turn of the event loop leave in one write. */
function gatherWrites(client: PoolClient): void {
  const { stream } = client.connection;
  stream.cork();
  process.nextTick(() => stream.uncork());
}

/** Whether statements run on whatever connection is free, or on one. */
export function isPool(connection: Pool | PoolClient): connection is Pool {
  return 'totalCount' in connection;
}

/**
 * Runs a statement past Kysely, which would let the statements of a transaction wait for one another. Those that are
 * sent together, by `together`, run in the order in which they were sent and cost one round trip.
 */
export async function send<Row>(kysely: Kysely<Tables>, statement: NamedStatement): Promise<Row[]> {
  const connection = connectionOf(kysely);
  if (connection === undefined) throw new Error('This Kysely was not made by openDatabase().');
  if (!isPool(connection)) gatherWrites(connection);
  // pg leaves the shape of rows open.
  return (await connection.query(statement)).rows as Row[];
}

const NOTHING: PostgresQueryResult<never> = { command: 'SELECT', rowCount: 0, rows: [] };

/** A connection whose transactions begin together with their first statement. */
class TransactionClient implements PostgresPoolClient {
  readonly #client: PoolClient;
  #begun: Promise<unknown> = Promise.resolve();

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
    gatherWrites(this.#client);
    if (text === 'begin' || text.startsWith('start transaction')) return this.#begin(text);
    if (text === 'commit') return this.#begun.then(() => this.#run<R>(text, values));
    return this.#run(text, values);
  }

  async #begin(text: string): Promise<PostgresQueryResult<never>> {
    this.#begun = this.#client.query(text);
    // Told before the commit; until then the statements after it fail, or are undone.
    this.#begun.catch(() => {});
    return NOTHING;
  }

  #run<R>(text: string, values: readonly unknown[]): Promise<PostgresQueryResult<R>> {
    // pg leaves the kind of the command an open text.
    return this.#client.query(text, [...values]) as Promise<object> as Promise<
      PostgresQueryResult<R>
    >;
  }

  release(): void {
    this.#client.release();
  }
}

/**
 * A Kysely for one connection, because Kysely does not tell which client it borrowed. It gives the client back to the
 * pool when the transaction ends.
 */
export function kyselyOn(client: PoolClient): Kysely<Tables> {
  let kysely = kyselys.get(client);
  if (kysely === undefined) {
    const own = new TransactionClient(client);
    const pool = { connect: async () => own, end: async () => {} };
    kysely = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
    kyselys.set(client, kysely);
  }
  return kysely;
}
