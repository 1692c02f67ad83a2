import {
  type Contribution,
  computeFeatures,
  type History,
  isoFromDay,
  overdueDaysOf,
  type Reason,
  referenceLogOdds,
  type ScoreInterval,
  scoreOf,
  scoreRow,
  type Viewpoint,
  wholePercentage,
} from '@maia/engine';
import type { LoadedModel } from './loaded-models.js';

export type { ScoreInterval };

/** All that a report keeps of a score besides its three numbers: codes and numbers, no texts. */
export interface ScoreResult {
  /** Probability of going bad, 0 to 1, unrounded; null for who is bad already. */
  pd: number | null;
  logOdds: number | null;
  interval: ScoreInterval | null;
  /** Log-odds of the group that the contributions compare with. */
  reference: number | null;
  features: readonly Contribution[];
  reasons: readonly Reason[];
  strengths: readonly Reason[];
  basis: 'card' | 'trees' | 'baseRate' | 'alreadyBad';
  /** Last day of complete receipts, YYYY-MM-DD. */
  observedThrough: string;
  scale: { min: number; max: number };
}

/** The three numbers of a report, whole, and what is behind them. */
export interface Score {
  score: number;
  /** Null, as the confidence is, for who is bad already: there is nothing to predict. */
  scoreProbability: number | null;
  scoreConfidence: number | null;
  result: ScoreResult;
}

/**
 * Scores a history as seen on a day. The same features are computed in training. Who is already as late as the model's target
 * calls bad gets the lowest score and no probability: training saw no such customer.
 */
export function scoreHistory(model: LoadedModel, history: History, viewpoint: Viewpoint): Score {
  const { target, featureSpace } = model;
  if (target.source === 'payments') {
    const overdueDays = overdueDaysOf(history, featureSpace.rule, viewpoint);
    if (overdueDays >= target.badDays) return scoreOfBad(model, overdueDays, viewpoint);
  }
  const row = computeFeatures(model.featureSpace, history, viewpoint);
  const scored = scoreRow(model, row);
  return {
    score: Math.round(scored.score),
    scoreProbability: wholePercentage(scored.scoreProbability),
    scoreConfidence: Math.round(scored.confidence),
    result: {
      pd: scored.pd,
      logOdds: scored.logOdds,
      interval: scored.interval,
      reference: scored.reference,
      features: scored.contributions,
      reasons: scored.reasons,
      strengths: scored.strengths,
      basis: scored.basis,
      observedThrough: isoFromDay(viewpoint.observedThrough),
      scale: { min: model.scale.min, max: model.scale.max },
    },
  };
}

function scoreOfBad(model: LoadedModel, overdueDays: number, viewpoint: Viewpoint): Score {
  const { scale } = model;
  const points = scale.min - scoreOf(scale, referenceLogOdds(model));
  const reason: Reason = {
    ...{ code: 'overdueDays', family: 'delinquency', value: overdueDays, points },
    contribution: points / scale.factor,
  };
  return {
    score: scale.min,
    scoreProbability: null,
    scoreConfidence: null,
    result: {
      ...{ pd: null, logOdds: null, interval: null, reference: null },
      features: [],
      reasons: [reason],
      strengths: [],
      basis: 'alreadyBad',
      observedThrough: isoFromDay(viewpoint.observedThrough),
      scale: { min: scale.min, max: scale.max },
    },
  };
}
