import { createRandom, type Random } from '../random.js';
import type { BinnedTable } from './bins.js';
import { flattenTree, leafLogOdds } from './flatten-tree.js';
import { addTree, type Forest, joinForests } from './forest.js';
import { computeGradients, scaleFor } from './gradients.js';
import { TreeGrower } from './grow-tree.js';
import type { TreeSettings } from './settings.js';
import type { TreeNode } from './tree-node.js';
import { Workspace } from './workspace.js';

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

/** Makes fits on one table, one after another. */
export type Fitter = (request: FitRequest) => FittedForest;

/** A fitter for a table, which keeps the memory of its fits from one to the next. */
export function createFitter(table: BinnedTable): Fitter {
  let workspace = new Workspace(table, 1);
  return (request) => {
    const { maximumLeaves } = request.settings;
    if (workspace.maximumLeaves < maximumLeaves) workspace = new Workspace(table, maximumLeaves);
    return fitForest({ table, workspace }, request);
  };
}

/**
 * Gradient boosting for log-loss on histograms (Friedman 2001; Ke et al. 2017). The same table and request give the same bits
 * in any thread.
 */
function fitForest(
  { table, workspace }: { table: BinnedTable; workspace: Workspace },
  request: FitRequest,
): FittedForest {
  const { settings, weights, watch } = request;
  const { learningRate } = settings;
  const random = createRandom(request.seed, 'boosting');
  const scale = scaleFor(weights);
  const grower = new TreeGrower({ table, workspace, settings, scale });
  const base = baseLogOdds(table.goods, weights);
  const { logOdds } = workspace;
  workspace.weights.set(weights);
  logOdds.fill(base);
  const trees: Forest[] = [];
  const watchedLosses: number[] = [];
  while (trees.length < settings.trees && !hasStalled(watchedLosses)) {
    const { count, others } = sampleRows(table, request, { random, into: workspace.rows });
    const inputs = sampleInputs(table.inputs.length, settings.inputShare, random);
    computeGradients(workspace, scale);
    const root = grower.grow(count, inputs);
    const tree = flattenTree(root, { table, inputs, learningRate });
    addLeaves(root, learningRate, workspace);
    addTree(tree, 0, { table, rows: others, logOdds });
    trees.push(tree);
    if (watch !== null && trees.length % LOSS_STEP === 0) {
      watchedLosses.push(weightedLoss(table.goods, watch, logOdds));
    }
  }
  return { forest: joinForests(trees, { base, share: 1 }), watchedLosses };
}

/** Adds the leaves of a tree to the log-odds of the rows that it was grown on, which lie leaf by leaf. */
function addLeaves(
  node: TreeNode,
  learningRate: number,
  { rows, logOdds }: Pick<Workspace, 'rows' | 'logOdds'>,
): void {
  if (node.children !== null) {
    for (const child of node.children) addLeaves(child, learningRate, { rows, logOdds });
    return;
  }
  const value = leafLogOdds(node, learningRate);
  for (let at = node.start; at < node.end; at++) logOdds[rows[at]] += value;
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

/**
 * Puts the rows of the customers that this tree sees into an array and gives the others whose log-odds matter. One draw per
 * customer, so that their rows stay together.
 */
function sampleRows(
  { rows, customerOf }: BinnedTable,
  { weights, watch, settings }: FitRequest,
  { random, into }: { random: Random; into: Int32Array },
): { count: number; others: Int32Array } {
  const share = settings.customerShare;
  const others = new Int32Array(share < 1 || watch !== null ? rows : 0);
  let count = 0;
  let otherCount = 0;
  let taken = true;
  for (let row = 0; row < rows; row++) {
    const isNext = row === 0 || customerOf[row] !== customerOf[row - 1];
    if (isNext) taken = share >= 1 || random.uniform() < share;
    if (taken && weights[row] > 0) into[count++] = row;
    else if (weights[row] > 0 || (watch !== null && watch[row] > 0)) others[otherCount++] = row;
  }
  return { count, others: others.subarray(0, otherCount) };
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
