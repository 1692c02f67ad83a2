import type { BinnedTable } from './bins.js';
import { type Forest, LEAF } from './forest.js';
import type { TreeNode } from './tree-node.js';

/** Leaf values are kept to 10⁻⁹: short texts in the model file, and the bits that were validated. */
const PER_UNIT = 1e9;

/** Log-odds that a leaf adds. */
export function leafLogOdds({ value }: TreeNode, learningRate: number): number {
  // Adding 0 turns −0, which JSON does not keep, into 0.
  return Math.round(value * learningRate * PER_UNIT) / PER_UNIT + 0;
}

/** A grown tree as a forest of one, in pre-order, its leaf values shrunk by the learning rate. */
export function flattenTree(
  root: TreeNode,
  how: { table: BinnedTable; inputs: Int32Array; learningRate: number },
): Forest {
  const nodes: TreeNode[] = [];
  const right: number[] = [];
  const visit = (node: TreeNode): void => {
    const number = nodes.push(node) - 1;
    right.push(0);
    if (node.children === null) return;
    visit(node.children[0]);
    right[number] = nodes.length;
    visit(node.children[1]);
  };
  visit(root);
  const sets: ReadonlySet<number>[] = [];
  const splitOf = ({ children, split }: TreeNode): number => {
    if (children === null || split === null) return 0;
    return split.left === null ? split.bin : sets.push(split.left) - 1;
  };
  return {
    base: 0,
    roots: Int32Array.of(0),
    input: Int32Array.from(nodes, ({ children, split }) =>
      children === null || split === null ? LEAF : how.inputs[split.slot],
    ),
    split: Int32Array.from(nodes, splitOf),
    missingLeft: Uint8Array.from(nodes, ({ children, split }) =>
      Number(children !== null && split?.missingLeft === true),
    ),
    right: Int32Array.from(right),
    value: Float64Array.from(nodes, (node) =>
      node.children === null ? leafLogOdds(node, how.learningRate) : 0,
    ),
    cover: Float64Array.from(nodes, ({ rows }) => rows),
    sets,
    categorical: how.table.inputs.map(({ categories }) => categories > 0),
  };
}
