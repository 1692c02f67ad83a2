import type { BinnedTable } from '../boosting/bins.js';
import type { FitRequest } from '../boosting/fit-forest.js';
import type { MakeFits } from '../boosting/fits.js';
import { type Forest, tableLogOdds } from '../boosting/forest.js';
import type { TreeSettings } from '../boosting/settings.js';
import type { AffineMap } from '../calibration/affine.js';
import { type CalibrationPlan, calibrate } from '../calibration/cross-fit.js';
import type { Sample } from '../scorecard/sample.js';
import { drawCustomers } from './replicates.js';

/** Trees of one replicate; its learning rate rises so that it goes as far as the model's. */
const TREES_MAX = 100;

/** One refit on resampled customers and the map that calibrates it. */
export interface FittedReplicate {
  forest: Forest;
  map: AffineMap;
}

/**
 * Replicates of one fit each on customers drawn with replacement, calibrated on the customers that were not drawn: a third of them,
 * which no tree of the replicate saw.
 */
export async function fitForestReplicates(
  work: { sample: Sample; table: BinnedTable; seed: number; makeFits: MakeFits },
  how: { settings: TreeSettings; plan: CalibrationPlan; count: number },
): Promise<FittedReplicate[]> {
  const { sample, table, seed } = work;
  const settings = shortened(how.settings);
  const requests = Array.from({ length: how.count }, (_, replicate): FitRequest => {
    const weights = drawCustomers(sample, seed, replicate);
    return { weights, settings, seed: `${seed} replicate ${replicate}`, watch: null };
  });
  const fits = await work.makeFits(requests);
  return fits.map(({ forest }, replicate) => {
    const undrawn = sample.weights.map((weight, row) => {
      return requests[replicate].weights[row] > 0 ? 0 : weight;
    });
    const outOfFold = tableLogOdds(forest, table);
    const plan = planFor(sample, undrawn, how.plan);
    return { forest, map: calibrate(sample, { weights: undrawn, outOfFold }, plan) };
  });
}

function shortened(settings: TreeSettings): TreeSettings {
  const trees = Math.min(TREES_MAX, settings.trees);
  return { ...settings, trees, learningRate: (settings.learningRate * settings.trees) / trees };
}

/** The newest days set the level only where the undrawn customers have both outcomes on them. */
function planFor(sample: Sample, weights: Float64Array, plan: CalibrationPlan): CalibrationPlan {
  const from = plan.levelFrom;
  if (from === null) return plan;
  const outcomes = new Set(
    sample.labels.filter((_, row) => weights[row] > 0 && sample.asOf[row] >= from),
  );
  return outcomes.size === 2 ? plan : { ...plan, levelFrom: null };
}
