import type { CellLayout } from '../binning/cells.js';
import type { Trend } from '../binning/optimal.js';
import type { TreeInput } from '../boosting/bins.js';
import type { TreeSettings } from '../boosting/settings.js';
import type { FeatureDefinition } from '../features/feature.js';

/** What a trained model needs of the feature space it was trained in; the whole of it is stored. */
export interface FeatureSpaceShape {
  /** In the order of the columns. */
  definitions: readonly FeatureDefinition[];
}

/** What "bad" means; a model with another target must not be mistaken for a newer one of the same. */
export type TargetDefinition =
  | { source: 'outcomes' }
  | { source: 'payments'; badDays: number; windowMonths: number };

/** Which values a bin holds. Numeric bins hold [from, to), outer edges are open (null). */
export type BinRange =
  | { kind: 'range'; from: number | null; to: number | null }
  | { kind: 'special'; value: number }
  | { kind: 'categories'; codes: readonly number[] }
  | { kind: 'missing' };

/** What training saw in a bin. */
export interface BinCounts {
  /** Customers, each counting once however many rows it has. */
  goods: number;
  bads: number;
  /** ln((goods/all goods) / (bads/all bads)), both cells smoothed; higher is safer. */
  woe: number;
}

export type ObservedBin = BinRange & BinCounts;

/** A row of the card. */
export type Bin = ObservedBin & {
  /** Contribution to the calibrated log-odds of good:bad. */
  logOdds: number;
  /** Points on the lender's scale; over all characteristics they sum to the unrounded score. */
  points: number;
};

/** One input of the card. */
export interface Characteristic extends CellLayout {
  code: string;
  /** Position of the feature in the row. */
  column: number;
  /** Whether log-odds fall or rise with the value; null for categories. */
  trend: Trend | null;
  /** Coefficient of the WoE in the uncalibrated regression, above 0. */
  coefficient: number;
  bins: readonly Bin[];
  /** In-sample information value, and what pure noise would give. */
  informationValue: number;
  noiseInformationValue: number;
}

/** calibrated = slope × raw + intercept, on log-odds of good:bad. */
export interface Calibration {
  slope: number;
  intercept: number;
  /** Distinct bad customers behind it. */
  bads: number;
  /** First as-of day of the rows that set the level; null when all did. */
  levelFrom: number | null;
}

/** score = offset + factor × log-odds, clamped to [min, max]. */
export interface Scale {
  pointsToDouble: number;
  baseScore: number;
  /** Odds good:bad at the base score. */
  baseOdds: number;
  min: number;
  max: number;
  factor: number;
  offset: number;
  orientation: 'higherIsSafer';
}

/**
 * One refit on resampled customers, calibrated. Per characteristic the log-odds of its cells
 * (`CellLayout`) as runs of equal value: cells [starts[i], starts[i + 1]) have values[i].
 */
export interface Replicate {
  intercept: number;
  characteristics: readonly { starts: readonly number[]; values: readonly number[] }[];
}

/** Mean contribution of each characteristic or input among the customers that reasons compare with. */
export interface ReferenceGroup {
  description: 'middleFifth' | 'aboveCutOff';
  scoreFrom: number;
  scoreTo: number;
  customers: number;
  /** Log-odds, in the order of the characteristics or inputs. */
  meanContributions: readonly number[];
}

/** Bad rates for customers of whom nothing that the model uses is known. */
export interface BaseRates {
  all: number;
  /** Null when the training saw fewer than 50 of them. */
  withoutHistory: number | null;
  customersWithoutHistory: number;
}

/**
 * Variance of the log-odds that a history of some depth leaves open: how far scores of long histories lie from the same customers'
 * scores when their histories are cut to this many instalments.
 */
export interface DepthSupport {
  /** Code and column of the feature that counts instalments. */
  code: string;
  column: number;
  /** Rising numbers of instalments; between them the variance is on a straight line, beyond the last as there. */
  depths: readonly number[];
  unresolvedVariance: readonly number[];
}

/** How sure a score is: what the spread of one score is measured against. */
export interface Uncertainty {
  /** Level of the interval. */
  level: number;
  /** Student quantile that belongs to the level and the number of replicates. */
  quantile: number;
  /** Standard deviation of the calibrated log-odds in the training portfolio. */
  portfolioSpread: number;
  /** Variance of the log-odds' error that the replicates do not show: other characteristics, other forms of model. */
  formVariance: number;
  /** Covariance of the characteristics' or inputs' contributions, lower triangle by rows. */
  contributionCovariance: readonly number[];
  depth: DepthSupport | null;
}

export interface TrainingCounts {
  rows: number;
  customers: number;
  goodCustomers: number;
  badCustomers: number;
  asOfFrom: number;
  asOfTo: number;
}

/** What every model holds beside its own way to a score. */
interface ModelBase<Space extends FeatureSpaceShape> {
  format: 'maia-model/1';
  target: TargetDefinition;
  featureSpace: Space;
  /** Codes of features that training was told to leave out. */
  excludedFeatures: readonly string[];
  /** Calibrated log-odds to which the contributions are added. */
  intercept: number;
  calibration: Calibration;
  scale: Scale;
  reference: ReferenceGroup;
  baseRates: BaseRates;
  uncertainty: Uncertainty;
  training: TrainingCounts;
  seed: number;
}

/**
 * Everything needed to score, explain, export and audit, and nothing of any customer. The intercept is the log-odds when every
 * characteristic is neutral.
 */
export interface ScorecardModel<Space extends FeatureSpaceShape = FeatureSpaceShape>
  extends ModelBase<Space> {
  kind: 'scorecard';
  /** A value that training never saw, or a missing one it saw too rarely, adds nothing. */
  unseenRule: 'neutral';
  binEdges: 'closedLeft';
  characteristics: readonly Characteristic[];
  replicates: readonly Replicate[];
}

/**
 * Trees in pre-order, tree after tree. Splits and leaves are numbered apart, as they come: what a split needs
 * is in `splits` and `missingLeft`, what a leaf needs in `values` and `covers`.
 */
export interface StoredForest {
  base: number;
  /** Of every node: the input that it splits on, −1 for a leaf. */
  nodes: readonly number[];
  /** Of every split: the highest bin that goes left, or for a category the number of its set in `sets`. */
  splits: readonly number[];
  /** Of every split: 1 when a missing value goes left. */
  missingLeft: readonly number[];
  /** Of every leaf: log-odds of good:bad. */
  values: readonly number[];
  /** Of every leaf: training rows that reached it. */
  covers: readonly number[];
  /** Category codes that go left. */
  sets: readonly (readonly number[])[];
}

/** One refit on resampled customers with its own calibration. */
export interface ForestReplicate {
  slope: number;
  intercept: number;
  forest: StoredForest;
}

/** Boosted trees: the calibrated mean of several fits. The intercept is the mean log-odds over the training rows, by cover. */
export interface BoostingModel<Space extends FeatureSpaceShape = FeatureSpaceShape>
  extends ModelBase<Space> {
  kind: 'boosting';
  /** A category that training never saw goes where missing values go. */
  unseenRule: 'missing';
  binEdges: 'closedRight';
  inputs: readonly TreeInput[];
  settings: TreeSettings;
  /** Fits behind the forest. */
  members: number;
  forest: StoredForest;
  replicates: readonly ForestReplicate[];
}

export type Model<Space extends FeatureSpaceShape = FeatureSpaceShape> =
  | ScorecardModel<Space>
  | BoostingModel<Space>;
