import { decodeModel, type FeatureSpace, type Model } from '@maia/engine';
import type { Context } from '../context.js';
import type { Database } from '../db/connect.js';
import { loadModelText } from '../models/service.js';

/** A model ready to score. */
export type LoadedModel = Model<FeatureSpace>;

/** Reports of more models than this are rarely read at once. */
const MODELS_KEPT = 8;

const loadedBy = new WeakMap<Database, Map<string, Promise<LoadedModel>>>();

/** The model with this content id, read and checked once. Throws ModelCorruptError, ModelFormatError. */
export async function loadModel(
  context: Pick<Context, 'db' | 'config' | 'log'>,
  modelId: string,
): Promise<LoadedModel> {
  let loaded = loadedBy.get(context.db);
  if (loaded === undefined) {
    loaded = new Map();
    loadedBy.set(context.db, loaded);
  }
  const known = loaded.get(modelId);
  const model = known ?? loadModelText(context, modelId).then(decodeModel);
  // The map keeps the order of use, so that the first is the one unused for longest.
  loaded.delete(modelId);
  loaded.set(modelId, model);
  const [oldest] = loaded.keys();
  if (loaded.size > MODELS_KEPT && oldest !== undefined) loaded.delete(oldest);
  try {
    return await model;
  } catch (error) {
    loaded.delete(modelId);
    throw error;
  }
}
