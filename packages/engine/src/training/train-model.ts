import { fitHere, type OpenFitters } from '../boosting/fits.js';
import { binTable } from '../boosting/table.js';
import { fitForestReplicates } from '../bootstrap/forest-replicates.js';
import { calibrate } from '../calibration/cross-fit.js';
import type { BoostingModel, FeatureSpaceShape } from '../model/model.js';
import { screenFeature } from '../scorecard/screening.js';
import type { Selection } from '../scorecard/selection.js';
import { assembleBoosting } from './assemble-boosting.js';
import { withDepth } from './assemble-model.js';
import { compareProposals } from './compare.js';
import { withForm } from './form.js';
import { judgeOutOfTime, splitOutOfTime } from './out-of-time.js';
import { prepareSample } from './prepare.js';
import {
  type BoostingProposal,
  logOddsOfEach,
  proposeBoosting,
  type TreeWork,
} from './propose-boosting.js';
import { assembleReport } from './report.js';
import {
  type CardProposal,
  DEFAULT_TRAINING_OPTIONS,
  finishCard,
  proposeCard,
  usable,
} from './train.js';
import type {
  Trained,
  TrainedModel,
  TrainingData,
  TrainingOptions,
  TrainingProgress,
} from './training.js';

/** What a training may use besides its data. */
export interface TrainingMeans {
  onProgress?: TrainingProgress;
  /** Where the fits of trees are made; in the caller's thread when left out. */
  openFitters?: OpenFitters;
}

/** Share of the work that is done when the parts of a training of trees end, as measured on 24,000 rows of 158 features. */
const PROGRESS = { card: 0.05, proposed: 0.8, replicated: 0.9 };

/**
 * Trains by the algorithm of the options and validates. `auto` makes a card and trees on the same folds, takes the better one and
 * reports both. Same bits for the same data, options and seed, whatever the order of the rows and wherever fits are made.
 *
 * Rejects with TooFewBadsError, NoUsableFeatureError, TrainingDataError.
 */
export async function trainModel<Space extends FeatureSpaceShape>(
  data: TrainingData<Space>,
  options: TrainingOptions = DEFAULT_TRAINING_OPTIONS,
  { onProgress = () => {}, openFitters = fitHere }: TrainingMeans = {},
): Promise<TrainedModel<Space>> {
  onProgress(0, 'preparing');
  const sample = prepareSample(data, options);
  if (options.algorithm === 'scorecard') {
    const proposal = usable(proposeCard(sample, options, onProgress), sample);
    return finishCard(data, options, proposal, onProgress);
  }
  const table = binTable(data, sample, options);
  const fitters = openFitters(table);
  try {
    const { seed, settingsToTry } = options;
    const work = { sample, table, seed, settingsToTry, makeFits: fitters.makeFits };
    return await trainWithTrees(data, options, { work, onProgress });
  } finally {
    fitters.close();
  }
}

async function trainWithTrees<Space extends FeatureSpaceShape>(
  data: TrainingData<Space>,
  options: TrainingOptions,
  { work, onProgress }: { work: TreeWork; onProgress: TrainingProgress },
): Promise<TrainedModel<Space>> {
  const { sample } = work;
  const card = proposeCard(sample, options, within(onProgress, 0, PROGRESS.card));
  const trees = await proposeBoosting(work, within(onProgress, PROGRESS.card, PROGRESS.proposed));
  const comparison =
    options.algorithm === 'auto' && card !== null ? compareProposals(card, trees, options) : null;
  const rest = within(onProgress, PROGRESS.proposed, 1);
  const { model, report } =
    card !== null && comparison?.chosen === 'scorecard'
      ? finishCard(data, options, card, rest)
      : await finishBoosting(data, options, { trees, card, onProgress });
  return { model, report: { ...report, comparison } };
}

async function finishBoosting<Space extends FeatureSpaceShape>(
  data: TrainingData<Space>,
  options: TrainingOptions,
  run: { trees: BoostingProposal; card: CardProposal | null; onProgress: TrainingProgress },
): Promise<Trained<BoostingModel<Space>>> {
  const { trees, card, onProgress } = run;
  const { sample, bag, plan, outOfFold } = trees;
  onProgress(PROGRESS.proposed, 'bootstrapping');
  const map = calibrate(sample, { weights: sample.weights, outOfFold }, plan);
  const { settings } = bag;
  const count = options.bootstrapReplicates;
  const replicates = await fitForestReplicates(trees, { settings, plan, count });
  onProgress(PROGRESS.replicated, 'reporting');
  const assembled = assembleBoosting(data, options, { proposal: trees, map, replicates });
  const formed = withForm(assembled, data, { proposal: trees, map, card });
  const model = withDepth(formed, data, options);
  const outcomes = screenUsed(trees, card);
  const split = splitOutOfTime(sample, options.target);
  const report = assembleReport(data, options, {
    kind: 'boosting',
    sample,
    outcomes,
    logOdds: trees.calibrated,
    byFold: trees.byFold,
    scale: model.scale,
    outOfTime:
      split &&
      judgeOutOfTime(sample, split, await logOddsOfEach(trees, split.olderByFold, () => {})),
  });
  onProgress(1, 'reporting');
  return { model, report };
}

/** What each feature tells alone, and whether any tree splits on it. */
function screenUsed(
  { sample, bag }: BoostingProposal,
  card: CardProposal | null,
): Selection['outcomes'] {
  const used = new Set(bag.forest.input);
  return sample.features.map((feature, input) => ({
    screened:
      card?.selection.outcomes[input].screened ?? screenFeature(sample, feature, sample.weights),
    decision: used.has(input) ? 'selected' : 'notNeeded',
    repeats: null,
  }));
}

/** The part's progress as a share of the whole. */
function within(onProgress: TrainingProgress, from: number, to: number): TrainingProgress {
  return (share, stage) => onProgress(from + (to - from) * share, stage);
}
