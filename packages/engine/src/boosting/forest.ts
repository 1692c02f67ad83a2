import { MISSING_BIN } from './bins.js';

/** Stands for a leaf where a node would name its input. */
export const LEAF = -1;

/**
 * Trees one after another, each in pre-order: the left child of node n is n + 1, the right one `right[n]`. A forest's log-odds
 * are `base` plus one leaf of each tree.
 */
export interface Forest {
  base: number;
  /** First node of each tree. */
  roots: Int32Array;
  /** Input of the split, LEAF for a leaf. */
  input: Int32Array;
  /** Highest bin that goes left; for a category, the set of bins that does. */
  split: Int32Array;
  missingLeft: Uint8Array;
  right: Int32Array;
  /** Log-odds of a leaf. */
  value: Float64Array;
  /** Training rows that reached the node. */
  cover: Float64Array;
  /** Bins that go left, for splits of categories. */
  sets: readonly ReadonlySet<number>[];
  /** Inputs that are categories. */
  categorical: readonly boolean[];
}

/** Where a row with this bin goes at a node that is no leaf. */
export function goesLeft(forest: Forest, node: number, bin: number): boolean {
  if (bin === MISSING_BIN) return forest.missingLeft[node] === 1;
  if (!forest.categorical[forest.input[node]]) return bin <= forest.split[node];
  return forest.sets[forest.split[node]].has(bin);
}

/** Log-odds of one row, given the bins of its inputs. */
export function forestLogOdds(forest: Forest, bins: Uint8Array): number {
  const { roots, input, right, value } = forest;
  let sum = forest.base;
  for (let tree = 0; tree < roots.length; tree++) {
    let node = roots[tree];
    while (input[node] !== LEAF) {
      node = goesLeft(forest, node, bins[input[node]]) ? node + 1 : right[node];
    }
    sum += value[node];
  }
  return sum;
}

/** Adds one tree's leaf values to the log-odds of some rows of a table. */
export function addTree(
  forest: Forest,
  tree: number,
  { table, rows, logOdds }: { table: ForestTable; rows: Int32Array; logOdds: Float64Array },
): void {
  const { input, split, right, value, missingLeft, categorical } = forest;
  const { bins, rows: tableRows } = table;
  const root = forest.roots[tree];
  for (let at = 0; at < rows.length; at++) {
    const row = rows[at];
    let node = root;
    for (let by = input[node]; by !== LEAF; by = input[node]) {
      const bin = bins[by * tableRows + row];
      const left = categorical[by]
        ? goesLeft(forest, node, bin)
        : bin === MISSING_BIN
          ? missingLeft[node] === 1
          : bin <= split[node];
      node = left ? node + 1 : right[node];
    }
    logOdds[row] += value[node];
  }
}

/** The bins of the forest's inputs, column after column. */
interface ForestTable {
  rows: number;
  bins: Uint8Array;
}

/** Log-odds of every row of a table. */
export function tableLogOdds(forest: Forest, table: ForestTable): Float64Array {
  const logOdds = new Float64Array(table.rows).fill(forest.base);
  const rows = Int32Array.from(logOdds.keys());
  for (let tree = 0; tree < forest.roots.length; tree++) {
    addTree(forest, tree, { table, rows, logOdds });
  }
  return logOdds;
}

/**
 * The trees of several forests over the same inputs as one, their leaf values multiplied by `share`: 1 / n makes the mean of n forests.
 */
export function joinForests(
  forests: readonly Forest[],
  { base, share }: { base: number; share: number },
): Forest {
  const parts: Forest[] = [];
  let nodes = 0;
  let sets = 0;
  for (const forest of forests) {
    parts.push(shift(forest, { nodes, sets, share }));
    nodes += forest.input.length;
    sets += forest.sets.length;
  }
  const numbers = (pick: (forest: Forest) => Int32Array) =>
    Int32Array.from(parts.flatMap((part) => Array.from(pick(part))));
  return {
    base,
    roots: numbers(({ roots }) => roots),
    input: numbers(({ input }) => input),
    split: numbers(({ split }) => split),
    missingLeft: Uint8Array.from(parts.flatMap((part) => Array.from(part.missingLeft))),
    right: numbers(({ right }) => right),
    value: Float64Array.from(parts.flatMap((part) => Array.from(part.value))),
    cover: Float64Array.from(parts.flatMap((part) => Array.from(part.cover))),
    sets: parts.flatMap((part) => part.sets),
    categorical: forests[0]?.categorical ?? [],
  };
}

function shift(forest: Forest, by: { nodes: number; sets: number; share: number }): Forest {
  const { input, categorical } = forest;
  return {
    ...forest,
    roots: forest.roots.map((root) => root + by.nodes),
    right: forest.right.map((right, node) => (input[node] === LEAF ? 0 : right + by.nodes)),
    split: forest.split.map((split, node) => {
      return input[node] !== LEAF && categorical[input[node]] ? split + by.sets : split;
    }),
    value: forest.value.map((value) => value * by.share),
  };
}
