import { sql } from 'kysely';
import type { Context } from './context.js';
import { inTransaction } from './db/transaction.js';
import { encrypt, unwrap } from './secrets.js';

/** A column of bytes wrapped with the installation's key, and what tells its rows apart. */
interface WrappedColumn {
  table: string;
  key: string;
  column: string;
}

/** Everything that is wrapped with the installation's key. A new secret at rest gets a line here. */
export const WRAPPED_COLUMNS: readonly WrappedColumn[] = [
  { table: 'customer_keys', key: 'customer_id', column: 'wrapped_key' },
  { table: 'idempotency_keys', key: 'id', column: 'answer' },
  { table: 'mails', key: 'id', column: 'sealed' },
];

const ROWS_PER_TRANSACTION = 1000;

interface WrappedRow {
  key: string | Buffer;
  sealed: Buffer;
}

/** Wraps the next rows anew and returns the last of their keys; null when there were none. */
async function wrapSome(
  context: Context,
  { table, key, column }: WrappedColumn,
  after: string | Buffer | null,
): Promise<{ last: string | Buffer; rows: number } | null> {
  const [tableName, keyName, columnName] = [sql.table(table), sql.ref(key), sql.ref(column)];
  const beyond = after === null ? sql`` : sql`and ${keyName} > ${after}`;
  return inTransaction(context.db, async (trx) => {
    const { rows } = await sql<WrappedRow>`select ${keyName} as key, ${columnName} as sealed
      from ${tableName} where ${columnName} is not null ${beyond}
      order by ${keyName} limit ${sql.lit(ROWS_PER_TRANSACTION)} for update`.execute(trx);
    for (const row of rows) {
      const anew = encrypt(context.secrets.wrappingKey, unwrap(context.secrets, row.sealed));
      await sql`update ${tableName} set ${columnName} = ${anew} where ${keyName} = ${row.key}`.execute(
        trx,
      );
    }
    const last = rows.at(-1);
    return last === undefined ? null : { last: last.key, rows: rows.length };
  });
}

/**
 * Wraps every secret at rest with the installation's key, whichever of its keys it was wrapped with before. May be
 * interrupted and run again. Returns how many there were.
 */
export async function wrapAnew(context: Context): Promise<number> {
  let count = 0;
  for (const column of WRAPPED_COLUMNS) {
    let done = await wrapSome(context, column, null);
    while (done !== null) {
      count += done.rows;
      done = await wrapSome(context, column, done.last);
    }
  }
  return count;
}
