export type { BinnedTable } from './boosting/bins.js';
export { createFitter, type FitRequest, type FittedForest } from './boosting/fit-forest.js';
export type { Fitters, OpenFitters } from './boosting/fits.js';
export { demoApplicant } from './demo/applicant.js';
export { customersCsv, outcomesCsv, paymentsCsv } from './demo/csv.js';
export type { DemoCustomer, DemoOptions } from './demo/customer.js';
export { expectedOutcome } from './demo/expected-outcome.js';
export { generateCustomers } from './demo/portfolio.js';
export { NO_HISTORY_CODE, referenceLogOdds } from './explain/contributions.js';
export { ageBandOn, type ProtectedField } from './fairness/protected-field.js';
export { AttributeCollector, type AttributeOptions } from './features/attribute-kinds.js';
export type { AttributeSpec, MoneyRole } from './features/attributes.js';
export { dayFromIso, isoFromDay, type Month, monthOfDay } from './features/calendar.js';
export {
  type Family,
  type FeatureDefinition,
  type FeatureUnit,
  LANGUAGES,
  type Language,
  type RiskDirection,
} from './features/feature.js';
export {
  computeFeatures,
  createFeatureSpace,
  type FeatureSpace,
} from './features/feature-space.js';
export type {
  AttributeValue,
  Day,
  History,
  Instalment,
  Receipt,
  SettlementRule,
  Viewpoint,
} from './features/history.js';
export { historyLadder, type Ladder } from './features/ladder.js';
export { MedianCollector, type PortfolioMedians } from './features/medians.js';
export { overdueDaysOf } from './features/overdue.js';
export { isProtectedName } from './features/protected-names.js';
export { describeFamily, describeFeature } from './features/texts/describe.js';
export { nameFeature, showValue } from './features/texts/name.js';
export { decodeModel, encodeModel } from './model/file.js';
export { ModelFormatError } from './model/json.js';
export type { BoostingModel, Model, ScorecardModel, TargetDefinition } from './model/model.js';
export {
  createScale,
  DEFAULT_SCALE,
  type ScaleOptions,
  scoreOf,
  wholePercentage,
} from './model/scale.js';
export { RowShapeError, scoreRow } from './model/score.js';
export type { Contribution, Reason, ScoredRow, ScoreInterval } from './model/scored.js';
export type { Finding } from './quality/finding.js';
export { PaymentChecks } from './quality/payment-checks.js';
export { hashText } from './random.js';
export { cardRows, type ExportedCard, exportCard } from './scorecard/export-card.js';
export { cardSql } from './scorecard/export-sql.js';
export {
  type AskedDefinition,
  definitionsToTry,
} from './target/choose-definition.js';
export type { CureRow } from './target/cures.js';
export { type BadDefinition, outcomeOf, standingOn } from './target/outcome.js';
export {
  derivePaymentTarget,
  leftOut,
  observationDaysOf,
  type PaymentTarget,
} from './target/payment-target.js';
export { repaymentOf } from './target/repayment.js';
export type { RollRates } from './target/roll-rates.js';
export { PortfolioSurvey } from './target/survey.js';
export type { VintageTable } from './target/vintages.js';
export { MINIMUM_CUSTOMERS, NoUsableFeatureError, TooFewBadsError } from './training/errors.js';
export { DEFAULT_TRAINING_OPTIONS, trainScorecard } from './training/train.js';
export { type TrainingMeans, trainModel } from './training/train-model.js';
export type {
  Algorithm,
  TrainedModel,
  TrainingData,
  TrainingOptions,
  TrainingProgress,
  TrainingStage,
  ValidationReport,
} from './training/training.js';
