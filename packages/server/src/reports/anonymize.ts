import { sql } from 'kysely';
import type { Transaction } from '../db/transaction.js';

/**
 * Takes a customer out of the reports about them and out of batches that wait; the scores stay, about nobody. The hash of what was
 * asked goes too, because a reference can be guessed and compared with it. Returns how many there were.
 */
export async function anonymizeReports(trx: Transaction, customerId: string): Promise<number> {
  await trx
    .updateTable('report_batch_items')
    .set({ reference_id: null })
    .where('reference_id', '=', (where) =>
      where.selectFrom('customers').select('reference_id').where('id', '=', customerId),
    )
    .execute();
  const result = await trx
    .updateTable('reports')
    .set({
      customer_id: null,
      reference_id: null,
      vector: null,
      request_hash: sql<Buffer>`''::bytea`,
    })
    .where('customer_id', '=', customerId)
    .executeTakeFirst();
  return Number(result.numUpdatedRows);
}
