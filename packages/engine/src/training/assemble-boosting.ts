import { MISSING_BIN } from '../boosting/bins.js';
import { type Forest, LEAF, tableLogOdds } from '../boosting/forest.js';
import { MEMBERS } from '../boosting/settings.js';
import { expectedLogOdds, shapleyValues } from '../boosting/tree-shap.js';
import type { FittedReplicate } from '../bootstrap/forest-replicates.js';
import type { AffineMap } from '../calibration/affine.js';
import type { BoostingModel, FeatureSpaceShape } from '../model/model.js';
import { packForest } from '../model/stored-forest.js';
import { createRandom } from '../random.js';
import { assembleBase } from './assemble-model.js';
import { contributionCovariance, weightedMean } from './portfolio.js';
import type { BoostingProposal } from './propose-boosting.js';
import type { TrainingData, TrainingOptions } from './training.js';

/** Rows behind the means and covariances of contributions: exact values of every row would take longer than the fit. */
const EXPLAINED_ROWS = 1000;

/** The trees as they are stored: the fit, and what scoring needs to know of the training portfolio. */
export function assembleBoosting<Space extends FeatureSpaceShape>(
  data: TrainingData<Space>,
  options: TrainingOptions,
  fitted: { proposal: BoostingProposal; map: AffineMap; replicates: readonly FittedReplicate[] },
): BoostingModel<Space> {
  const { proposal, map, replicates } = fitted;
  const { sample, table, bag, plan } = proposal;
  const used = usedInputs([bag.forest, ...replicates.map(({ forest }) => forest)]);
  const numberOf = new Map(used.map((input, number) => [input, number]));
  const meanContributions = (weights: Float64Array) =>
    contributionsOf(proposal, { used, slope: map.slope, weights }).means;
  const isUnknown = (row: number) =>
    used.every((input) => table.bins[input * table.rows + row] === MISSING_BIN);
  return {
    ...assembleBase(data, options, {
      ...{ sample, map, plan, meanContributions, isUnknown },
      intercept: map.slope * expectedLogOdds(bag.forest) + map.intercept,
      replicates: replicates.length,
      logOdds: tableLogOdds(bag.forest, table).map((raw) => map.slope * raw + map.intercept),
      contributionCovariance: contributionsOf(proposal, {
        ...{ used, slope: map.slope, weights: sample.weights },
      }).covariance(),
    }),
    kind: 'boosting',
    unseenRule: 'missing',
    binEdges: 'closedRight',
    inputs: used.map((input) => table.inputs[input]),
    settings: bag.settings,
    members: MEMBERS,
    forest: packForest(bag.forest, numberOf),
    replicates: replicates.map(({ forest, map: { slope, intercept } }) => {
      return { slope, intercept, forest: packForest(forest, numberOf) };
    }),
  };
}

function usedInputs(forests: readonly Forest[]): number[] {
  const used = new Set(forests.flatMap(({ input }) => Array.from(input)));
  used.delete(LEAF);
  return [...used].sort((a, b) => a - b);
}

/** Exact calibrated contributions of a sample of the weighted rows. */
function contributionsOf(
  { sample, table, bag, seed }: BoostingProposal,
  how: { used: readonly number[]; slope: number; weights: Float64Array },
) {
  const random = createRandom(seed, 'explained');
  const keys = Float64Array.from(sample.weights, () => random.uniform());
  const all = Array.from(keys.keys()).filter((row) => how.weights[row] > 0);
  const rows = all.sort((a, b) => keys[a] - keys[b] || a - b).slice(0, EXPLAINED_ROWS);
  const explained = rows.map((row) => {
    const bins = Uint8Array.from(table.inputs, (_, input) => table.bins[input * table.rows + row]);
    return shapleyValues(bag.forest, bins);
  });
  const columns = how.used.map((input) =>
    Float64Array.from(explained, (values) => how.slope * values[input] + 0),
  );
  const weights = Float64Array.from(rows, (row) => how.weights[row]);
  return {
    means: columns.map((column) => weightedMean(column, weights) + 0),
    covariance: () => contributionCovariance(columns, weights).map((value) => value + 0),
  };
}
