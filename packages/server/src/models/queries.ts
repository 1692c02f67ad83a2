import { type Kysely, sql } from 'kysely';
import { sharedRead } from '../db/batched.js';
import { newId } from '../db/ids.js';
import { preparedQuery } from '../db/prepared.js';
import type { Tables } from '../db/tables.js';
import type { Transaction } from '../db/transaction.js';

/** The model that scores now. */
export interface LiveModel {
  modelId: string;
  trainingId: string;
  scoreVersion: string;
}

const live = sharedRead(
  preparedQuery<LiveModel>(
    'live-model',
    `select activations.model_id as "modelId", activations.training_id as "trainingId",
     models.score_version as "scoreVersion"
   from activations join models on models.content_id = activations.model_id
   where activations.ended_at is null`,
  ),
);

export async function findLiveModel(db: Kysely<Tables>): Promise<LiveModel | null> {
  const [row] = await live(db);
  return row ?? null;
}

export async function findModelBody(db: Kysely<Tables>, modelId: string): Promise<string | null> {
  const row = await db
    .selectFrom('models')
    .select('body')
    .where('content_id', '=', modelId)
    .executeTakeFirst();
  return row?.body ?? null;
}

export async function findScoreVersion(trx: Transaction, modelId: string): Promise<string | null> {
  const row = await trx
    .selectFrom('models')
    .select('score_version')
    .where('content_id', '=', modelId)
    .executeTakeFirst();
  return row?.score_version ?? null;
}

/** Every score version that begins like this one. */
export async function findVersionsLike(trx: Transaction, prefix: string): Promise<Set<string>> {
  const rows = await trx
    .selectFrom('models')
    .select('score_version')
    .where('score_version', 'like', `${prefix}%`)
    .execute();
  return new Set(rows.map((row) => row.score_version));
}

export async function insertModel(
  trx: Transaction,
  model: { contentId: string; scoreVersion: string; body: string },
): Promise<void> {
  await trx
    .insertInto('models')
    .values({
      content_id: model.contentId,
      score_version: model.scoreVersion,
      body: model.body,
      created_at: new Date(),
    })
    .execute();
}

/** Makes activations follow each other until the transaction ends; readers are not held up. */
export async function lockActivations(trx: Transaction): Promise<void> {
  await sql`lock table activations in share row exclusive mode`.execute(trx);
}

/** Ends the reign of the live model, if there is one, and begins that of another. */
export async function replaceActivation(
  trx: Transaction,
  activation: { trainingId: string; modelId: string; reason: string; by: string; at: Date },
): Promise<void> {
  await trx
    .updateTable('activations')
    .set({ ended_at: activation.at })
    .where('ended_at', 'is', null)
    .execute();
  await trx
    .insertInto('activations')
    .values({
      id: newId(),
      training_id: activation.trainingId,
      model_id: activation.modelId,
      reason: activation.reason,
      activated_by: activation.by,
      activated_at: activation.at,
      ended_at: null,
    })
    .execute();
}
