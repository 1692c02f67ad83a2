import type { Context } from '../context.js';
import { liveModel } from '../models/service.js';
import type { TrainingRequest } from '../scoring/training-request.js';
import { findTraining } from './queries.js';

interface Reported {
  target?: { source: 'outcomes' } | { source: 'payments'; badDays: number; windowMonths: number };
}

/** What the model that scores now means by bad; null without one, and where outcomes said so. */
export async function liveDefinition(
  context: Pick<Context, 'db'>,
): Promise<TrainingRequest['target']['live']> {
  const live = await liveModel(context);
  const training = live && (await findTraining(context.db.kysely, live.trainingId));
  // Metrics are stored as the training wrote them.
  const { target } = (training?.metrics ?? {}) as Reported;
  if (target?.source !== 'payments') return null;
  return { badDays: target.badDays, windowMonths: target.windowMonths };
}
