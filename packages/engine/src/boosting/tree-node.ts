import { leafValue, type Part, type Split } from './split.js';

/** The rows of a node, and the sums of their gradients and hessians. */
interface NodeRows {
  start: number;
  end: number;
  gradient: number;
  hessian: number;
}

/** A node of a tree while it grows, holding the tree's rows from `start` to `end`. A class, so that all have one shape. */
export class TreeNode implements Part {
  readonly start: number;
  readonly end: number;
  readonly gradient: number;
  readonly hessian: number;
  readonly rows: number;
  readonly value: number;
  readonly depth: number;
  low: number;
  high: number;
  /** Where its histogram lies in the workspace. */
  histogram: number | null = null;
  /** The best split, taken when there are children. */
  split: Split | null = null;
  children: readonly [TreeNode, TreeNode] | null = null;

  /** The value is that of a leaf, within the bounds of the parent; the root has none. */
  constructor(of: NodeRows, ridge: number, parent: TreeNode | null) {
    this.start = of.start;
    this.end = of.end;
    this.gradient = of.gradient;
    this.hessian = of.hessian;
    this.rows = of.end - of.start;
    this.depth = parent === null ? 0 : parent.depth + 1;
    this.low = parent === null ? Number.NEGATIVE_INFINITY : parent.low;
    this.high = parent === null ? Number.POSITIVE_INFINITY : parent.high;
    this.value = leafValue(this, ridge, this);
  }
}
