import type { Insertable, Kysely, Selectable } from 'kysely';
import type { OutcomesTable, Tables } from '../db/tables.js';
import type { Transaction } from '../db/transaction.js';
import { countOf, rowsOf } from '../lists/apply.js';
import type { ListRequest } from '../lists/request.js';
import { isUuid } from '../lists/value.js';

/** An outcome with its customer's name. */
export interface OutcomeRow extends Selectable<OutcomesTable> {
  reference_id: string;
}

function outcomes(db: Kysely<Tables>) {
  return db
    .selectFrom('outcomes')
    .innerJoin('customers', 'customers.id', 'outcomes.customer_id')
    .selectAll('outcomes')
    .select('customers.reference_id');
}

export async function selectOutcomes(db: Kysely<Tables>, list: ListRequest): Promise<OutcomeRow[]> {
  return rowsOf(db, outcomes(db), list);
}

export async function countOutcomes(db: Kysely<Tables>, list: ListRequest): Promise<number> {
  const query = db
    .selectFrom('outcomes')
    .innerJoin('customers', 'customers.id', 'outcomes.customer_id')
    .select((eb) => eb.fn.countAll<number>().as('count'));
  return countOf(query, list);
}

/** Null when there is no outcome of that id, or the text is no id. */
export async function findOutcome(
  db: Kysely<Tables>,
  id: string,
  options: { lock?: boolean } = {},
): Promise<OutcomeRow | null> {
  if (!isUuid(id)) return null;
  const query = outcomes(db).where('outcomes.id', '=', id);
  const locked = options.lock ? query.forUpdate('outcomes') : query;
  return (await locked.executeTakeFirst()) ?? null;
}

export async function insertOutcome(
  trx: Transaction,
  row: Insertable<OutcomesTable>,
): Promise<void> {
  await trx.insertInto('outcomes').values(row).execute();
}

export async function updateOutcome(
  trx: Transaction,
  id: string,
  row: Partial<Insertable<OutcomesTable>>,
): Promise<void> {
  await trx.updateTable('outcomes').set(row).where('id', '=', id).execute();
}

export async function deleteOutcome(trx: Transaction, id: string): Promise<void> {
  await trx.deleteFrom('outcomes').where('id', '=', id).execute();
}
