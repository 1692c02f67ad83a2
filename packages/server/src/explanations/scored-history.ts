import type { Context } from '../context.js';
import { findCustomersByReference } from '../customers/service.js';
import { ConflictError } from '../errors.js';
import type { ReportOut, VectorIn } from '../reports/schemas.js';
import { findReportNamed, type ReportRow, reportsOut } from '../reports/service.js';
import { vectorHistory } from '../reports/vector-history.js';
import { dayFromIso } from '../scoring/days.js';
import { loadModel } from '../scoring/loaded-models.js';
import type { Language } from '../scoring/report-texts.js';
import { type ScoreResult, scoreHistory } from '../scoring/score.js';
import { readHistories, type Subject } from '../scoring/subjects.js';

type History = Subject['history'];

interface Viewpoint {
  asOf: number;
  observedThrough: number;
}

/** A report that was scored, and the means to score another history the same way. */
export interface Scored {
  row: ReportRow;
  report: ReportOut;
  /** Null once the customer was erased. */
  history: History | null;
  viewpoint: Viewpoint;
  /** The report as it would be had this been the history, on its own day or on a later one; stores nothing. */
  rescore(history: History, viewpoint?: Viewpoint): Promise<ReportOut>;
}

async function historyOf(context: Context, row: ReportRow): Promise<History | null> {
  // Vectors are stored as the schema let them in.
  if (row.type === 'vector')
    return row.vector === null ? null : vectorHistory(row.vector as VectorIn, row.created_at);
  if (row.reference_id === null) return null;
  const found = await findCustomersByReference(context.db.kysely, [row.reference_id]);
  const customer = found.find(({ id }) => id === row.customer_id);
  if (customer === undefined) return null;
  return (await readHistories(context.db, [customer])).get(customer.id) ?? null;
}

/** The scored report of this id or uuid with its history. Throws NotFoundError, or ConflictError while it waits. */
export async function scoredHistory(
  context: Context,
  name: string,
  language: Language,
): Promise<Scored> {
  const row = await findReportNamed(context, name);
  // Results are stored as scoring made them.
  const result = row.result as ScoreResult | null;
  if (row.model_id === null || result === null)
    throw new ConflictError('The report waits for a model; ask again when it says processed.');
  const model = await loadModel(context, row.model_id);
  const viewpoint = {
    asOf: dayFromIso(row.as_of),
    observedThrough: dayFromIso(result.observedThrough),
  };
  return {
    row,
    report: (await reportsOut(context, [row], language))[0],
    history: await historyOf(context, row),
    viewpoint,
    rescore: async (history, on = viewpoint) => {
      const scored = scoreHistory(model, history, on);
      const changed = {
        ...row,
        score: scored.score,
        score_probability: scored.scoreProbability,
        score_confidence: scored.scoreConfidence,
        result: { ...scored.result },
      };
      return (await reportsOut(context, [changed], language))[0];
    },
  };
}
