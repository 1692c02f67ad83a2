import { type Insertable, type Kysely, type Selectable, sql } from 'kysely';
import type { ReportBatchesTable, Tables } from '../db/tables.js';
import type { Transaction } from '../db/transaction.js';

export type BatchRow = Selectable<ReportBatchesTable>;

/** One reference of a batch, and the report that it got. */
export interface BatchItem {
  position: number;
  referenceId: string | null;
  /** YYYY-MM-DD */
  asOf: string;
  reportId: string | null;
}

export async function insertBatch(
  trx: Transaction,
  row: Insertable<ReportBatchesTable>,
): Promise<void> {
  await trx.insertInto('report_batches').values(row).execute();
}

/** Writes the references of a batch down, in order. */
export async function insertItems(
  trx: Transaction,
  batchId: string,
  items: readonly { referenceId: string; asOf: string }[],
): Promise<void> {
  await sql`insert into report_batch_items (batch_id, position, reference_id, as_of)
    select ${batchId}, position, reference_id, as_of
    from unnest(
      ${items.map(({ referenceId }) => referenceId)}::text[], ${items.map(({ asOf }) => asOf)}::date[]
    ) with ordinality as i(reference_id, as_of, position)`.execute(trx);
}

/** Writes every customer that there was when the batch was asked for into it; returns how many. */
export async function insertEveryone(trx: Transaction, batch: BatchRow): Promise<number> {
  const result = await sql`
    insert into report_batch_items (batch_id, position, reference_id, as_of)
    select ${batch.id}, row_number() over (order by id), reference_id, ${batch.as_of}::date
    from customers where created_at <= ${batch.created_at}`.execute(trx);
  return Number(result.numAffectedRows);
}

export async function findBatch(db: Kysely<Tables>, id: string): Promise<BatchRow | null> {
  const query = db.selectFrom('report_batches').selectAll().where('id', '=', id);
  return (await query.executeTakeFirst()) ?? null;
}

/** The batch, kept from other writers until the transaction ends. */
export async function lockBatch(trx: Transaction, id: string): Promise<BatchRow | null> {
  const query = trx.selectFrom('report_batches').selectAll().where('id', '=', id).forUpdate();
  return (await query.executeTakeFirst()) ?? null;
}

export async function updateBatch(
  trx: Transaction,
  id: string,
  values: Partial<Insertable<ReportBatchesTable>>,
): Promise<void> {
  await trx
    .updateTable('report_batches')
    .set({ ...values, updated_at: new Date() })
    .where('id', '=', id)
    .execute();
}

/** The next items after a position, in order. */
export async function findItems(
  db: Kysely<Tables>,
  batchId: string,
  page: { after: number; limit: number },
): Promise<BatchItem[]> {
  return db
    .selectFrom('report_batch_items')
    .select(['position', 'reference_id as referenceId', 'as_of as asOf', 'report_id as reportId'])
    .where('batch_id', '=', batchId)
    .where('position', '>', page.after)
    .orderBy('position')
    .limit(page.limit)
    .execute();
}

/** Ties items to the reports that they got; from then on the report alone knows whose it is. */
export async function storeItemReports(
  trx: Transaction,
  batchId: string,
  reports: readonly { position: number; reportId: string }[],
): Promise<void> {
  await sql`update report_batch_items i set report_id = r.report_id, reference_id = null
    from unnest(
      ${reports.map(({ position }) => position)}::integer[],
      ${reports.map(({ reportId }) => reportId)}::uuid[]
    ) as r(position, report_id)
    where i.batch_id = ${batchId} and i.position = r.position`.execute(trx);
}
