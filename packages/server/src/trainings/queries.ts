import type { Insertable, Kysely, Selectable } from 'kysely';
import { isStorable } from '../db/storable-text.js';
import type { Tables, TrainingsTable } from '../db/tables.js';
import type { Transaction } from '../db/transaction.js';
import { pageOf, whereList } from '../lists/apply.js';
import type { ListDefinition } from '../lists/definition.js';
import type { ListRequest } from '../lists/request.js';
import { isUuid } from '../lists/value.js';
import { TRAINING_STATUSES } from './schemas.js';

/** A training as the API shows it, with the version of its model. */
export type TrainingRow = Selectable<TrainingsTable> & {
  score_version: string | null;
  live_since: Date | null;
};

export const TRAINING_LIST: ListDefinition = {
  id: 'trainings.id',
  fields: {
    id: { column: 'trainings.id', type: 'id' },
    uuid: { column: 'trainings.uuid', type: 'text' },
    status: { column: 'trainings.status', type: 'text', values: TRAINING_STATUSES },
    accuracy: { column: 'trainings.accuracy', type: 'number' },
    precission: { column: 'trainings.precission', type: 'number' },
    precision: { column: 'trainings.precission', type: 'number' },
    mae: { column: 'trainings.mae', type: 'number' },
    rmse: { column: 'trainings.rmse', type: 'number' },
    binaryPath: { column: 'trainings.model_id', type: 'text' },
    version: { column: 'models.score_version', type: 'text' },
    meta: { column: 'trainings.meta', type: 'text' },
    progress: { column: 'trainings.progress', type: 'number' },
    schedule: { column: 'trainings.schedule', type: 'text' },
    scheduledFor: { column: 'trainings.runs_at', type: 'instant' },
    startedAt: { column: 'trainings.started_at', type: 'instant' },
    endedAt: { column: 'trainings.ended_at', type: 'instant' },
    published_at: { column: 'trainings.published_at', type: 'instant' },
    created_by: { column: 'trainings.created_by', type: 'text' },
    updated_by: { column: 'trainings.updated_by', type: 'text' },
    created_at: { column: 'trainings.created_at', type: 'instant' },
    updated_at: { column: 'trainings.updated_at', type: 'instant' },
  },
};

function joined(db: Kysely<Tables>) {
  return db
    .selectFrom('trainings')
    .leftJoin('models', 'models.content_id', 'trainings.model_id')
    .leftJoin('activations', (join) =>
      join
        .onRef('activations.training_id', '=', 'trainings.id')
        .on('activations.ended_at', 'is', null),
    );
}

function selected(db: Kysely<Tables>) {
  return joined(db)
    .selectAll('trainings')
    .select(['models.score_version', 'activations.activated_at as live_since']);
}

export async function listTrainings(db: Kysely<Tables>, list: ListRequest): Promise<TrainingRow[]> {
  return pageOf(selected(db), list).execute();
}

export async function countTrainings(db: Kysely<Tables>, list: ListRequest): Promise<number> {
  const row = await whereList(joined(db), list)
    .select((expression) => expression.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow();
  return Number(row.count);
}

/** The id of the training with this id, else with this uuid. */
export async function findTrainingId(db: Kysely<Tables>, name: string): Promise<string | null> {
  if (!isStorable(name)) return null;
  if (isUuid(name)) {
    const byId = await db
      .selectFrom('trainings')
      .select('id')
      .where('id', '=', name)
      .executeTakeFirst();
    if (byId) return byId.id;
  }
  const byUuid = await db
    .selectFrom('trainings')
    .select('id')
    .where('uuid', '=', name)
    .executeTakeFirst();
  return byUuid?.id ?? null;
}

export async function findTraining(db: Kysely<Tables>, id: string): Promise<TrainingRow | null> {
  return (await selected(db).where('trainings.id', '=', id).executeTakeFirst()) ?? null;
}

/** The training, kept from other writers until the transaction ends. */
export async function lockTraining(trx: Transaction, id: string) {
  return trx
    .selectFrom('trainings')
    .selectAll()
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
}

export async function insertTraining(
  trx: Transaction,
  values: Insertable<TrainingsTable>,
): Promise<void> {
  await trx.insertInto('trainings').values(values).execute();
}

export async function markCancelled(trx: Transaction, id: string, by: string): Promise<void> {
  const now = new Date();
  await trx
    .updateTable('trainings')
    .set({ status: 'cancelled', stage: null, ended_at: now, updated_at: now, updated_by: by })
    .where('id', '=', id)
    .execute();
}

export const ACTIVATION_LIST: ListDefinition = {
  id: 'activations.id',
  fields: {
    id: { column: 'activations.id', type: 'id' },
    training: { column: 'activations.training_id', type: 'id' },
    version: { column: 'models.score_version', type: 'text' },
    binaryPath: { column: 'activations.model_id', type: 'text' },
    activatedBy: { column: 'activations.activated_by', type: 'text' },
    activatedAt: { column: 'activations.activated_at', type: 'instant' },
    endedAt: { column: 'activations.ended_at', type: 'instant' },
  },
};

/** Which model was live when, the first reign first. */
export async function listActivations(db: Kysely<Tables>, list: ListRequest) {
  const query = db
    .selectFrom('activations')
    .innerJoin('models', 'models.content_id', 'activations.model_id')
    .innerJoin('trainings', 'trainings.id', 'activations.training_id')
    .selectAll('activations')
    .select(['models.score_version', 'trainings.uuid as training_uuid']);
  return pageOf(query, list).execute();
}
