import {
  DEFAULT_TRAINING_OPTIONS,
  encodeModel,
  NoUsableFeatureError,
  type OpenFitters,
  TooFewBadsError,
  type TrainingOptions,
  trainModel as train,
} from '@maia/engine';
import type { Database } from '../db/connect.js';
import { inTransaction } from '../db/transaction.js';
import { NO_USABLE_FEATURE, nothingToLearn, tooFew } from './refusals.js';
import type { OnProgress, TrainingOutcome, TrainingRequest } from './training-request.js';
import { readTrainingTable, type TrainingTable } from './training-table.js';

/** Share of a training that is reading, for the progress. */
const READING_SHARE = 0.3;

/** What a training may use besides the database. */
export interface TrainingMeans {
  onProgress: OnProgress;
  /** Where fits of trees are made; in the caller's thread when left out. */
  openFitters?: OpenFitters;
}

/** Reads the portfolio in one snapshot, learns a model, and validates it. Takes minutes of processor time. */
export async function trainModel(
  db: Database,
  request: TrainingRequest,
  { onProgress, openFitters }: TrainingMeans,
): Promise<TrainingOutcome> {
  const table = await inTransaction(
    db,
    (trx) =>
      readTrainingTable(trx, request, (share, stage) => onProgress(READING_SHARE * share, stage)),
    { isolation: 'repeatable read', statementTimeoutMs: 0, attemptsMax: 1 },
  );
  if (table.data.labels.length === 0)
    return { kind: 'refused', sentence: nothingToLearn(table.portfolio) };
  try {
    const { model, report } = await train(table.data, optionsOf(request, table), {
      onProgress: (share, stage) => onProgress(READING_SHARE + (1 - READING_SHARE) * share, stage),
      ...(openFitters && { openFitters }),
    });
    const { portfolio } = table;
    const findings = [...table.findings, ...report.findings];
    return {
      kind: 'trained',
      modelText: encodeModel(model),
      report: { ...report, findings, portfolio },
    };
  } catch (error) {
    if (error instanceof TooFewBadsError)
      return { kind: 'refused', sentence: tooFew(error, table.portfolio) };
    if (error instanceof NoUsableFeatureError)
      return { kind: 'refused', sentence: NO_USABLE_FEATURE };
    throw error;
  }
}

function optionsOf(request: TrainingRequest, table: TrainingTable): TrainingOptions {
  const { target } = table.portfolio;
  const excluded = new Map(table.unknowable.map(({ code, reason }) => [code, reason]));
  for (const { code } of table.data.featureSpace.definitions) {
    if (request.include !== null && !request.include.includes(code))
      excluded.set(code, 'Not among the features to include.');
    if (request.exclude.includes(code)) excluded.set(code, 'Excluded by request.');
  }
  return {
    ...DEFAULT_TRAINING_OPTIONS,
    algorithm: request.algorithm,
    seed: request.seed,
    target:
      target === null
        ? { source: 'outcomes' }
        : { source: 'payments', badDays: target.badDays, windowMonths: target.windowMonths },
    scale: request.scale,
    approvalScore: request.approvalScore,
    excludedFeatures: [...excluded].map(([code, reason]) => ({ code, reason })),
    depthFeature: 'instalments.all',
    exclusions: table.exclusions,
  };
}
