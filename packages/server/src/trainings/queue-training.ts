import { recordChange } from '../audit/record-change.js';
import { companySettings } from '../company/service.js';
import type { Context } from '../context.js';
import { newId } from '../db/ids.js';
import type { Transaction } from '../db/transaction.js';
import type { Actor } from '../http/caller.js';
import { addJob } from '../jobs/queue.js';
import { insertTraining } from './queries.js';
import { nextRun } from './schedule.js';
import type { TrainingOptionsIn } from './schemas.js';

/** A training that is to be queued. */
export interface NewTraining {
  uuid: string | null;
  options: TrainingOptionsIn;
  meta: string | null;
  schedule: string | null;
  /** Username of the one who asked for it. */
  by: string;
}

/** The key of a training's job. */
export function jobKey(trainingId: string): string {
  return `training:${trainingId}`;
}

/**
 * Stores a training with its job, which runs at once or when the schedule says. Returns its id. Throws
 * InvalidError for a schedule that never comes; fails on a uuid that is taken.
 */
export async function queueTraining(
  trx: Transaction,
  { secrets }: Pick<Context, 'secrets'>,
  { training, actor }: { training: NewTraining; actor: Actor },
): Promise<string> {
  const id = newId();
  const now = new Date();
  const { schedule, options, meta, by } = training;
  const runsAt =
    schedule === null ? null : nextRun(schedule, (await companySettings(trx)).timeZone, now);
  const uuid = training.uuid ?? id;
  await insertTraining(trx, {
    id,
    uuid,
    status: 'queued',
    options: JSON.stringify(options),
    meta,
    schedule,
    runs_at: runsAt,
    published_at: now,
    created_by: by,
    updated_by: by,
    created_at: now,
    updated_at: now,
  });
  const job = { payload: { trainingId: id }, key: jobKey(id) };
  await addJob(trx, 'training', runsAt === null ? job : { ...job, runAt: runsAt });
  await recordChange(trx, secrets, actor, {
    action: 'create',
    resource: 'trainings',
    resourceId: id,
    changes: { to: { uuid, meta, schedule, options } },
  });
  return id;
}
