import type { Family } from '../features/feature.js';

/** One input of a score and what it did, against the reference group. */
export interface Contribution {
  code: string;
  /** `littleHistory` where the value is missing. */
  family: Family;
  /** The person's own number or category code; null when not known. */
  value: number | null;
  /** Log-odds of good:bad; positive raises the score. */
  contribution: number;
}

/** A reason or a strength: all of one family, told by its strongest feature. */
export interface Reason extends Contribution {
  /** Points on the lender's scale of the whole family; negative for a reason. */
  points: number;
}

export interface ScoreInterval {
  /** For the expected outcome of people with this history: 0.9 holds it nine times in ten. */
  level: number;
  pdLow: number;
  pdHigh: number;
  scoreLow: number;
  scoreHigh: number;
}

/** The answer to one row of features. */
export interface ScoredRow {
  /** Calibrated log-odds of good:bad; reference + Σ contributions to 1e-9. */
  logOdds: number;
  /** Probability of going bad, 0 to 1, unrounded. */
  pd: number;
  /** On the lender's scale, clamped, unrounded. */
  score: number;
  /** 100 × (1 − pd), unrounded. */
  scoreProbability: number;
  /** 0 to 100: how much this history pins the score down. */
  confidence: number;
  interval: ScoreInterval;
  /** `baseRate` when nothing that the model uses is known of the customer. */
  basis: 'card' | 'trees' | 'baseRate';
  reference: number;
  contributions: readonly Contribution[];
  /** At most four, worst first; only what lowered the score. */
  reasons: readonly Reason[];
  /** At most four, best first; none by `baseRate`. */
  strengths: readonly Reason[];
}
