import { recordChange } from '../audit/record-change.js';
import { companySettings } from '../company/service.js';
import type { Context } from '../context.js';
import { inTransaction } from '../db/transaction.js';
import { SYSTEM_ACTOR } from '../http/caller.js';
import { JobInterruptedError } from '../jobs/job.js';
import { contentIdOf, keepModelFile, storeModel } from '../models/service.js';
import { trainInThread } from '../scoring/train-in-thread.js';
import type { TrainingOutcome } from '../scoring/training-request.js';
import { liveDefinition } from './live-definition.js';
import { requestOf } from './options.js';
import { queueTraining } from './queue-training.js';
import { type Attempt, beginAttempt, updateAttempt } from './run-queries.js';
import { isRecurring } from './schedule.js';
import { type Used, usedOptions } from './used-options.js';

/** A training whose worker died this often is not tried again. */
const ATTEMPTS_MAX = 10;
const HEARTBEAT_MS = 1000;

const TRIED_TOO_OFTEN =
  'The server stopped each time while it ran this training, most likely for lack of memory. Train on fewer outcomes, or give the machine more memory.';
const BROKE =
  'Something unexpected happened in this training; the log of the server says what. Queue it again, and tell your operator if it happens twice.';

/** The job of a training: trains in a thread and stores the model and the result together. */
export async function runTraining(
  context: Context,
  { trainingId }: { trainingId: string },
  signal: AbortSignal,
): Promise<void> {
  const attempt = await begin(context, trainingId);
  if (attempt === null) return;
  if (attempt.number > ATTEMPTS_MAX) return endFailed(context, attempt, TRIED_TOO_OFTEN);
  const settings = await companySettings(context.db.kysely);
  const request = requestOf(attempt.options, settings, await liveDefinition(context));
  const heartbeat = startHeartbeat(context, attempt, signal);
  try {
    const { databaseUrl } = context.db;
    const input = { databaseUrl, request };
    const outcome = await trainInThread(input, heartbeat.onProgress, heartbeat.signal);
    if (outcome !== null) {
      await end(context, attempt, { outcome, options: attempt.options, settings, request });
    } else if (signal.aborted) {
      await updateAttempt(context.db.kysely, attempt, {
        status: 'queued',
        progress: 0,
        stage: null,
      });
      throw new JobInterruptedError();
    }
  } catch (error) {
    if (error instanceof JobInterruptedError || signal.aborted) throw new JobInterruptedError();
    context.log.error({ err: error, trainingId }, 'training broke');
    await endFailed(context, attempt, BROKE);
  } finally {
    heartbeat.stop();
  }
}

/** Begins the next try; the first of a run that comes round again queues the run after it, once. */
async function begin(context: Context, trainingId: string) {
  return inTransaction(context.db, async (trx) => {
    const attempt = await beginAttempt(trx, trainingId);
    const { schedule = null } = attempt ?? {};
    if (attempt?.number === 1 && schedule !== null && isRecurring(schedule))
      await queueTraining(trx, context, {
        training: { ...attempt, uuid: null },
        actor: SYSTEM_ACTOR,
      });
    return attempt;
  });
}

/** Tells the database that the try is alive, and ends it when it is no longer wanted. */
function startHeartbeat(context: Context, attempt: Attempt, stopping: AbortSignal) {
  const cancelled = new AbortController();
  let progress = { progress: 0, stage: 'starting' };
  const beat = async (): Promise<void> => {
    try {
      const values = { ...progress, heartbeat_at: new Date() };
      if (!(await updateAttempt(context.db.kysely, attempt, values))) cancelled.abort();
    } catch (error) {
      // A database that is away for a moment must not cost a training of minutes.
      context.log.warn({ err: error, ...attempt }, 'heartbeat of a training failed');
    }
  };
  const timer = setInterval(() => void beat(), HEARTBEAT_MS);
  return {
    signal: AbortSignal.any([stopping, cancelled.signal]),
    onProgress: (share: number, stage: string): void => {
      progress = { progress: share, stage };
    },
    stop: () => clearInterval(timer),
  };
}

async function end(
  context: Context,
  attempt: Attempt,
  { outcome, ...used }: { outcome: TrainingOutcome } & Omit<Used, 'report'>,
): Promise<void> {
  if (outcome.kind === 'refused') return endFailed(context, attempt, outcome.sentence);
  const { modelText, report } = outcome;
  const { accuracy, precision, mae, rmse } = report.byCustomer.threshold;
  // The file first, so that whoever sees the success finds it; alone it does no harm.
  await keepModelFile(context, contentIdOf(modelText), modelText);
  await inTransaction(context.db, async (trx) => {
    const model = await storeModel(trx, modelText);
    const isOurs = await updateAttempt(trx, attempt, {
      status: 'succeeded',
      progress: 1,
      stage: null,
      error: null,
      metrics: JSON.stringify({ ...report, usedOptions: usedOptions({ ...used, report }) }),
      accuracy,
      precission: precision,
      mae,
      rmse,
      model_id: model.contentId,
      ended_at: new Date(),
    });
    if (!isOurs) return;
    await recordChange(trx, context.secrets, SYSTEM_ACTOR, {
      action: 'succeed',
      resource: 'trainings',
      resourceId: attempt.trainingId,
      changes: { modelId: model.contentId, scoreVersion: model.scoreVersion },
    });
  });
}

async function endFailed(context: Context, attempt: Attempt, sentence: string): Promise<void> {
  await inTransaction(context.db, async (trx) => {
    const values = {
      status: 'failed' as const,
      stage: null,
      error: sentence,
      ended_at: new Date(),
    };
    if (!(await updateAttempt(trx, attempt, values))) return;
    await recordChange(trx, context.secrets, SYSTEM_ACTOR, {
      action: 'fail',
      resource: 'trainings',
      resourceId: attempt.trainingId,
      changes: { error: sentence },
    });
  });
}
