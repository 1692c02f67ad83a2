import { type Forest, LEAF } from '../boosting/forest.js';
import type { StoredForest } from './model.js';

/** A forest as plain lists for the model file, its inputs renumbered. */
export function packForest(forest: Forest, numberOf: ReadonlyMap<number, number>): StoredForest {
  const { input, split, missingLeft, value, cover } = forest;
  const all = Array.from(input.keys());
  const leaves = all.filter((node) => input[node] === LEAF);
  const splits = all.filter((node) => input[node] !== LEAF);
  return {
    base: forest.base,
    nodes: all.map((node) => numberOf.get(input[node]) ?? LEAF),
    splits: splits.map((node) => split[node]),
    missingLeft: splits.map((node) => missingLeft[node]),
    values: leaves.map((node) => value[node]),
    covers: leaves.map((node) => cover[node]),
    sets: forest.sets.map((set) => [...set].sort((a, b) => a - b)),
  };
}

/** The forest of a model file, ready to score. Pre-order alone tells where each node's children are. */
export function unpackForest(stored: StoredForest, categorical: readonly boolean[]): Forest {
  const size = stored.nodes.length;
  const forest = {
    base: stored.base,
    input: Int32Array.from(stored.nodes),
    split: new Int32Array(size),
    missingLeft: new Uint8Array(size),
    right: new Int32Array(size),
    value: new Float64Array(size),
    cover: new Float64Array(size),
    sets: stored.sets.map((codes) => new Set(codes)),
    categorical,
  };
  let splits = 0;
  let leaves = 0;
  /** Fills the node and all below it; gives the node after them. */
  const fill = (node: number): number => {
    if (forest.input[node] === LEAF) {
      forest.value[node] = stored.values[leaves];
      forest.cover[node] = stored.covers[leaves++];
      return node + 1;
    }
    forest.split[node] = stored.splits[splits];
    forest.missingLeft[node] = stored.missingLeft[splits++];
    const right = fill(node + 1);
    forest.right[node] = right;
    const next = fill(right);
    forest.cover[node] = forest.cover[node + 1] + forest.cover[right];
    return next;
  };
  const roots: number[] = [];
  for (let node = 0; node < size; ) {
    roots.push(node);
    node = fill(node);
  }
  return { ...forest, roots: Int32Array.from(roots) };
}

/** What is wrong with the lists of a forest, or null: every node has its children and every number its place. */
export function forestProblem(
  stored: StoredForest,
  inputs: readonly { edges: readonly number[]; categories: number }[],
): string | null {
  let open = 0;
  let splits = 0;
  for (const node of stored.nodes) {
    if (node < LEAF || node >= inputs.length) return 'it splits on no input';
    // A tree is complete when no child is awaited; the next node then begins another.
    open = Math.max(1, open) + (node === LEAF ? -1 : 1);
    if (node === LEAF) continue;
    const { edges, categories } = inputs[node];
    const split = stored.splits[splits++];
    const places = categories > 0 ? stored.sets.length : edges.length + 1;
    if (!(split >= 0 && split < places)) return 'a split is none of its input';
  }
  const leaves = stored.nodes.length - splits;
  if (open !== 0) return 'a tree is not complete';
  if (stored.splits.length !== splits || stored.missingLeft.length !== splits)
    return 'wrong length';
  if (stored.values.length !== leaves || stored.covers.length !== leaves) return 'wrong length';
  if (stored.covers.some((cover) => !(cover > 0))) return 'a leaf covers nothing';
  if (stored.missingLeft.some((side) => side !== 0 && side !== 1))
    return 'a side is neither 0 nor 1';
  return null;
}
