import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { CompiledQuery } from 'kysely';
import { escapeIdentifier, type PoolClient } from 'pg';
import { from as copyFrom, to as copyTo } from 'pg-copy-streams';
import { type CopyValue, encodeRows, RowDecoder } from './copy-text.js';
import type { Tables } from './tables.js';
import { clientOf, type Transaction } from './transaction.js';

/** COPY takes the bytes of its connection to itself, so what was sent before must have been answered. */
async function quietClientOf(trx: Transaction): Promise<PoolClient> {
  const client = clientOf(trx);
  await client.query('');
  return client;
}

/** Where COPY writes; the columns in the order of the values in each row. */
export interface CopyTarget {
  table: keyof Tables | (string & {});
  columns: readonly string[];
}

/** The query of a COPY carries parameters, which PostgreSQL does not take there. */
export class CopyParametersError extends Error {
  override name = 'CopyParametersError';
}

/**
 * Writes rows by COPY, inside the transaction; reads the source only as fast as the database takes
 * them. Returns the number of rows. When the source or the database fails, nothing is written.
 */
export async function copyIn(
  trx: Transaction,
  target: CopyTarget,
  rows: AsyncIterable<readonly CopyValue[]> | Iterable<readonly CopyValue[]>,
): Promise<number> {
  const client = await quietClientOf(trx);
  const stream = client.query(
    copyFrom(`copy ${escapeIdentifier(target.table)} (${columnList(target)}) from stdin`),
  );
  await filling(client, pipeline(Readable.from(encodeRows(rows), { objectMode: true }), stream));
  return stream.rowCount;
}

/** Waits until a COPY into a table is over, also a failed one: whatever is sent before would be taken for its data. */
async function filling(client: PoolClient, work: Promise<void>): Promise<void> {
  const over = new Promise<void>((resolve) => {
    const finish = (): void => {
      client.off('drain', finish);
      client.off('end', finish);
      resolve();
    };
    client.on('drain', finish);
    client.on('end', finish);
  });
  try {
    await work;
  } finally {
    await over;
  }
}

const columnList = ({ columns }: CopyTarget): string => columns.map(escapeIdentifier).join(', ');

/** The bytes that a COPY writes; leaving the loop early ends the connection and with it the transaction. */
async function* bytesOf(trx: Transaction, copy: string): AsyncGenerator<Buffer, void, undefined> {
  const client = await quietClientOf(trx);
  const stream = client.query(copyTo(copy));
  const idle = new Promise((resolve) => client.once('drain', resolve));
  let over = false;
  stream.on('error', () => {
    over = true;
  });
  try {
    yield* stream;
    over = true;
    await idle;
  } finally {
    // The rest of a half-read COPY could only be skipped by reading it, so the connection goes.
    if (!over) {
      const ended = client.end();
      client.connection.stream.destroy();
      await ended;
    }
  }
}

/** The rows of a table as COPY writes them, to be read before the next statement. */
export function tableBytes(trx: Transaction, target: CopyTarget): AsyncIterable<Buffer> {
  const table = escapeIdentifier(target.table);
  return bytesOf(trx, `copy ${table} (${columnList(target)}) to stdout`);
}

/** Takes rows as `tableBytes` gives them. Returns their number. */
export async function fillTable(
  trx: Transaction,
  target: CopyTarget,
  bytes: AsyncIterable<Buffer>,
): Promise<number> {
  const { table } = target;
  const client = await quietClientOf(trx);
  const stream = client.query(
    copyFrom(`copy ${escapeIdentifier(table)} (${columnList(target)}) from stdin`),
  );
  await filling(client, pipeline(Readable.from(bytes), stream));
  return stream.rowCount;
}

/**
 * Reads the result of a query by COPY, as chunks of rows of texts in PostgreSQL's output format
 * (dates YYYY-MM-DD, booleans t and f), null for SQL null. Values go into the query as literals:
 * `copyOut(trx, sql`select … where id = ${sql.lit(id)}`.compile(trx))`; CopyParametersError otherwise.
 * Leaving the loop early ends the connection and with it the transaction.
 */
export async function* copyOut(
  trx: Transaction,
  query: CompiledQuery,
): AsyncGenerator<(string | null)[][], void, undefined> {
  if (query.parameters.length > 0)
    throw new CopyParametersError('COPY takes no parameters; use sql.lit() for the values.');
  const decoder = new RowDecoder();
  for await (const bytes of bytesOf(trx, `copy (${query.sql}) to stdout`)) {
    const rows = decoder.decode(bytes);
    if (rows.length > 0) yield rows;
  }
}
