import { createHash } from 'node:crypto';
import type { Context } from '../src/context.js';

/** Hashes of the contents of every table, to see that a refused request changed nothing. */
export async function dumpDatabase(context: Context): Promise<Record<string, string>> {
  const { pool } = context.db;
  const { rows: tables } = await pool.query<{ name: string }>(
    `select table_name as name from information_schema.tables
     where table_schema = 'public' and table_type = 'BASE TABLE' order by 1`,
  );
  const dump: Record<string, string> = {};
  for (const { name } of tables) {
    const { rows } = await pool.query<{ text: string }>(
      `select t::text as text from "${name}" t order by 1`,
    );
    const hash = createHash('sha256');
    for (const { text } of rows) hash.update(text).update('\n');
    dump[name] = `${rows.length} rows, ${hash.digest('hex').slice(0, 16)}`;
  }
  return dump;
}
