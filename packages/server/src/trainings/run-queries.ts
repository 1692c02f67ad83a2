import { type Kysely, sql, type Updateable } from 'kysely';
import type { Tables, TrainingsTable } from '../db/tables.js';
import type { TrainingOptionsIn } from './schemas.js';

/** One try at a training. Its number fences off an earlier try that still runs somewhere. */
export interface Attempt {
  trainingId: string;
  number: number;
}

/** What a training was asked to be. */
export interface Asked {
  options: TrainingOptionsIn;
  meta: string | null;
  schedule: string | null;
  /** Username of the one who asked. */
  by: string;
}

/** Begins the next try; null when there is nothing to do: cancelled, ended or gone. */
export async function beginAttempt(
  db: Kysely<Tables>,
  trainingId: string,
): Promise<(Attempt & Asked) | null> {
  const now = new Date();
  const row = await db
    .updateTable('trainings')
    .set({
      status: 'running',
      attempts: sql`attempts + 1`,
      progress: 0,
      stage: 'starting',
      started_at: sql`coalesce(started_at, ${now})`,
      heartbeat_at: now,
      updated_at: now,
    })
    .where('id', '=', trainingId)
    .where('status', 'in', ['queued', 'running'])
    .returning(['attempts', 'options', 'meta', 'schedule', 'created_by'])
    .executeTakeFirst();
  if (!row) return null;
  const { meta, schedule } = row;
  // Options are stored as the schema let them in.
  const options = row.options as TrainingOptionsIn;
  return { trainingId, number: row.attempts, options, meta, schedule, by: row.created_by };
}

/** Changes the training while this try is the one that runs; false when it no longer is. */
export async function updateAttempt(
  db: Kysely<Tables>,
  { trainingId, number }: Attempt,
  values: Updateable<TrainingsTable>,
): Promise<boolean> {
  const result = await db
    .updateTable('trainings')
    .set({ ...values, updated_at: new Date() })
    .where('id', '=', trainingId)
    .where('attempts', '=', number)
    .where('status', '=', 'running')
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}
