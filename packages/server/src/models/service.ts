import { createHash } from 'node:crypto';
import type { Context } from '../context.js';
import type { Transaction } from '../db/transaction.js';
import { readModelFile, writeModelFile } from './file.js';
import {
  findLiveModel,
  findModelBody,
  findScoreVersion,
  findVersionsLike,
  insertModel,
  type LiveModel,
  lockActivations,
  replaceActivation,
} from './queries.js';

export { findLiveModel, type LiveModel, lockActivations, replaceActivation };

/** A model's text does not have the hash that names it. */
export class ModelCorruptError extends Error {
  override name = 'ModelCorruptError';
}

const VERSION_DIGITS_MIN = 4;

/** A model is named by the SHA-256 of its canonical text, in hexadecimal. */
export function contentIdOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** The model that scores now; null before the first activation. */
export async function liveModel(context: Pick<Context, 'db'>): Promise<LiveModel | null> {
  return findLiveModel(context.db.kysely);
}

/** `v-` and as many digits of the content id as tell it from all other models, four at least. */
async function freeVersion(trx: Transaction, contentId: string): Promise<string> {
  const version = (digits: number): string => `v-${contentId.slice(0, digits)}`;
  const taken = await findVersionsLike(trx, version(VERSION_DIGITS_MIN));
  let digits = VERSION_DIGITS_MIN;
  while (taken.has(version(digits))) digits += 1;
  return version(digits);
}

/** Keeps a model, once however often the same is trained. */
export async function storeModel(
  trx: Transaction,
  text: string,
): Promise<{ contentId: string; scoreVersion: string }> {
  const contentId = contentIdOf(text);
  const known = await findScoreVersion(trx, contentId);
  if (known !== null) return { contentId, scoreVersion: known };
  const scoreVersion = await freeVersion(trx, contentId);
  await insertModel(trx, { contentId, scoreVersion, body: text });
  return { contentId, scoreVersion };
}

/** Makes this machine's file of a model. */
export async function keepModelFile(
  context: Pick<Context, 'config' | 'log'>,
  contentId: string,
  text: string,
): Promise<void> {
  await writeModelFile(context.config.dataDir, contentId, text).catch((error: unknown) => {
    // The database has it, so a disk that cannot be written must not stop the scoring.
    context.log.warn({ err: error, contentId }, 'the model file cannot be written');
  });
}

/**
 * The text of a model: from this machine's file, else from the database, which then makes the file.
 * Throws ModelCorruptError when neither has the text that the id names.
 */
export async function loadModelText(
  context: Pick<Context, 'db' | 'config' | 'log'>,
  contentId: string,
): Promise<string> {
  const { dataDir } = context.config;
  const fromFile = await readModelFile(dataDir, contentId);
  if (fromFile !== null && contentIdOf(fromFile) === contentId) return fromFile;
  if (fromFile !== null)
    context.log.error({ contentId }, 'the model file is damaged and is written again');
  const body = await findModelBody(context.db.kysely, contentId);
  if (body === null || contentIdOf(body) !== contentId)
    throw new ModelCorruptError(`The model ${contentId} is missing or damaged in the database.`);
  await keepModelFile(context, contentId, body);
  return body;
}
