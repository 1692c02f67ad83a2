import { recordChanges } from '../audit/record-change.js';
import { companySettings } from '../company/service.js';
import type { CompanySettings } from '../company/settings.js';
import type { Context } from '../context.js';
import { inTransaction } from '../db/transaction.js';
import { SYSTEM_ACTOR } from '../http/caller.js';
import { JobInterruptedError } from '../jobs/job.js';
import { type LiveModel, liveModel } from '../models/service.js';
import { dayFromIso } from '../scoring/days.js';
import { loadModel } from '../scoring/loaded-models.js';
import { readHistories, type Subject, scoreAll } from '../scoring/subjects.js';
import type { VectorIn } from './schemas.js';
import { scoreChange } from './store.js';
import { vectorHistory } from './vector-history.js';
import { fillScores, findWaiting, keepCustomers, type WaitingReport } from './waiting-queries.js';

const AT_ONCE = 200;
const FIRST_ID = '00000000-0000-0000-0000-000000000000';

/** The job that scores the reports that were asked for before there was a model, as of the day they were asked. */
export async function processWaitingReports(
  context: Context,
  _payload: Record<string, never>,
  signal: AbortSignal,
): Promise<void> {
  const model = await liveModel(context);
  if (model === null) return;
  const settings = await companySettings(context.db.kysely);
  let afterId = FIRST_ID;
  while (!signal.aborted) {
    const waiting = await findWaiting(context.db.kysely, afterId, AT_ONCE);
    const last = waiting.at(-1);
    if (last === undefined) return;
    await processSome(context, { model, settings }, waiting);
    afterId = last.id;
  }
  throw new JobInterruptedError();
}

async function subjectsOf(context: Context, waiting: readonly WaitingReport[]): Promise<Subject[]> {
  const customers = waiting.flatMap(({ type, customer_id, attributes }) =>
    type === 'reference' && customer_id !== null
      ? [{ id: customer_id, attributes: attributes ?? {} }]
      : [],
  );
  const histories = await readHistories(context.db, customers);
  return waiting.map((report) => {
    // Vectors are stored as the schema let them in.
    const vector = report.vector as VectorIn | null;
    const stored = histories.get(report.customer_id ?? '') ?? { instalments: [], attributes: {} };
    const history = vector === null ? stored : vectorHistory(vector, report.created_at);
    return { history, asOf: dayFromIso(report.as_of) };
  });
}

async function processSome(
  context: Context,
  { model, settings }: { model: LiveModel; settings: CompanySettings },
  waiting: readonly WaitingReport[],
): Promise<void> {
  const loaded = await loadModel(context, model.modelId);
  const subjects = await subjectsOf(context, waiting);
  const scores = await scoreAll(context.db, subjects, { model: loaded, settings });
  await inTransaction(context.db, async (trx) => {
    const customerIds = waiting.flatMap(({ customer_id }) => customer_id ?? []);
    const kept = await keepCustomers(trx, customerIds);
    const scored = waiting
      .map((report, index) => ({ report, id: report.id, score: scores[index] }))
      .filter(({ report }) => report.customer_id === null || kept.has(report.customer_id));
    const filled = await fillScores(trx, model, scored);
    const changes = scored
      .filter(({ id }) => filled.has(id))
      .map(({ report, id, score }) =>
        scoreChange(
          'process',
          {
            id,
            score,
            type: report.type,
            asOf: report.as_of,
            customerId: report.customer_id,
            referenceId: report.reference_id,
          },
          model,
        ),
      );
    await recordChanges(trx, context.secrets, SYSTEM_ACTOR, changes);
  });
}
