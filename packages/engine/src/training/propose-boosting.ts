import { type Bag, fitBag } from '../boosting/bag.js';
import type { BinnedTable } from '../boosting/bins.js';
import type { MakeFits } from '../boosting/fits.js';
import { type Forest, LEAF, tableLogOdds } from '../boosting/forest.js';
import type { TreeSettings } from '../boosting/settings.js';
import {
  type CalibrationPlan,
  crossCalibrated,
  planCalibration,
  poolOutOfFold,
} from '../calibration/cross-fit.js';
import { type Sample, withoutFold } from '../scorecard/sample.js';
import { NoUsableFeatureError } from './errors.js';
import type { TrainingProgress } from './training.js';

/** What a training by trees works on. */
export interface TreeWork {
  sample: Sample;
  table: BinnedTable;
  seed: number;
  settingsToTry: readonly TreeSettings[];
  makeFits: MakeFits;
}

/** Fitted trees and what they say of customers that did not shape them. */
export interface BoostingProposal extends TreeWork {
  bag: Bag;
  plan: CalibrationPlan;
  outOfFold: Float64Array;
  /** Calibrated, each fold by the others' map. */
  calibrated: Float64Array;
  /** Uncalibrated log-odds of every row by the trees without each fold. */
  byFold: readonly Float64Array[];
}

/**
 * Chooses settings, fits and cross-fits boosted trees; in every fold the settings are chosen anew from the other customers.
 * Throws NoUsableFeatureError.
 */
export async function proposeBoosting(
  work: TreeWork,
  onProgress: TrainingProgress,
): Promise<BoostingProposal> {
  const { sample } = work;
  onProgress(0, 'selecting');
  const bag = await bagOf(work, sample.weights);
  if (!isDivided(bag.forest)) throw new NoUsableFeatureError(sample.features.length);
  const weightsByFold = Array.from({ length: sample.folds }, (_, fold) =>
    withoutFold(sample, sample.weights, fold),
  );
  const byFold = await logOddsOfEach(work, weightsByFold, (done) => {
    onProgress((1 + done) / (1 + sample.folds), 'validating');
  });
  const plan = planCalibration(sample);
  const outOfFold = poolOutOfFold(sample, sample.weights, byFold);
  const calibrated = crossCalibrated(sample, outOfFold, plan);
  return { ...work, bag, plan, byFold, outOfFold, calibrated };
}

/** Log-odds of all rows by a bag of each of the given weights. */
export async function logOddsOfEach(
  work: TreeWork,
  weights: readonly Float64Array[],
  onDone: (count: number) => void,
): Promise<Float64Array[]> {
  const logOdds: Float64Array[] = [];
  for (const each of weights) {
    onDone(logOdds.length);
    const { forest } = await bagOf(work, each);
    logOdds.push(tableLogOdds(forest, work.table));
  }
  return logOdds;
}

function bagOf(work: TreeWork, weights: Float64Array): Promise<Bag> {
  const { table, seed, settingsToTry } = work;
  const { foldOf } = work.sample;
  return fitBag({ table, weights, foldOf, seed: `${seed}`, settingsToTry }, work.makeFits);
}

function isDivided({ input }: Forest): boolean {
  return input.some((each) => each !== LEAF);
}
