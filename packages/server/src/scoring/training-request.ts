import type {
  Algorithm,
  Day,
  MoneyRole,
  ScaleOptions,
  SettlementRule,
  ValidationReport,
} from '@maia/engine';

/** What a training is asked to do, every option decided. Plain data: it travels to the training thread. */
export interface TrainingRequest {
  algorithm: Algorithm;
  seed: number;
  rule: SettlementRule;
  /** Verdicts after this day do not count; null: all do. */
  asOf: Day | null;
  /** Only verdicts as of these days count; null: all do. */
  observationDates: readonly Day[] | null;
  /** Codes of the only features that may be used; null: all. */
  include: readonly string[] | null;
  exclude: readonly string[];
  /** Last day of complete receipts as the lender set it; null: found from the receipts. */
  observedThrough: Day | null;
  attributes: {
    /** Keys that the lender marked as protected or ignored. */
    exclude: readonly string[];
    roles: Readonly<Record<string, MoneyRole>>;
  };
  scale: ScaleOptions;
  approvalScore: number | null;
}

/** How a training ended, other than by an interruption. */
export type TrainingOutcome =
  /** `modelText` is the canonical text of the model file. */
  | { kind: 'trained'; modelText: string; report: ValidationReport }
  /** The data do not allow a model; the sentence says why and what would help. */
  | { kind: 'refused'; sentence: string };

/** Called with the share done, 0 to 1, and what is being done. */
export type OnProgress = (share: number, stage: string) => void;
