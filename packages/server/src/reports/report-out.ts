import type { Context } from '../context.js';
import { dayFromIso } from '../scoring/days.js';
import { type LoadedModel, loadModel } from '../scoring/loaded-models.js';
import {
  type Language,
  nameInput,
  noticesOf,
  shownValue,
  tellContribution,
} from '../scoring/report-texts.js';
import type { ScoreResult } from '../scoring/score.js';
import type { ReportRow } from './queries.js';
import type { ReportOut } from './schemas.js';

/** Receipts that end longer before the as-of day than this make a score that must say so. */
const STALE_DAYS = 7;

type ScoreFields = Pick<
  ReportOut,
  | 'scale'
  | 'pd'
  | 'interval'
  | 'reasons'
  | 'strengths'
  | 'features'
  | 'reference'
  | 'observedThrough'
  | 'notices'
>;

const NOT_SCORED: ScoreFields = {
  scale: null,
  pd: null,
  interval: null,
  reasons: [],
  strengths: [],
  features: [],
  reference: null,
  observedThrough: null,
  notices: [],
};

function told(
  model: LoadedModel,
  { reasons, strengths }: ScoreResult,
  language: Language,
): Pick<ReportOut, 'reasons' | 'strengths'> {
  const tell = (telling: 'reason' | 'strength') => (reason: ScoreResult['reasons'][number]) => ({
    code: reason.code,
    family: reason.family,
    text: tellContribution(model, reason, { language, telling }),
    points: reason.points,
    value: shownValue(model, reason),
  });
  return { reasons: reasons.map(tell('reason')), strengths: strengths.map(tell('strength')) };
}

function isStale(asOf: string, observedThrough: string): boolean {
  return dayFromIso(asOf) - dayFromIso(observedThrough) > STALE_DAYS;
}

function scoreFields(row: ReportRow, model: LoadedModel, language: Language): ScoreFields {
  // Results are stored as scoring made them.
  const result = row.result as ScoreResult | null;
  if (result === null) return NOT_SCORED;
  const { observedThrough } = result;
  const staleSince = isStale(row.as_of, observedThrough) ? observedThrough : null;
  return {
    scale: result.scale,
    pd: result.pd,
    interval: result.interval,
    ...told(model, result, language),
    features: result.features.map((feature) => ({
      code: feature.code,
      family: feature.family,
      ...nameInput(model, feature, language),
      value: shownValue(model, feature),
      contribution: feature.contribution,
    })),
    reference: result.reference,
    observedThrough,
    notices: noticesOf(result, staleSince, language),
  };
}

function reportOut(row: ReportRow, fields: ScoreFields): ReportOut {
  return {
    id: row.id,
    uuid: row.uuid,
    referenceId: row.reference_id,
    type: row.type,
    processed: row.processed,
    users_permissions_user:
      row.user_id === null || row.username === null
        ? null
        : { id: row.user_id, username: row.username },
    asOf: row.as_of,
    score: row.score,
    scoreProbability: row.score_probability,
    scoreConfidence: row.score_confidence,
    scoreVersion: row.score_version,
    ...fields,
    published_at: row.published_at,
    created_by: row.created_by,
    updated_by: row.updated_by,
    created_at: row.created_at,
    updated_at: row.updated_at,
  };
}

/** Reports as the API shows them; their texts are made now, in the reader's language. */
export async function reportsOut(
  context: Context,
  rows: readonly ReportRow[],
  language: Language,
): Promise<ReportOut[]> {
  const out: ReportOut[] = [];
  for (const row of rows) {
    const fields =
      row.model_id === null
        ? NOT_SCORED
        : scoreFields(row, await loadModel(context, row.model_id), language);
    out.push(reportOut(row, fields));
  }
  return out;
}
