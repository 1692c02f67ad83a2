import { type RawBuilder, sql } from 'kysely';
import type { Static, TObject } from 'typebox';
import { copyIn } from '../db/copy.js';
import type { CopyValue } from '../db/copy-text.js';
import { newId } from '../db/ids.js';
import type { Transaction } from '../db/transaction.js';
import { ERRORS_MAX } from './rejections.js';
import type { RowReader } from './row-reader.js';
import type { RowErrorOut } from './schemas.js';
import type { ImportTarget } from './target.js';

/** How many rows of the file are new, different and the same. */
export interface ImportCounts {
  created: number;
  updated: number;
  unchanged: number;
}

/** Copies the good rows of a file to the temporary table `staged`; each brings the id that it has if it is new. */
export async function stageRows<S extends TObject, R>(
  trx: Transaction,
  target: ImportTarget<S>,
  source: { records: AsyncIterable<R>; read: RowReader<R, Static<S>> },
): Promise<void> {
  const columns = Object.entries(target.stagedColumns);
  const definitions = columns.map(([name, type]) => sql`${sql.ref(name)} ${sql.raw(type)}`);
  await sql`create temporary table staged (
    "row" integer not null, id uuid not null, ${sql.join(definitions)}
  ) on commit drop`.execute(trx);
  async function* rows(): AsyncGenerator<CopyValue[]> {
    let row = 0;
    for await (const record of source.records) {
      row += 1;
      const good = source.read(row, record);
      if (good !== null) yield [row, newId(), ...target.stage(good)];
    }
  }
  const names = ['row', 'id', ...columns.map(([name]) => name)];
  await copyIn(trx, { table: 'staged', columns: names }, rows());
  await sql`analyze staged`.execute(trx);
}

/** The staged rows that cannot be stored, counted, with the first of their errors. */
export async function findRejections(
  trx: Transaction,
  queries: readonly RawBuilder<unknown>[],
): Promise<{ rows: number; errors: RowErrorOut[] }> {
  await sql`create temporary table rejected on commit drop as
    ${sql.join(
      queries.map((query) => sql`(${query})`),
      sql` union all `,
    )}`.execute(trx);
  const { rows } = await sql<{ rows: number }>`
    select count(distinct "row") as rows from rejected`.execute(trx);
  const errors = await sql<RowErrorOut>`
    select "row", field, left(value, 100) as value, message from rejected
    order by "row", field limit ${ERRORS_MAX}`.execute(trx);
  return { rows: rows[0].rows, errors: errors.rows };
}

/** Takes the rows that were found wrong out of those that will be stored. */
export async function dropRejected(trx: Transaction): Promise<void> {
  await sql`delete from matched where "row" in (select "row" from rejected)`.execute(trx);
}

/** What storing `matched` and `changed` will do. */
export async function countEffects(trx: Transaction): Promise<ImportCounts> {
  const { rows } = await sql<ImportCounts>`
    select created, updated, total - created - updated as unchanged
    from (select count(*) as total, count(*) filter (where target_id is null) as created
          from matched) as m,
         (select count(*) as updated from changed) as c`.execute(trx);
  return rows[0];
}
