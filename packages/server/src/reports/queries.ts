import { type Insertable, type Kysely, type Selectable, sql } from 'kysely';
import { customerIdNamed } from '../customers/service.js';
import type { ReportsTable, Tables } from '../db/tables.js';
import type { Transaction } from '../db/transaction.js';
import { countOf, rowsOf } from '../lists/apply.js';
import type { ListDefinition } from '../lists/definition.js';
import type { ListRequest } from '../lists/request.js';
import { isUuid } from '../lists/value.js';
import { REPORT_TYPES } from './schemas.js';

/** A report with the name of its owner. */
export type ReportRow = Selectable<ReportsTable> & { username: string | null };

export const REPORT_LIST: ListDefinition = {
  id: 'reports.id',
  fields: {
    id: { column: 'reports.id', type: 'id' },
    uuid: { column: 'reports.uuid', type: 'text' },
    referenceId: { column: 'reports.reference_id', type: 'text' },
    customer: { column: 'reports.customer_id', type: 'id', resolve: customerIdNamed },
    type: { column: 'reports.type', type: 'text', values: REPORT_TYPES },
    processed: { column: 'reports.processed', type: 'boolean' },
    users_permissions_user: { column: 'reports.user_id', type: 'id' },
    'users_permissions_user.username': { column: 'users.username', type: 'text' },
    asOf: { column: 'reports.as_of', type: 'date' },
    score: { column: 'reports.score', type: 'number' },
    scoreProbability: { column: 'reports.score_probability', type: 'number' },
    scoreConfidence: { column: 'reports.score_confidence', type: 'number' },
    scoreVersion: { column: 'reports.score_version', type: 'text' },
    published_at: { column: 'reports.published_at', type: 'instant' },
    created_by: { column: 'reports.created_by', type: 'text' },
    updated_by: { column: 'reports.updated_by', type: 'text' },
    created_at: { column: 'reports.created_at', type: 'instant' },
    updated_at: { column: 'reports.updated_at', type: 'instant' },
  },
};

function joined(db: Kysely<Tables>) {
  return db.selectFrom('reports').leftJoin('users', 'users.id', 'reports.user_id');
}

function selected(db: Kysely<Tables>) {
  return joined(db).selectAll('reports').select('users.username');
}

export async function listReports(db: Kysely<Tables>, list: ListRequest): Promise<ReportRow[]> {
  return rowsOf(db, selected(db), list);
}

export async function countReports(db: Kysely<Tables>, list: ListRequest): Promise<number> {
  const query = joined(db).select((eb) => eb.fn.countAll<number>().as('count'));
  return countOf(query, list);
}

/** The report with this id, else with this uuid. */
export async function findReport(db: Kysely<Tables>, name: string): Promise<ReportRow | null> {
  if (name.includes('\0')) return null;
  if (isUuid(name)) {
    const byId = await selected(db).where('reports.id', '=', name).executeTakeFirst();
    if (byId) return byId;
  }
  return (await selected(db).where('reports.uuid', '=', name).executeTakeFirst()) ?? null;
}

/** The reports with these ids, by id. */
export async function findReports(
  db: Kysely<Tables>,
  ids: readonly string[],
): Promise<Map<string, ReportRow>> {
  const rows = await selected(db)
    .where('reports.id', '=', sql<string>`any(${ids}::uuid[])`)
    .execute();
  return new Map(rows.map((row) => [row.id, row]));
}

export async function insertReports(
  trx: Transaction,
  rows: readonly Insertable<ReportsTable>[],
): Promise<void> {
  await trx.insertInto('reports').values(rows).execute();
}
