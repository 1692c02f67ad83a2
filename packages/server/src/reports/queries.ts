import { type Insertable, type Kysely, type Selectable, sql } from 'kysely';
import { LOG_COLUMNS } from '../audit/record-change.js';
import { customerIdNamed } from '../customers/service.js';
import { preparedByText, preparedInserts } from '../db/prepared.js';
import { isStorable } from '../db/storable-text.js';
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
  return joined(db)
    .select(['reports.id', 'reports.uuid', 'reports.customer_id', 'reports.reference_id'])
    .select(['reports.type', 'reports.user_id', 'reports.as_of', 'reports.processed'])
    .select(['reports.request_hash', 'reports.vector', 'reports.score'])
    .select(['reports.score_probability', 'reports.score_confidence', 'reports.score_version'])
    .select(['reports.model_id', 'reports.result', 'reports.processed_at', 'reports.published_at'])
    .select(['reports.created_by', 'reports.updated_by', 'reports.created_at'])
    .select(['reports.updated_at', 'users.username']);
}

export async function listReports(db: Kysely<Tables>, list: ListRequest): Promise<ReportRow[]> {
  return rowsOf(db, selected(db), list);
}

export async function countReports(db: Kysely<Tables>, list: ListRequest): Promise<number> {
  const query = joined(db).select((eb) => eb.fn.countAll<number>().as('count'));
  return countOf(query, list);
}

const reportById = preparedByText('report-by-id', (db, id) =>
  selected(db).where('reports.id', '=', id),
);

const reportByUuid = preparedByText('report-by-uuid', (db, uuid) =>
  selected(db).where('reports.uuid', '=', uuid),
);

/** The report with this id, else with this uuid. */
export async function findReport(db: Kysely<Tables>, name: string): Promise<ReportRow | null> {
  if (!isStorable(name)) return null;
  if (isUuid(name)) {
    const [byId] = await reportById(db, name);
    if (byId) return byId;
  }
  return (await reportByUuid(db, name))[0] ?? null;
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

const REPORT_COLUMNS = [
  ...(['id', 'uuid', 'customer_id', 'reference_id', 'type', 'user_id', 'as_of'] as const),
  ...(['processed', 'request_hash', 'vector', 'score', 'score_probability'] as const),
  ...(['score_confidence', 'score_version', 'model_id', 'result', 'processed_at'] as const),
  ...(['published_at', 'created_by', 'updated_by', 'created_at', 'updated_at'] as const),
] as const;

/** Stores a new report with its log row. */
export const insertReport = preparedInserts('insert-report', {
  reports: REPORT_COLUMNS,
  logs: LOG_COLUMNS,
});

export async function insertReports(
  trx: Transaction,
  rows: readonly Insertable<ReportsTable>[],
): Promise<void> {
  await trx.insertInto('reports').values(rows).execute();
}
