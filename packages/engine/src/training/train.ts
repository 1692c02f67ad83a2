import { SETTINGS_TO_TRY } from '../boosting/settings.js';
import { fitReplicate } from '../bootstrap/replicates.js';
import {
  type CalibrationPlan,
  calibrate,
  crossCalibrated,
  planCalibration,
  poolOutOfFold,
} from '../calibration/cross-fit.js';
import type { FeatureSpaceShape, Replicate, ScorecardModel } from '../model/model.js';
import { DEFAULT_SCALE } from '../model/scale.js';
import { type Card, cardLogOdds, fitCard } from '../scorecard/card.js';
import { type Sample, withoutFold } from '../scorecard/sample.js';
import { SELECTION_RULES, type Selection, selectCharacteristics } from '../scorecard/selection.js';
import { assembleCard, withDepth } from './assemble-model.js';
import { NoUsableFeatureError } from './errors.js';
import { withForm } from './form.js';
import { judgeOutOfTime, splitOutOfTime } from './out-of-time.js';
import { prepareSample } from './prepare.js';
import { assembleReport } from './report.js';
import type { Trained, TrainingData, TrainingOptions, TrainingProgress } from './training.js';

export const DEFAULT_TRAINING_OPTIONS: TrainingOptions = {
  algorithm: 'auto',
  boostingGainMin: 0,
  settingsToTry: SETTINGS_TO_TRY,
  seed: 1,
  target: { source: 'outcomes' },
  maxCharacteristics: 20,
  bootstrapReplicates: 20,
  folds: 5,
  scale: DEFAULT_SCALE,
  approvalScore: null,
  excludedFeatures: [],
  specialValues: {},
  depthFeature: null,
  exclusions: [],
};

/** Share of the work that is done when each part begins, as measured on 30,000 rows of 150 features. */
const PROGRESS = { selecting: 0.05, validating: 0.1, bootstrapping: 0.45, reporting: 0.95 };

/**
 * Trains a scorecard and validates it. Characteristics are selected, binned, fitted and calibrated anew in every customer fold
 * for the validation; bootstrap replicates refit all but the selection. Same bits for the same data, options and
 * seed, whatever the order of the rows.
 *
 * Throws TooFewBadsError, NoUsableFeatureError, TrainingDataError.
 */
export function trainScorecard<Space extends FeatureSpaceShape>(
  data: TrainingData<Space>,
  options: TrainingOptions = DEFAULT_TRAINING_OPTIONS,
  onProgress: TrainingProgress = () => {},
): Trained<ScorecardModel<Space>> {
  onProgress(0, 'preparing');
  const sample = prepareSample(data, options);
  const proposal = usable(proposeCard(sample, options, onProgress), sample);
  return finishCard(data, options, proposal, onProgress);
}

/** A fitted card and what it says of customers that did not shape it. */
export interface CardProposal {
  sample: Sample;
  selection: Selection;
  card: Card;
  plan: CalibrationPlan;
  outOfFold: Float64Array;
  /** Calibrated, each fold by the others' map. */
  calibrated: Float64Array;
  /** Uncalibrated log-odds of every row by the card without each fold. */
  byFold: readonly Float64Array[];
}

/** Selects, fits and cross-fits a card; null where no feature tells anything alone. */
export function proposeCard(
  sample: Sample,
  options: TrainingOptions,
  onProgress: TrainingProgress,
): CardProposal | null {
  onProgress(PROGRESS.selecting, 'selecting');
  const selection = select(sample, sample.weights, options);
  const card = fitCard(sample, selection.selected, sample);
  if (card.characteristics.length === 0) return null;
  const plan = planCalibration(sample);
  const byFold = Array.from({ length: sample.folds }, (_, fold) => {
    const share = PROGRESS.bootstrapping - PROGRESS.validating;
    onProgress(PROGRESS.validating + (share * fold) / sample.folds, 'validating');
    const weights = withoutFold(sample, sample.weights, fold);
    return cardLogOdds(sample, buildCard(sample, weights, options));
  });
  const outOfFold = poolOutOfFold(sample, sample.weights, byFold);
  const calibrated = crossCalibrated(sample, outOfFold, plan);
  return { sample, selection, card, plan, outOfFold, calibrated, byFold };
}

/** Throws NoUsableFeatureError where there is no card. */
export function usable(proposal: CardProposal | null, { features }: Sample): CardProposal {
  if (proposal === null) throw new NoUsableFeatureError(features.length);
  return proposal;
}

/** Calibrates, bootstraps and reports a proposed card. */
export function finishCard<Space extends FeatureSpaceShape>(
  data: TrainingData<Space>,
  options: TrainingOptions,
  proposal: CardProposal,
  onProgress: TrainingProgress,
): Trained<ScorecardModel<Space>> {
  const { sample, card, plan, outOfFold } = proposal;
  const map = calibrate(sample, { weights: sample.weights, outOfFold }, plan);
  const replicates = bootstrap(sample, card, { plan, options, onProgress });
  onProgress(PROGRESS.reporting, 'reporting');
  const assembled = assembleCard(data, options, { sample, card, map, plan, replicates });
  const formed = withForm(assembled, data, { proposal, map, card: proposal });
  const model = withDepth(formed, data, options);
  const split = splitOutOfTime(sample, options.target);
  const report = assembleReport(data, options, {
    kind: 'scorecard',
    sample,
    outcomes: proposal.selection.outcomes,
    logOdds: proposal.calibrated,
    byFold: proposal.byFold,
    scale: model.scale,
    outOfTime:
      split &&
      judgeOutOfTime(
        sample,
        split,
        split.olderByFold.map((weights) =>
          cardLogOdds(sample, buildCard(sample, weights, options)),
        ),
      ),
  });
  onProgress(1, 'reporting');
  return { model, report };
}

function select(sample: Sample, weights: Float64Array, options: TrainingOptions): Selection {
  const { maxCharacteristics } = options;
  return selectCharacteristics(sample, weights, { ...SELECTION_RULES, maxCharacteristics });
}

function buildCard(sample: Sample, weights: Float64Array, options: TrainingOptions): Card {
  return fitCard(sample, select(sample, weights, options).selected, { weights });
}

function bootstrap(
  sample: Sample,
  card: Card,
  run: { plan: CalibrationPlan; options: TrainingOptions; onProgress: TrainingProgress },
): Replicate[] {
  const { bootstrapReplicates, seed } = run.options;
  return Array.from({ length: bootstrapReplicates }, (_, replicate) => {
    const share = (PROGRESS.reporting - PROGRESS.bootstrapping) / bootstrapReplicates;
    run.onProgress(PROGRESS.bootstrapping + share * replicate, 'bootstrapping');
    return fitReplicate(sample, card, { plan: run.plan, seed, replicate });
  });
}
