import type { GradientScale } from './gradients.js';
import type { TreeSettings } from './settings.js';
import { CELL_BYTES, type TreeSlot, type Workspace } from './workspace.js';

/** A part of a tree's rows and what is known of it before it is split. */
export interface Part {
  /** Sums of gradients, of hessians, and count of rows. */
  gradient: number;
  hessian: number;
  rows: number;
  /** Value of the part as a leaf, within the bounds that monotone splits above it set. */
  value: number;
  low: number;
  high: number;
}

/** The best split of a part. */
export interface Split {
  gain: number;
  /** Position of the input among those of the tree. */
  slot: number;
  /** Highest bin that goes left; −1 when `left` names the bins. */
  bin: number;
  left: ReadonlySet<number> | null;
  missingLeft: boolean;
  leftGradient: number;
  leftHessian: number;
}

/** What the trees of one fit are grown with. */
export interface Growing {
  workspace: Workspace;
  settings: TreeSettings;
  scale: GradientScale;
}

/** Both sides need some curvature, or the leaf value means nothing. */
export const HESSIAN_FLOOR = 1e-3;
/** Keeps a division defined where there is neither curvature nor penalty. */
const RIDGE_FLOOR = 1e-15;

/** Draws the statistics of rare categories towards the middle of the order, in units of hessian. */
const CATEGORY_SMOOTHING = 10;

/** The Newton step −G / (H + λ) within the bounds. */
export function leafValue(
  { gradient, hessian }: Pick<Part, 'gradient' | 'hessian'>,
  ridge: number,
  { low, high }: Pick<Part, 'low' | 'high'>,
): number {
  return Math.min(high, Math.max(low, -gradient / (hessian + (ridge + RIDGE_FLOOR))));
}

/** Searches the splits of the parts of a tree by their histograms. */
export class SplitSearch {
  readonly #growing: Growing;
  readonly #slots: readonly TreeSlot[];
  /** Slots that are categories, and how many are not. */
  readonly #categories: readonly number[];
  readonly #numbers: number;

  /** For the tree whose inputs the workspace holds; `signs` has for each of them what the log-odds follow, null for a category. */
  constructor(growing: Growing, signs: readonly (number | null)[]) {
    const { slots, numbers } = growing.workspace;
    this.#growing = growing;
    this.#slots = slots;
    this.#categories = Array.from(slots.keys()).filter((slot) => signs[slot] === null);
    this.#numbers = slots.length - this.#categories.length;
    let at = 0;
    slots.forEach(({ cells, size }, slot) => {
      const sign = signs[slot];
      if (sign === null) return;
      numbers.set([cells, slot, size, sign], at);
      at += 4;
    });
  }

  /** The best split of a part over all inputs of the tree, numbers before categories; null when none gains. */
  search(part: Part, histogram: number): Split | null {
    const { workspace, scale } = this.#growing;
    const { kernel, at, found } = workspace;
    this.#pose(part);
    found[0] = 0;
    kernel.searchNumbers(histogram, at.numbers, this.#numbers, scale.shift, at.problem, at.found);
    let order: readonly number[] | null = null;
    for (const slot of this.#categories) order = this.#searchCategories(histogram, slot) ?? order;
    if (found[0] === 0) return null;
    return order === null
      ? this.#foundNumber(part, histogram)
      : this.#foundCategories(part, order, this.#slots[found[1]].size);
  }

  #pose(part: Part): void {
    const { workspace, settings, scale } = this.#growing;
    const { problem } = workspace;
    problem[0] = part.gradient;
    problem[1] = part.hessian;
    problem[2] = part.rows;
    problem[3] = part.gradient * part.value;
    problem[4] = part.low;
    problem[5] = part.high;
    problem[6] = settings.ridge + RIDGE_FLOOR;
    problem[7] = settings.minimumRows;
    problem[8] = Math.max(HESSIAN_FLOOR, settings.minimumHessian);
    problem[9] = 1 / scale.perGradient;
    problem[10] = 1 / scale.perHessian;
  }

  /**
   * Categories, the missing one among them, in the order of their gradients (Fisher 1958; Ke et al. 2017). Gives the order when a split
   * of it is the best so far.
   */
  #searchCategories(histogram: number, slot: number): number[] | null {
    const { workspace, scale } = this.#growing;
    const { kernel, at, bytes, rates, found } = workspace;
    const { shift, perGradient, perHessian } = scale;
    const { size } = this.#slots[slot];
    const cells = histogram + this.#slots[slot].cells;
    kernel.rateCells(cells, size + 1, shift, perGradient, perHessian, CATEGORY_SMOOTHING, at.rates);
    const order: number[] = [];
    for (let bin = 0; bin <= size; bin++) if (rates[2 * bin] > 0) order.push(bin);
    order.sort((a, b) => rates[2 * a + 1] - rates[2 * b + 1] || a - b);
    // As bins in that order, without a missing one, they are split like those of a number.
    order.forEach((bin, position) => {
      const cell = cells + bin * CELL_BYTES;
      bytes.copyWithin(at.ordered + position * CELL_BYTES, cell, cell + CELL_BYTES);
    });
    const gain = found[0];
    const { problem } = at;
    kernel.scanSplits(at.ordered, 0, 1, order.length - 1, 0, slot, shift, problem, at.found);
    return found[0] > gain ? order : null;
  }

  #foundNumber(part: Part, histogram: number): Split {
    const { found, kernel } = this.#growing.workspace;
    const { cells, size } = this.#slots[found[1]];
    const hasMissing = kernel.hasRows(histogram + cells + size * CELL_BYTES) === 1;
    // Where the part has no missing value, one that comes later goes with the larger side.
    const missingLeft = hasMissing ? found[3] < 0 : 2 * found[6] > part.rows;
    return this.#found({ bin: found[2], left: null, missingLeft });
  }

  #foundCategories(part: Part, order: readonly number[], size: number): Split {
    const { found } = this.#growing.workspace;
    const left = new Set(order.slice(0, found[2] + 1));
    const isLargerLeft = 2 * found[6] > part.rows;
    // Categories that the part does not hold go with the larger side; the last bin is the missing one.
    for (let bin = 0; bin <= size; bin++) if (isLargerLeft && !order.includes(bin)) left.add(bin);
    const missingLeft = left.delete(size);
    return this.#found({ bin: -1, left, missingLeft });
  }

  /** All of the split that the kernel found; written out, since every node of every tree makes one. */
  #found({ bin, left, missingLeft }: Pick<Split, 'bin' | 'left' | 'missingLeft'>): Split {
    const { found } = this.#growing.workspace;
    return {
      gain: found[0],
      slot: found[1],
      bin,
      left,
      missingLeft,
      leftGradient: found[4],
      leftHessian: found[5],
    };
  }
}
