import { createRandom, type Random } from '../random.js';
import type { BinnedTable } from './bins.js';
import { flattenTree } from './flatten-tree.js';
import { addTree, type Forest, joinForests } from './forest.js';
import { TreeGrower } from './grow-tree.js';
import type { GradientRows } from './histogram.js';
import type { TreeSettings } from './settings.js';

/** One fit, as plain data, so that it can be made in another thread. */
export interface FitRequest {
  /** Weight of each row, 0 for those that must not be seen. */
  weights: Float64Array;
  settings: TreeSettings;
  seed: string;
  /** Rows on which the log-loss is followed while trees are added; null for none. */
  watch: Float64Array | null;
}

export interface FittedForest {
  forest: Forest;
  /** Sums of weighted log-loss over the watched rows after each LOSS_STEP trees. */
  watchedLosses: readonly number[];
}

/** Trees between two measurements of the watched loss. */
export const LOSS_STEP = 25;
/** Measurements without a better one after which a watched fit ends. */
const PATIENCE = 4;

/**
 * Gradient boosting for log-loss on histograms (Friedman 2001; Ke et al. 2017). The same table and request give the same bits
 * in any thread.
 */
export function fitForest(table: BinnedTable, request: FitRequest): FittedForest {
  const { settings, weights, watch } = request;
  const random = createRandom(request.seed, 'boosting');
  const grower = new TreeGrower(table, settings);
  const base = baseLogOdds(table.goods, weights);
  const state = {
    logOdds: new Float64Array(table.rows).fill(base),
    quantum: exactQuantum(weights),
  };
  const trees: Forest[] = [];
  const watchedLosses: number[] = [];
  while (trees.length < settings.trees && !hasStalled(watchedLosses)) {
    const rows = sampleRows(table, request, random);
    const inputs = sampleInputs(table.inputs.length, settings.inputShare, random);
    const root = grower.grow(gradientsOf(rows, { table, weights, ...state }), inputs);
    const tree = flattenTree(root, { table, inputs, learningRate: settings.learningRate });
    addTree(tree, 0, { rows: table.rows, bins: table.bins, logOdds: state.logOdds });
    trees.push(tree);
    if (watch !== null && trees.length % LOSS_STEP === 0) {
      watchedLosses.push(weightedLoss(table.goods, watch, state.logOdds));
    }
  }
  return { forest: joinForests(trees, { base, share: 1 }), watchedLosses };
}

function baseLogOdds(goods: Uint8Array, weights: Float64Array): number {
  let good = 0;
  let all = 0;
  for (let row = 0; row < weights.length; row++) {
    good += weights[row] * goods[row];
    all += weights[row];
  }
  if (!(good > 0 && good < all)) throw new RangeError('one of the two classes is empty');
  return Math.log(good / (all - good));
}

/** The finest power of two whose whole multiples, as many as the weights can give, sum without rounding. */
function exactQuantum(weights: Float64Array): number {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return 2 ** Math.max(-36, Math.ceil(Math.log2(total + 1)) - 52);
}

/** Rows of the customers that this tree sees; one draw per customer, so that their rows stay together. */
function sampleRows(
  { rows, customerOf }: BinnedTable,
  { weights, settings }: FitRequest,
  random: Random,
): Int32Array {
  const share = settings.customerShare;
  const sampled = new Int32Array(rows);
  let count = 0;
  let taken = true;
  for (let row = 0; row < rows; row++) {
    const isNext = row === 0 || customerOf[row] !== customerOf[row - 1];
    if (isNext) taken = share >= 1 || random.uniform() < share;
    if (taken && weights[row] > 0) sampled[count++] = row;
  }
  return sampled.slice(0, count);
}

/** Fewer inputs than this could not act together in a tree, whatever share of them is asked for. */
const INPUTS_MIN = 6;

/** Inputs of one tree, in rising order. */
function sampleInputs(count: number, share: number, random: Random): Int32Array {
  const inputs = Int32Array.from({ length: count }, (_, input) => input);
  const wanted = Math.max(INPUTS_MIN, Math.round(share * count));
  if (wanted >= count) return inputs;
  for (let at = 0; at < wanted; at++) {
    const other = at + random.integer(count - at);
    [inputs[at], inputs[other]] = [inputs[other], inputs[at]];
  }
  return inputs.slice(0, wanted).sort();
}

/** Gradients and hessians of the log-loss, rounded to the quantum. */
function gradientsOf(
  rows: Int32Array,
  state: { table: BinnedTable; weights: Float64Array; logOdds: Float64Array; quantum: number },
): GradientRows {
  const { table, weights, logOdds, quantum } = state;
  const perQuantum = 1 / quantum;
  const gradients = new Float64Array(rows.length);
  const hessians = new Float64Array(rows.length);
  for (let at = 0; at < rows.length; at++) {
    const row = rows[at];
    const chance = 1 / (1 + Math.exp(-logOdds[row]));
    const weight = weights[row] * perQuantum;
    gradients[at] = Math.round((chance - table.goods[row]) * weight) * quantum;
    hessians[at] = Math.round(chance * (1 - chance) * weight) * quantum;
  }
  return { rows, gradients, hessians };
}

function weightedLoss(goods: Uint8Array, weights: Float64Array, logOdds: Float64Array): number {
  let sum = 0;
  for (let row = 0; row < goods.length; row++) {
    if (weights[row] === 0) continue;
    const margin = goods[row] === 1 ? logOdds[row] : -logOdds[row];
    sum += weights[row] * Math.log1p(Math.exp(-margin));
  }
  return sum;
}

function hasStalled(losses: readonly number[]): boolean {
  const best = losses.indexOf(Math.min(...losses));
  return losses.length - 1 - best >= PATIENCE;
}
