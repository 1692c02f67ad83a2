import { DEFAULT_SETTINGS } from '../src/company/settings.js';
import type { Context } from '../src/context.js';
import { newId } from '../src/db/ids.js';
import { inTransaction } from '../src/db/transaction.js';
import { replaceActivation, storeModel } from '../src/models/service.js';
import { trainModel } from '../src/scoring/train.js';
import { requestOf } from '../src/trainings/options.js';

/**
 * Trains a card on what the database holds, in this process and without a job, and stores the succeeded training that
 * the job would have left. Returns the training's id.
 */
export async function storeTrainedModel(context: Context, seed = 1): Promise<string> {
  const outcome = await trainModel(
    context.db,
    requestOf({ algorithm: 'scorecard', seed }, DEFAULT_SETTINGS),
    { onProgress: () => {} },
  );
  if (outcome.kind === 'refused') throw new Error(outcome.sentence);
  const id = newId();
  const now = new Date();
  await inTransaction(context.db, async (trx) => {
    const { contentId } = await storeModel(trx, outcome.modelText);
    await trx
      .insertInto('trainings')
      .values({
        id,
        uuid: id,
        status: 'succeeded',
        options: '{}',
        metrics: JSON.stringify(outcome.report),
        model_id: contentId,
        published_at: now,
        created_by: 'test',
        updated_by: 'test',
        created_at: now,
        updated_at: now,
      })
      .execute();
  });
  return id;
}

/** Lets the model of a stored training score, without queueing what waits for one. */
export async function activate(context: Context, trainingId: string): Promise<void> {
  const { model_id } = await context.db.kysely
    .selectFrom('trainings')
    .select('model_id')
    .where('id', '=', trainingId)
    .executeTakeFirstOrThrow();
  const modelId = String(model_id);
  await inTransaction(context.db, (trx) =>
    replaceActivation(trx, { trainingId, modelId, reason: 'test', by: 'test', at: new Date() }),
  );
}
