import { type BinnedTable, MISSING_BIN } from './bins.js';
import {
  fillHistogram,
  type GradientRows,
  type HistogramLayout,
  layOutHistogram,
  subtractHistogram,
} from './histogram.js';
import type { TreeSettings } from './settings.js';
import {
  HESSIAN_FLOOR,
  leafValue,
  type Part,
  type SearchedInput,
  type Split,
  SplitSearch,
} from './split.js';

/** A node of a tree while it grows, holding the tree's rows from `start` to `end`. */
export interface TreeNode extends Part {
  start: number;
  end: number;
  depth: number;
  sums: Float64Array | null;
  /** The best split, taken when there are children. */
  split: Split | null;
  children: readonly [TreeNode, TreeNode] | null;
}

/** Grows the trees of one fit; buffers are reused from tree to tree. */
export class TreeGrower {
  readonly #table: BinnedTable;
  readonly #settings: TreeSettings;
  readonly #spare: Float64Array[] = [];
  readonly #right: GradientRows;

  constructor(table: BinnedTable, settings: TreeSettings) {
    this.#table = table;
    this.#settings = settings;
    this.#right = {
      rows: new Int32Array(table.rows),
      gradients: new Float64Array(table.rows),
      hessians: new Float64Array(table.rows),
    };
  }

  /**
   * One tree on the given rows and inputs, grown leaf by leaf: the part that gains most is divided next. Reorders the rows
   * together with their gradients.
   */
  grow(data: GradientRows, inputs: Int32Array): TreeNode {
    const layout = layOutHistogram(this.#table, inputs);
    const searched = Array.from(inputs, (input, slot): SearchedInput => {
      const categorical = this.#table.inputs[input].categories > 0;
      const [from, size] = [layout.starts[slot], layout.sizes[slot]];
      return { slot, from, size, categorical, sign: this.#signOf(input) };
    });
    const root = rootOf(data, this.#settings);
    if (!this.#mayDivide(root)) return root;
    this.#fill(root, data, layout);
    this.#search(root, searched);
    const open = [root];
    while (open.length < this.#settings.maximumLeaves) {
      const at = indexOfBest(open);
      if (at < 0) break;
      const parent = open[at];
      const [left, right] = this.#divide(parent, data, inputs);
      open.splice(at, 1, left, right);
      if (open.length < this.#settings.maximumLeaves) {
        const [small, large] = left.rows <= right.rows ? [left, right] : [right, left];
        if (!this.#mayDivide(large) && !this.#mayDivide(small)) continue;
        this.#fill(small, data, layout);
        large.sums = parent.sums;
        parent.sums = null;
        if (large.sums !== null && small.sums !== null) {
          subtractHistogram(large.sums, small.sums, layout);
        }
        for (const child of [small, large]) this.#search(child, searched);
      }
    }
    this.#releaseAll(root);
    return root;
  }

  #signOf(input: number): number {
    const { categories, direction } = this.#table.inputs[input];
    if (categories > 0 || direction === 'free') return 0;
    return direction === 'rises' ? -1 : 1;
  }

  #mayDivide({ rows, hessian, depth }: TreeNode): boolean {
    const { minimumRows, minimumHessian, maximumDepth } = this.#settings;
    const floor = Math.max(HESSIAN_FLOOR, minimumHessian);
    return depth < maximumDepth && rows >= 2 * minimumRows && hessian >= 2 * floor;
  }

  #fill(node: TreeNode, data: GradientRows, layout: HistogramLayout): void {
    const { start, end } = node;
    const spare = this.#spare.pop();
    // Trees differ in their inputs, and so in the length of their histograms.
    node.sums =
      spare !== undefined && spare.length >= layout.length
        ? spare
        : new Float64Array(layout.length);
    fillHistogram(node.sums, data, { start, end, bins: this.#table.bins, layout });
  }

  #search(node: TreeNode, searched: readonly SearchedInput[]): void {
    if (!this.#mayDivide(node) || node.sums === null) return;
    const search = new SplitSearch(node, this.#settings);
    for (const input of searched) search.searchInput(node.sums, input);
    node.split = search.best;
  }

  /** Makes the children of a node; a monotone split bounds their values by the middle between them. */
  #divide(node: TreeNode, data: GradientRows, inputs: Int32Array): readonly [TreeNode, TreeNode] {
    const { split } = node;
    if (split === null) throw new Error('a node without a split was to be divided');
    const input = inputs[split.slot];
    const middle = node.start + this.#partition(node, data, { split, input });
    const { ridge } = this.#settings;
    const child = (side: Pick<TreeNode, 'start' | 'end' | 'gradient' | 'hessian'>): TreeNode => ({
      ...side,
      rows: side.end - side.start,
      value: leafValue(side.gradient, side.hessian + ridge, node),
      low: node.low,
      high: node.high,
      depth: node.depth + 1,
      sums: null,
      split: null,
      children: null,
    });
    const { leftGradient, leftHessian } = split;
    const left = child({
      start: node.start,
      end: middle,
      gradient: leftGradient,
      hessian: leftHessian,
    });
    const right = child({
      start: middle,
      end: node.end,
      gradient: node.gradient - leftGradient,
      hessian: node.hessian - leftHessian,
    });
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

  /** Moves the rows that go left to the front of the node's range, in their order; gives their count. */
  #partition(
    { start, end }: TreeNode,
    { rows, gradients, hessians }: GradientRows,
    { split, input }: { split: Split; input: number },
  ): number {
    const { bins, rows: tableRows } = this.#table;
    const column = input * tableRows;
    const goesLeft = leftTable(split);
    const aside = this.#right;
    let left = start;
    let right = 0;
    for (let at = start; at < end; at++) {
      const row = rows[at];
      if (goesLeft[bins[column + row]] === 1) {
        rows[left] = row;
        gradients[left] = gradients[at];
        hessians[left++] = hessians[at];
      } else {
        aside.rows[right] = row;
        aside.gradients[right] = gradients[at];
        aside.hessians[right++] = hessians[at];
      }
    }
    rows.set(aside.rows.subarray(0, right), left);
    gradients.set(aside.gradients.subarray(0, right), left);
    hessians.set(aside.hessians.subarray(0, right), left);
    return left - start;
  }

  #releaseAll(node: TreeNode): void {
    if (node.sums !== null) this.#spare.push(node.sums);
    node.sums = null;
    for (const child of node.children ?? []) this.#releaseAll(child);
  }
}

function rootOf({ rows, gradients, hessians }: GradientRows, { ridge }: TreeSettings): TreeNode {
  let gradient = 0;
  let hessian = 0;
  for (let at = 0; at < rows.length; at++) {
    gradient += gradients[at];
    hessian += hessians[at];
  }
  const bounds = { low: Number.NEGATIVE_INFINITY, high: Number.POSITIVE_INFINITY };
  return {
    ...{ start: 0, end: rows.length, rows: rows.length, gradient, hessian, ...bounds },
    value: leafValue(gradient, hessian + ridge, bounds),
    depth: 0,
    sums: null,
    split: null,
    children: null,
  };
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
