import { randomBytes } from 'node:crypto';
import { type Change, logRow, recordChanges } from '../audit/record-change.js';
import type { Context } from '../context.js';
import { newId } from '../db/ids.js';
import { inStatement, inTransaction, type Transaction } from '../db/transaction.js';
import { violatedUnique } from '../db/violations.js';
import type { Actor } from '../http/caller.js';
import { addJob } from '../jobs/queue.js';
import type { LiveModel } from '../models/service.js';
import type { Score } from '../scoring/score.js';
import { insertReport, insertReports, type ReportRow } from './queries.js';

/** A report that is to be stored; without a score it waits for a model. */
export interface NewReport {
  /** The caller's own; null: one is made. */
  uuid: string | null;
  type: 'reference' | 'vector';
  referenceId: string | null;
  customerId: string | null;
  /** Their key, where it was read before. */
  customerKey?: Buffer | null;
  ownerId: string | null;
  /** YYYY-MM-DD */
  asOf: string;
  requestHash: Buffer;
  vector: Record<string, unknown> | null;
  score: Score | null;
}

export interface Asked {
  actor: Actor;
  at: Date;
  model: LiveModel | null;
}

/** A report as the database has it. */
type StoredReport = Omit<ReportRow, 'username'>;

const UUID_ATTEMPTS_MAX = 5;

function rowOf(report: NewReport, id: string, { actor, at, model }: Asked) {
  const { score } = report;
  return {
    id,
    uuid: report.uuid ?? `maia-${randomBytes(6).toString('hex')}`,
    customer_id: report.customerId,
    reference_id: report.referenceId,
    type: report.type,
    user_id: report.ownerId,
    as_of: report.asOf,
    processed: score !== null,
    request_hash: report.requestHash,
    vector: report.vector === null ? null : JSON.stringify(report.vector),
    score: score?.score ?? null,
    score_probability: score?.scoreProbability ?? null,
    score_confidence: score?.scoreConfidence ?? null,
    score_version: score === null ? null : (model?.scoreVersion ?? null),
    model_id: score === null ? null : (model?.modelId ?? null),
    result: score === null ? null : JSON.stringify(score.result),
    processed_at: score === null ? null : at,
    published_at: at,
    created_by: actor.username,
    updated_by: actor.username,
    created_at: at,
    updated_at: at,
  };
}

/** What the log says of a score: whose it is and what it came to is personal. */
export function scoreChange(
  action: string,
  report: Pick<
    NewReport,
    'type' | 'asOf' | 'customerId' | 'customerKey' | 'referenceId' | 'score'
  > & { id: string },
  model: LiveModel | null,
): Change {
  const { score, customerId, customerKey = null } = report;
  const scored = score && {
    score: score.score,
    scoreProbability: score.scoreProbability,
    scoreConfidence: score.scoreConfidence,
    pd: score.result.pd,
  };
  const facts = {
    type: report.type,
    asOf: report.asOf,
    processed: score !== null,
    modelId: score === null ? null : (model?.modelId ?? null),
  };
  const base = { action, resource: 'reports', resourceId: report.id };
  if (customerId === null) return { ...base, changes: { to: { ...facts, ...scored } } };
  const personal = { to: { referenceId: report.referenceId, ...scored } };
  return { ...base, customerId, customerKey, changes: { to: facts }, personal };
}

function storedReport(
  row: ReturnType<typeof rowOf>,
  { vector, score }: Pick<NewReport, 'vector' | 'score'>,
): StoredReport {
  return { ...row, vector, result: score === null ? null : { ...score.result } };
}

/**
 * Stores reports with their log rows, in two statements of a transaction; those without a score also queue the job
 * that processes them. Returns their rows, in order. Fails on a uuid that is taken.
 */
export async function storeReportsIn(
  trx: Transaction,
  { secrets }: Pick<Context, 'secrets'>,
  { asked, reports }: { asked: Asked; reports: readonly NewReport[] },
): Promise<StoredReport[]> {
  if (reports.length === 0) return [];
  const rows = reports.map((report) => rowOf(report, newId(), asked));
  const changes = reports.map((report, index) =>
    scoreChange('create', { ...report, id: rows[index].id }, asked.model),
  );
  await insertReports(trx, rows);
  await recordChanges(trx, secrets, asked.actor, changes);
  // An activation that is being committed beside this one may not see these reports.
  if (reports.some(({ score }) => score === null))
    await addJob(trx, 'waiting-reports', { payload: {}, key: 'waiting-reports' });
  return rows.map((row, index) => storedReport(row, reports[index]));
}

/** Stores one scored report, about a customer whose key was read, by one statement. */
async function storeReport(
  { db }: Pick<Context, 'db'>,
  asked: Asked,
  report: NewReport,
): Promise<StoredReport> {
  const row = rowOf(report, newId(), asked);
  const change = scoreChange('create', { ...report, id: row.id }, asked.model);
  const rows = { reports: row, logs: logRow(asked.actor, change, asked.at) };
  await inStatement(db, (statement) => insertReport(statement, rows));
  return storedReport(row, report);
}

/** The same in a transaction of its own, with other uuids when those made here are taken. */
export async function storeReports(
  context: Context,
  asked: Asked,
  reports: readonly NewReport[],
): Promise<StoredReport[]> {
  for (let attempt = 1; ; attempt++) {
    try {
      const [first, ...others] = reports;
      if (others.length === 0 && first?.score && (first.customerKey || first.customerId === null))
        return [await storeReport(context, asked, first)];
      return await inTransaction(context.db, (trx) =>
        storeReportsIn(trx, context, { asked, reports }),
      );
    } catch (error) {
      const ownUuids = reports.some(({ uuid }) => uuid !== null);
      const taken = violatedUnique(error) === 'reports_uuid_key';
      // Among millions of reports, 48 random bits meet now and then.
      if (!taken || ownUuids || attempt >= UUID_ATTEMPTS_MAX) throw error;
    }
  }
}
