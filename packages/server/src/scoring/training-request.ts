import type {
  Algorithm,
  AskedDefinition,
  BadDefinition,
  Day,
  MoneyRole,
  ScaleOptions,
  SettlementRule,
  ValidationReport,
} from '@maia/engine';
import type { PortfolioReport } from './portfolio-report.js';

/** Where a training learns who went bad, as far as it was decided before looking at the data. */
export interface TargetRequest {
  /** Null: outcomes when there are any, else payments. */
  source: 'outcomes' | 'payments' | null;
  /** What the caller or the company fixed of a definition on payments. */
  asked: AskedDefinition;
  /** The definition of the live model, which a retraining keeps while nothing of it was fixed. */
  live: BadDefinition | null;
}

/** What a training is asked to do, every option decided. Plain data: it travels to the training thread. */
export interface TrainingRequest {
  algorithm: Algorithm;
  seed: number;
  target: TargetRequest;
  rule: SettlementRule;
  /** What came after this day does not count: verdicts, or payments of a target derived from them; null: all does. */
  asOf: Day | null;
  /** Only customers as of these days count; null: all days of outcomes, or monthly ones. */
  observationDates: readonly Day[] | null;
  /** Codes of the only features that may be used; null: all. */
  include: readonly string[] | null;
  exclude: readonly string[];
  /** Last day of complete receipts as the lender set it; null: found from the receipts. */
  observedThrough: Day | null;
  today: Day;
  /** Last day past due of each bucket but the open last one. */
  daysPastDueBuckets: readonly number[];
  attributes: {
    /** Keys that the lender marked as protected or ignored. */
    exclude: readonly string[];
    /** Of these, keys marked as protected. */
    protected: readonly string[];
    roles: Readonly<Record<string, MoneyRole>>;
  };
  scale: ScaleOptions;
  approvalScore: number | null;
}

/** The validation of a model, and what its portfolio shows beside it. */
export type TrainingReport = ValidationReport & { portfolio: PortfolioReport };

/** How a training ended, other than by an interruption. */
export type TrainingOutcome =
  /** `modelText` is the canonical text of the model file. */
  | { kind: 'trained'; modelText: string; report: TrainingReport }
  /** The data do not allow a model; the sentence says why and what would help. */
  | { kind: 'refused'; sentence: string };

/** Called with the share done, 0 to 1, and what is being done. */
export type OnProgress = (share: number, stage: string) => void;
