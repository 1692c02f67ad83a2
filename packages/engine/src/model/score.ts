import { bootstrapSpread, openVariance, replicatedLogOdds } from '../explain/confidence.js';
import {
  contributionsOf,
  type Entry,
  NO_HISTORY_CODE,
  readCard,
  referenceLogOdds,
} from '../explain/contributions.js';
import { readTrees, replicatedTreeLogOdds, treeLogOdds } from '../explain/read-trees.js';
import { rankReasons } from '../explain/reasons.js';
import type { BoostingModel, Model, ScorecardModel } from './model.js';
import { scoreOf } from './scale.js';
import type { Contribution, ScoredRow, ScoreInterval } from './scored.js';

/** The row does not have one number per feature of the model. */
export class RowShapeError extends Error {
  override readonly name = 'RowShapeError';
}

/**
 * Scores one row of features, in the order of the model's feature space, NaN where not known. Every row gets a score: what is missing or
 * was never seen in training has a place of its own or adds nothing, and lowers the confidence.
 * Throws RowShapeError when the row is no row of this model.
 */
export function scoreRow(model: Model, row: Float64Array): ScoredRow {
  if (row.length !== model.featureSpace.definitions.length) {
    throw new RowShapeError(
      `the model has ${model.featureSpace.definitions.length} features, the row ${row.length}`,
    );
  }
  return model.kind === 'scorecard' ? scoreOnCard(model, row) : scoreByTrees(model, row);
}

/** Standard deviation of the calibrated log-odds of a row over the replicates. */
export function replicateSpreadOf(model: Model, row: Float64Array): number {
  return bootstrapSpread(
    model.kind === 'boosting' ? replicatedTreeLogOdds(model, row) : replicatedLogOdds(model, row),
  );
}

/** Calibrated log-odds of a row, without all that a report says beside it. */
export function logOddsOf(model: Model, row: Float64Array): number {
  if (model.kind === 'boosting') return treeLogOdds(model, row);
  return readCard(model, row).reduce((sum, entry) => sum + entry.logOdds, model.intercept);
}

function scoreOnCard(model: ScorecardModel, row: Float64Array): ScoredRow {
  const entries = readCard(model, row);
  if (entries.every(({ unknown }) => unknown)) return scoreWithoutHistory(model);
  const logOdds = entries.reduce((sum, entry) => sum + entry.logOdds, model.intercept);
  return scoreKnown(model, row, {
    basis: 'card',
    entries,
    logOdds,
    replicated: replicatedLogOdds(model, row),
  });
}

function scoreByTrees(model: BoostingModel, row: Float64Array): ScoredRow {
  const reading = readTrees(model, row);
  if (reading.knowsNothing) return scoreWithoutHistory(model);
  return scoreKnown(model, row, { basis: 'trees', ...reading });
}

function scoreKnown(
  model: Model,
  row: Float64Array,
  reading: {
    basis: 'card' | 'trees';
    entries: readonly Entry[];
    logOdds: number;
    replicated: readonly number[];
  },
): ScoredRow {
  const { basis, entries, logOdds } = reading;
  const spread = bootstrapSpread(reading.replicated);
  const open = Math.sqrt(openVariance(model.uncertainty, row, { entries, spread }));
  const contributions = contributionsOf(model, entries);
  const share = 1 - open / model.uncertainty.portfolioSpread;
  return describe(model, {
    basis,
    logOdds,
    spread: Math.sqrt(spread ** 2 + model.uncertainty.formVariance),
    confidence: 100 * Math.min(1, Math.max(0, Number.isFinite(share) ? share : 0)),
    contributions,
    told: rankReasons(contributions, model.scale.factor),
  });
}

/** The bad rate of comparable customers, or of all where there were too few, with nothing known of this one. */
function scoreWithoutHistory(model: Model): ScoredRow {
  const { all, withoutHistory, customersWithoutHistory } = model.baseRates;
  const pd = withoutHistory ?? all;
  const logOdds = Math.log((1 - pd) / pd);
  const spread =
    withoutHistory === null
      ? model.uncertainty.portfolioSpread
      : 1 / Math.sqrt(customersWithoutHistory * pd * (1 - pd));
  const contributions: Contribution[] = [
    {
      code: NO_HISTORY_CODE,
      family: 'littleHistory',
      value: null,
      contribution: logOdds - referenceLogOdds(model),
    },
  ];
  return describe(model, {
    basis: 'baseRate',
    logOdds,
    spread,
    confidence: 0,
    contributions,
    // That nothing is known is a reason where it lowered the score, and never speaks for the person.
    told: { reasons: rankReasons(contributions, model.scale.factor).reasons, strengths: [] },
  });
}

function describe(
  model: Model,
  result: {
    basis: ScoredRow['basis'];
    logOdds: number;
    spread: number;
    confidence: number;
    contributions: readonly Contribution[];
    told: Pick<ScoredRow, 'reasons' | 'strengths'>;
  },
): ScoredRow {
  const pd = probabilityOfBad(result.logOdds);
  return {
    logOdds: result.logOdds,
    pd,
    score: scoreOf(model.scale, result.logOdds),
    scoreProbability: 100 * (1 - pd),
    confidence: result.confidence,
    interval: intervalAround(model, result),
    basis: result.basis,
    reference: referenceLogOdds(model),
    contributions: result.contributions,
    ...result.told,
  };
}

/** Symmetric about the point estimate on log-odds, by the spread of the replicates and of the model's form and Student's quantile. */
function intervalAround(
  { uncertainty, scale }: Model,
  { logOdds, spread }: { logOdds: number; spread: number },
): ScoreInterval {
  const half = uncertainty.quantile * spread;
  return {
    level: uncertainty.level,
    pdLow: probabilityOfBad(logOdds + half),
    pdHigh: probabilityOfBad(logOdds - half),
    scoreLow: scoreOf(scale, logOdds - half),
    scoreHigh: scoreOf(scale, logOdds + half),
  };
}

function probabilityOfBad(logOdds: number): number {
  return 1 / (1 + Math.exp(logOdds));
}
