import { recordChange } from '../audit/record-change.js';
import type { Context } from '../context.js';
import { inTransaction } from '../db/transaction.js';
import { violatedUnique } from '../db/violations.js';
import { ConflictError, ForbiddenError, InvalidError, NotFoundError } from '../errors.js';
import type { Actor, Caller } from '../http/caller.js';
import { addJob, removeJob } from '../jobs/queue.js';
import type { ListRequest } from '../lists/request.js';
import { findLiveModel, lockActivations, replaceActivation } from '../models/service.js';
import { cardOf } from '../scoring/card.js';
import { loadModel } from '../scoring/loaded-models.js';
import { assertUsable } from './options.js';
import {
  countTrainings,
  findTraining,
  findTrainingId,
  listActivations,
  listTrainings,
  lockTraining,
  markCancelled,
  TRAINING_LIST,
  type TrainingRow,
} from './queries.js';
import { jobKey, queueTraining } from './queue-training.js';
import type { ActivationOut, TrainingCreateIn, TrainingOptionsIn, TrainingOut } from './schemas.js';
import { mayBeChance, targetChanges } from './verdict.js';

export { countTrainings, TRAINING_LIST };

function trainingOut(row: TrainingRow): TrainingOut {
  return {
    id: row.id,
    uuid: row.uuid,
    status: row.status,
    progress: row.progress,
    stage: row.stage,
    error: row.error,
    active: row.live_since !== null,
    accuracy: row.accuracy,
    precission: row.precission,
    precision: row.precission,
    mae: row.mae,
    rmse: row.rmse,
    binaryPath: row.model_id,
    version: row.score_version,
    meta: row.meta,
    schedule: row.schedule,
    scheduledFor: row.runs_at,
    // Options are stored as the schema let them in.
    options: row.options as TrainingOptionsIn,
    metrics: row.metrics,
    startedAt: row.started_at,
    endedAt: row.ended_at,
    published_at: row.published_at,
    created_by: row.created_by,
    updated_by: row.updated_by,
    created_at: row.created_at,
    updated_at: row.updated_at,
  };
}

async function trainingIdOf(context: Context, name: string): Promise<string> {
  const id = await findTrainingId(context.db.kysely, name);
  if (id === null) throw new NotFoundError(`There is no training "${name.slice(0, 100)}".`);
  return id;
}

export async function readTrainings(context: Context, list: ListRequest): Promise<TrainingOut[]> {
  return (await listTrainings(context.db.kysely, list)).map(trainingOut);
}

/** The training with this id or uuid. Throws NotFoundError. */
export async function readTraining(context: Context, name: string): Promise<TrainingOut> {
  const row = await findTraining(context.db.kysely, await trainingIdOf(context, name));
  if (row === null) throw new NotFoundError(`There is no training "${name.slice(0, 100)}".`);
  return trainingOut(row);
}

/**
 * Queues a training, now or by its schedule. Throws InvalidError for options or a schedule that cannot be used,
 * ConflictError for a uuid that is taken.
 */
export async function createTraining(
  context: Context,
  actor: Actor,
  body: TrainingCreateIn,
): Promise<TrainingOut> {
  const options = body.options ?? {};
  assertUsable(options);
  const training = {
    uuid: body.uuid ?? null,
    options,
    meta: body.meta ?? null,
    schedule: body.schedule ?? null,
    by: actor.username,
  };
  try {
    const id = await inTransaction(context.db, (trx) =>
      queueTraining(trx, context, { training, actor }),
    );
    return await readTraining(context, id);
  } catch (error) {
    if (violatedUnique(error) === 'trainings_uuid_key')
      throw new ConflictError(`There is a training with the uuid "${body.uuid}" already.`);
    throw error;
  }
}

/** Stops a queued or running training; of a series, this run, and when it is the next one, the series. Throws ConflictError when it has ended. */
export async function cancelTraining(context: Context, actor: Actor, name: string): Promise<void> {
  const id = await trainingIdOf(context, name);
  await inTransaction(context.db, async (trx) => {
    const training = await lockTraining(trx, id);
    if (!training) throw new NotFoundError(`There is no training "${name.slice(0, 100)}".`);
    if (training.status !== 'queued' && training.status !== 'running')
      throw new ConflictError(`The training has ended already: it is ${training.status}.`);
    await markCancelled(trx, id, actor.username);
    await removeJob(trx, jobKey(id));
    await recordChange(trx, context.secrets, actor, {
      action: 'cancel',
      resource: 'trainings',
      resourceId: id,
      changes: { from: { status: training.status }, to: { status: 'cancelled' } },
    });
  });
}

/**
 * Lets a training's model score from now on; waiting reports are then processed. An earlier one may be
 * activated again. A model that may be no better than chance needs an administrator and a reason.
 */
export async function activateTraining(
  context: Context,
  who: { caller: Caller; actor: Actor },
  request: { name: string; reason: string },
): Promise<TrainingOut & { warnings: string[] }> {
  const id = await trainingIdOf(context, request.name);
  const warnings = await inTransaction(context.db, async (trx) => {
    const training = await lockTraining(trx, id);
    if (!training?.model_id || training.status !== 'succeeded')
      throw new ConflictError(
        `The training is ${training?.status ?? 'gone'}; only one that succeeded can be activated.`,
      );
    if (mayBeChance(training.metrics)) assertMayActivateChance(who.caller, request.reason);
    await lockActivations(trx);
    const live = await findLiveModel(trx);
    if (live?.trainingId === id) throw new ConflictError('The training is active already.');
    await replaceActivation(trx, {
      trainingId: id,
      modelId: training.model_id,
      reason: request.reason,
      by: who.actor.username,
      at: new Date(),
    });
    await addJob(trx, 'waiting-reports', { payload: {}, key: 'waiting-reports' });
    await recordChange(trx, context.secrets, who.actor, {
      action: 'activate',
      resource: 'trainings',
      resourceId: id,
      changes: {
        modelId: training.model_id,
        before: live?.trainingId ?? null,
        reason: request.reason,
      },
    });
    const before = live && (await findTraining(trx, live.trainingId));
    return targetChanges(before?.metrics ?? null, training.metrics);
  });
  return { ...(await readTraining(context, id)), warnings };
}

function assertMayActivateChance(caller: Caller, reason: string): void {
  const fact = 'The model may be no better than chance: the interval of its AUC contains 0.5.';
  if (!caller.isAdministrator)
    throw new ForbiddenError(`${fact} Only an administrator can activate it.`);
  if (reason.trim() === '')
    throw new InvalidError(`${fact} To activate it all the same, send a reason.`, [
      { field: 'reason', message: 'is required for this model' },
    ]);
}

/** Which model was live when, and why. */
export async function readActivations(
  context: Context,
  list: ListRequest,
): Promise<ActivationOut[]> {
  const rows = await listActivations(context.db.kysely, list);
  return rows.map((row) => ({
    id: row.id,
    training: { id: row.training_id, uuid: row.training_uuid },
    version: row.score_version,
    binaryPath: row.model_id,
    reason: row.reason,
    activatedBy: row.activated_by,
    activatedAt: row.activated_at,
    endedAt: row.ended_at,
  }));
}

/** The scorecard of a training. Throws NotFoundError where there is none. */
export async function readCard(
  context: Context,
  name: string,
): Promise<NonNullable<ReturnType<typeof cardOf>>> {
  const { status, binaryPath } = await readTraining(context, name);
  if (binaryPath === null)
    throw new NotFoundError(`The training is ${status}; only one that succeeded has a card.`);
  const card = cardOf(await loadModel(context, binaryPath));
  if (card === null)
    throw new NotFoundError(
      'The model is made of boosted trees, which have no card; train with options.algorithm "scorecard" for one.',
    );
  return card;
}
