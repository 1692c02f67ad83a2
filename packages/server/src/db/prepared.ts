import type { Compilable, CompiledQuery, Insertable, Kysely } from 'kysely';
import { send } from './connections.js';
import type { Tables } from './tables.js';

/** Runs a statement that every connection parses once; the rows it gives. */
type PreparedQuery<Row> = (db: Kysely<Tables>, ...parameters: readonly unknown[]) => Promise<Row[]>;

/**
 * A statement of requests that come by the thousand: written out, so that nothing is compiled at each run, and parsed
 * and planned once a connection. It must find its rows by a unique key, because its plan is made for any values, and
 * must name its columns, so that one which a later version adds does not change what it gives.
 */
export function preparedQuery<Row>(name: string, text: string): PreparedQuery<Row> {
  return (db, ...values) => send<Row>(db, { name, text, values: [...values] });
}

/**
 * The same for a query that is built: once, with a stand-in for the text, or texts, that each run gives. `build` must
 * use that text as a value and do nothing else with it.
 */
export function preparedByText<Row>(
  name: string,
  build: (db: Kysely<Tables>, text: string) => Compilable<Row>,
): (db: Kysely<Tables>, text: string | readonly string[]) => Promise<Row[]> {
  const standIn = `the text of ${name}`;
  let compiled: CompiledQuery<Row> | null = null;
  return (db, text) => {
    compiled ??= build(db, standIn).compile();
    const values = compiled.parameters.map((value) => (value === standIn ? text : value));
    return send<Row>(db, { name, text: compiled.sql, values });
  };
}

type ColumnsOf = { readonly [Table in keyof Tables]?: readonly (keyof Tables[Table] & string)[] };

/** A row for each of the tables. */
type RowsFor<Columns extends ColumnsOf> = {
  readonly [Table in keyof Columns & keyof Tables]: Readonly<Insertable<Tables[Table]>>;
};

/**
 * INSERTs of one row into each of the tables by one prepared statement: all rows or none, in one round trip, also outside
 * a transaction. Columns that a row lacks are null.
 */
export function preparedInserts<const Columns extends ColumnsOf>(
  name: string,
  columns: Columns,
): (db: Kysely<Tables>, rows: RowsFor<Columns>) => Promise<void> {
  const places: [table: string, column: string][] = [];
  const inserts = Object.entries<readonly string[]>(columns).map(([table, names]) => {
    const values = names.map((column) => `$${places.push([table, column])}`);
    return `insert into ${table} (${names.join(', ')}) values (${values.join(', ')})`;
  });
  const last = inserts.pop();
  const before = inserts.map((insert, index) => `part_${index} as (${insert})`);
  const others = before.length === 0 ? '' : `with ${before.join(', ')} `;
  const statement = preparedQuery<never>(name, `${others}${last}`);
  return async (db, rows) => {
    const given = rows as Readonly<Record<string, Readonly<Record<string, unknown>>>>;
    await statement(db, ...places.map(([table, column]) => given[table][column] ?? null));
  };
}
