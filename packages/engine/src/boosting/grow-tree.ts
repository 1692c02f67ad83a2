import { type BinnedTable, MISSING_BIN } from './bins.js';
import { type Growing, HESSIAN_FLOOR, type Split, SplitSearch } from './split.js';
import { TreeNode } from './tree-node.js';

/** What the trees of one fit have in common. */
interface Growth extends Growing {
  table: BinnedTable;
}

/** Grows the trees of one fit on the gradients in its workspace. */
export class TreeGrower {
  readonly #growth: Growth;
  readonly #aside: Int32Array;

  constructor(growth: Growth) {
    this.#growth = growth;
    this.#aside = new Int32Array(growth.table.rows);
  }

  /**
   * One tree on the first `count` rows of the workspace and the given inputs, grown leaf by leaf: the part that gains most is
   * divided next. Reorders the rows.
   */
  grow(count: number, inputs: Int32Array): TreeNode {
    const { table, workspace, settings } = this.#growth;
    workspace.pack(inputs, count);
    const signs = Array.from(inputs, (input) => {
      return table.inputs[input].categories > 0 ? null : this.#signOf(input);
    });
    const search = new SplitSearch(this.#growth, signs);
    const root = this.#rootOf(count);
    this.#searchSplit(root, search);
    const open = [root];
    while (open.length < settings.maximumLeaves) {
      const at = indexOfBest(open);
      if (at < 0) break;
      const parent = open[at];
      const children = this.#divide(parent, inputs);
      open.splice(at, 1, ...children);
      if (open.length < settings.maximumLeaves) this.#searchChildren(parent, children, search);
      this.#release(parent);
    }
    for (const node of open) this.#release(node);
    return root;
  }

  #rootOf(count: number): TreeNode {
    const { workspace, settings, scale } = this.#growth;
    const { kernel, at, found } = workspace;
    const histogram = workspace.takeHistogram();
    this.#fill(histogram, { start: 0, rows: count });
    // Every row is in some cell of any input.
    const { cells, size } = workspace.slots[0];
    const { shift, perGradient, perHessian } = scale;
    kernel.sumCells(histogram + cells, size + 1, shift, perGradient, perHessian, at.found);
    const sums = { gradient: found[0], hessian: found[1] };
    const root = new TreeNode({ start: 0, end: count, ...sums }, settings.ridge, null);
    root.histogram = histogram;
    return root;
  }

  #signOf(input: number): number {
    const { categories, direction } = this.#growth.table.inputs[input];
    if (categories > 0 || direction === 'free') return 0;
    return direction === 'rises' ? -1 : 1;
  }

  #mayDivide({ rows, hessian, depth }: TreeNode): boolean {
    const { minimumRows, minimumHessian, maximumDepth } = this.#growth.settings;
    const floor = Math.max(HESSIAN_FLOOR, minimumHessian);
    return depth < maximumDepth && rows >= 2 * minimumRows && hessian >= 2 * floor;
  }

  #fill(histogram: number, { start, rows }: Pick<TreeNode, 'start' | 'rows'>): void {
    const { workspace, scale } = this.#growth;
    const { kernel, at, groups, histogramBytes } = workspace;
    const from = at.rows + Int32Array.BYTES_PER_ELEMENT * start;
    const { layout, packed, gradients, block } = at;
    kernel.fillHistogram(
      ...([histogram, histogramBytes, layout, groups, packed] as const),
      ...([from, rows, gradients, block, scale.shift] as const),
    );
  }

  #searchSplit(node: TreeNode, search: SplitSearch): void {
    if (node.histogram === null || !this.#mayDivide(node)) return;
    node.split = search.search(node, node.histogram);
  }

  /** Sums the rows of the smaller child; what is left of the parent's histogram is the larger one's. */
  #searchChildren(
    parent: TreeNode,
    [left, right]: readonly [TreeNode, TreeNode],
    search: SplitSearch,
  ): void {
    const [small, large] = left.rows <= right.rows ? [left, right] : [right, left];
    if (parent.histogram === null || !(this.#mayDivide(large) || this.#mayDivide(small))) return;
    const { workspace } = this.#growth;
    small.histogram = workspace.takeHistogram();
    this.#fill(small.histogram, small);
    large.histogram = parent.histogram;
    parent.histogram = null;
    workspace.kernel.subtractHistogram(large.histogram, small.histogram, workspace.histogramBytes);
    for (const child of [small, large]) {
      this.#searchSplit(child, search);
      if (child.split === null) this.#release(child);
    }
  }

  #release(node: TreeNode): void {
    if (node.histogram !== null) this.#growth.workspace.giveHistogram(node.histogram);
    node.histogram = null;
  }

  /** Makes the children of a node; a monotone split bounds their values by the middle between them. */
  #divide(node: TreeNode, inputs: Int32Array): readonly [TreeNode, TreeNode] {
    const { split } = node;
    if (split === null) throw new Error('a node without a split was to be divided');
    const input = inputs[split.slot];
    const middle = node.start + this.#partition(node, split, input);
    const { ridge } = this.#growth.settings;
    const { leftGradient, leftHessian } = split;
    const left = new TreeNode(
      { start: node.start, end: middle, gradient: leftGradient, hessian: leftHessian },
      ridge,
      node,
    );
    const right = new TreeNode(
      {
        start: middle,
        end: node.end,
        gradient: node.gradient - leftGradient,
        hessian: node.hessian - leftHessian,
      },
      ridge,
      node,
    );
    const sign = this.#signOf(input);
    if (sign !== 0) {
      const between = (left.value + right.value) / 2;
      const [lower, higher] = sign > 0 ? [left, right] : [right, left];
      lower.high = between;
      higher.low = between;
    }
    node.children = [left, right];
    return node.children;
  }

  /** Moves the rows that go left to the front of the node's range, both sides in their order; gives the count of the left ones. */
  #partition({ start, end }: TreeNode, split: Split, input: number): number {
    const { table, workspace } = this.#growth;
    const { rows } = workspace;
    const { bins } = table;
    const column = input * table.rows;
    const goesLeft = leftTable(split);
    const aside = this.#aside;
    let left = start;
    let right = 0;
    for (let at = start; at < end; at++) {
      const row = rows[at];
      const side = goesLeft[bins[column + row]];
      // Without a branch, which the processor could not foresee: what is written on the wrong side is written over.
      rows[left] = row;
      aside[right] = row;
      left += side;
      right += 1 - side;
    }
    rows.set(aside.subarray(0, right), left);
    return left - start;
  }
}

/** The part whose split gains most, the first of equals; −1 when none can be divided. */
function indexOfBest(open: readonly TreeNode[]): number {
  let best = -1;
  let gain = 0;
  open.forEach(({ split }, index) => {
    if (split === null || split.gain <= gain) return;
    best = index;
    gain = split.gain;
  });
  return best;
}

/** 1 for every bin that goes left. */
function leftTable({ bin, left, missingLeft }: Split): Uint8Array {
  const table = new Uint8Array(MISSING_BIN + 1);
  if (left === null) table.fill(1, 0, bin + 1);
  else for (const each of left) table[each] = 1;
  table[MISSING_BIN] = missingLeft ? 1 : 0;
  return table;
}
