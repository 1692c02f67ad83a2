import { setImmediate as turnEnd } from 'node:timers/promises';
import type { Kysely } from 'kysely';
import type { Tables } from './tables.js';

/** One row by its key; null where there is none. Rows are shared by all who asked for them. */
type KeyedRead<Row> = (db: Kysely<Tables>, key: string) => Promise<Readonly<Row> | null>;

interface Batch<Row> {
  keys: Set<string>;
  rows: Promise<Map<string, Row>>;
}

/**
 * Reads rows by a unique key, by one statement for all that is asked for in one turn of the event loop: what requests
 * that come by the thousand all need costs the database and the connection once. `read` takes the keys; `keyOf` tells
 * a row's own. Keys must be valid for the column, because a wrong one would fail the others. In a transaction it
 * reads alone.
 */
export function batchedRead<Row>(
  read: (db: Kysely<Tables>, keys: string[]) => Promise<Row[]>,
  keyOf: (row: Row) => string,
): KeyedRead<Row> {
  const gathering = new WeakMap<Kysely<Tables>, Batch<Row>>();

  async function readAll(db: Kysely<Tables>, keys: Set<string>): Promise<Map<string, Row>> {
    await turnEnd();
    // Whoever asks from here on may count on what was committed until now, so another statement answers them.
    gathering.delete(db);
    const rows = await read(db, [...keys]);
    return new Map(rows.map((row) => [keyOf(row), row]));
  }

  return async (db, key) => {
    if (db.isTransaction) return (await read(db, [key]))[0] ?? null;
    let batch = gathering.get(db);
    if (batch === undefined) {
      const keys = new Set<string>();
      batch = { keys, rows: readAll(db, keys) };
      gathering.set(db, batch);
    }
    batch.keys.add(key);
    return (await batch.rows).get(key) ?? null;
  };
}

/** The same for rows that need no key, such as the settings that every request reads. */
export function sharedRead<Row>(
  read: (db: Kysely<Tables>) => Promise<Row[]>,
): (db: Kysely<Tables>) => Promise<readonly Row[]> {
  const gathering = new WeakMap<Kysely<Tables>, Promise<Row[]>>();

  async function readOnce(db: Kysely<Tables>): Promise<Row[]> {
    await turnEnd();
    gathering.delete(db);
    return read(db);
  }

  return (db) => {
    if (db.isTransaction) return read(db);
    const shared = gathering.get(db) ?? readOnce(db);
    gathering.set(db, shared);
    return shared;
  };
}
