import type { Trend } from '../binning/optimal.js';
import type { TreeSettings } from '../boosting/settings.js';
import type { FairnessReport } from '../fairness/audit.js';
import type { ProtectedField } from '../fairness/protected-field.js';
import type { Ladder } from '../features/ladder.js';
import type { Stability } from '../metrics/stability.js';
import type { Validation } from '../metrics/validate.js';
import type { FeatureSpaceShape, Model, ObservedBin, TargetDefinition } from '../model/model.js';
import type { ScaleOptions } from '../model/scale.js';
import type { Finding } from '../quality/finding.js';
import type { Decision } from '../scorecard/selection.js';
import type { Meaning } from './meaning.js';

/** A table of rows, one customer seen on one day each. */
export interface TrainingData<Space extends FeatureSpaceShape = FeatureSpaceShape> {
  featureSpace: Space;
  /** One column per definition; NaN is not known, category codes are ≥ 0, −1 is unseen. */
  columns: readonly Float64Array[];
  /** 1 is bad. */
  labels: Uint8Array;
  /** A customer with n rows weighs 1/n in each and is never on both sides of a fold. */
  customers: readonly string[];
  /** Days since 1970-01-01. */
  asOf: Int32Array;
  /** Some customers' histories cut short, from which it is learned what a short history leaves open. */
  ladders?: readonly Ladder[];
  /** For the audit of fairness alone. */
  protectedFields?: readonly ProtectedField[];
}

/** `auto` takes boosted trees when they predict other customers better than the card by more than chance. */
export type Algorithm = 'auto' | 'scorecard' | 'boosting';

export interface TrainingOptions {
  algorithm: Algorithm;
  /** Log-loss by which boosting must be better, beyond one standard error, for `auto` to give up the card. */
  boostingGainMin: number;
  /** Settings of trees that boosting chooses from. */
  settingsToTry: readonly TreeSettings[];
  seed: number;
  target: TargetDefinition;
  maxCharacteristics: number;
  bootstrapReplicates: number;
  folds: number;
  scale: ScaleOptions;
  /** Score from which the lender approves; null compares with the middle fifth of the portfolio. */
  approvalScore: number | null;
  /** Features that must not be used, with the reason for the report. */
  excludedFeatures: readonly { code: string; reason: string }[];
  /** Numbers that are codes rather than quantities, by feature. */
  specialValues: Readonly<Record<string, readonly number[]>>;
  /** Feature that counts a customer's instalments: little history then lowers the confidence. */
  depthFeature: string | null;
  /** Rows that the caller left out, with the reason for the report. */
  exclusions: readonly { reason: string; rows: number }[];
}

export type TrainingStage =
  | 'preparing'
  | 'selecting'
  | 'validating'
  | 'bootstrapping'
  | 'reporting';

/** Called with the share done, 0 to 1, never falling. */
export type TrainingProgress = (share: number, stage: TrainingStage) => void;

export interface ScoreBand {
  scoreFrom: number;
  scoreTo: number;
  customers: number;
  bads: number;
  /** Null where the band is empty. */
  badRate: number | null;
  /** Share of all customers at or above the band, and the bad rate among them. */
  cumulativeShare: number;
  cumulativeBadRate: number | null;
}

export interface FeatureReport {
  code: string;
  missingShare: number;
  informationValue: number;
  /** In-sample value less what noise gives on average. */
  netInformationValue: number;
  crossValidatedInformationValue: number;
  strength: 'none' | 'weak' | 'medium' | 'strong';
  trend: Trend | null;
  /** Selected, or why not. */
  decision: Decision | 'excluded';
  /** The caller's reason, or the code of the selected feature it repeats. */
  detail: string | null;
  bins: readonly ObservedBin[];
}

/** Card and trees on the same rows, each predicted by fits and a calibration of other customers. */
export interface Comparison {
  scorecard: { auc: number; logLoss: number };
  boosting: { auc: number; logLoss: number };
  /** Log-loss of the card less that of boosting, mean over customers, with the error of their paired difference. */
  logLossGain: number;
  standardError: number;
  gainMin: number;
  chosen: 'scorecard' | 'boosting';
}

/** How a model of older days would have done on the newest ones. */
export type OutOfTimeValidation = Validation & {
  rung: 'outOfTime' | 'newestCohort';
  /** First of the newest days, and last of the older ones, as days since 1970-01-01. */
  asOf: number;
  olderThrough: number;
};

export interface ValidationReport {
  kind: 'scorecard' | 'boosting';
  target: TargetDefinition;
  rows: number;
  customers: number;
  goodCustomers: number;
  badCustomers: number;
  badRate: number;
  exclusions: readonly { reason: string; rows: number }[];
  /** Out-of-fold predictions, folds by customer. */
  byCustomer: Validation;
  /**
   * The highest rung of the validation ladder that the history allows; `byCustomer` always stands beside it. `outOfTime`: a model of
   * customers seen at least one window earlier, and of other customers. `newestCohort`: of earlier days without that gap.
   */
  rung: 'outOfTime' | 'newestCohort' | 'byCustomer';
  /** Newest as-of days, predicted by a model of older ones and of other customers. */
  outOfTime: OutOfTimeValidation | null;
  /** What `auto` chose from; null where one algorithm was asked for, and where no feature alone told enough for a card. */
  comparison: Comparison | null;
  scoreBands: readonly ScoreBand[];
  /** Out-of-fold scores and bad rates month by month. */
  stability: Stability;
  fairness: FairnessReport;
  features: readonly FeatureReport[];
  /** What looks wrong in the data; empty where nothing does. */
  findings: readonly Finding[];
  meaning: Meaning;
  /** Under 500 bad customers: few bins, and figures that another sample could change. */
  fewBads: boolean;
}

export interface Trained<M> {
  model: M;
  report: ValidationReport;
}

export type TrainedModel<Space extends FeatureSpaceShape = FeatureSpaceShape> = Trained<
  Model<Space>
>;
