import {
  type Contribution,
  computeFeatures,
  type History,
  isoFromDay,
  type Reason,
  type ScoreInterval,
  scoreRow,
  type Viewpoint,
  wholePercentage,
} from '@maia/engine';
import type { LoadedModel } from './loaded-models.js';

export type { ScoreInterval };

/** All that a report keeps of a score besides its three numbers: codes and numbers, no texts. */
export interface ScoreResult {
  /** Probability of going bad, 0 to 1, unrounded. */
  pd: number;
  logOdds: number;
  interval: ScoreInterval;
  /** Log-odds of the group that the contributions compare with. */
  reference: number;
  features: readonly Contribution[];
  reasons: readonly Reason[];
  strengths: readonly Reason[];
  basis: 'card' | 'trees' | 'baseRate';
  /** Last day of complete receipts, YYYY-MM-DD. */
  observedThrough: string;
  scale: { min: number; max: number };
}

/** The three numbers of a report, whole, and what is behind them. */
export interface Score {
  score: number;
  scoreProbability: number;
  scoreConfidence: number;
  result: ScoreResult;
}

/** Scores a history as seen on a day. The same features are computed in training. */
export function scoreHistory(model: LoadedModel, history: History, viewpoint: Viewpoint): Score {
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
