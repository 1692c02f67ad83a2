import type { GradientScale } from './gradients.js';
import type { TreeSettings } from './settings.js';
import { CELL_BYTES, INPUT_BYTES, type Workspace } from './workspace.js';

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
  leftRows: number;
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

/** One input of a tree while its splits are searched. */
export interface SearchedInput {
  /** Position among the inputs of the tree. */
  slot: number;
  /** Bins besides the missing one. */
  size: number;
  categorical: boolean;
  /** Sign that the log-odds must follow as the value rises; 0 for none. */
  sign: number;
}

/** Searches the splits of parts by their histograms. */
export class SplitSearch {
  readonly #workspace: Workspace;
  readonly #settings: TreeSettings;
  readonly #scale: GradientScale;

  constructor(workspace: Workspace, settings: TreeSettings, scale: GradientScale) {
    this.#workspace = workspace;
    this.#settings = settings;
    this.#scale = scale;
  }

  /** The best split of a part over all inputs of the tree, the first of equals; null when none gains. */
  search(part: Part, histogram: number, inputs: readonly SearchedInput[]): Split | null {
    const { found } = this.#workspace;
    this.#pose(part);
    found[0] = 0;
    let order: readonly number[] = [];
    for (const input of inputs) {
      const cells = histogram + input.slot * INPUT_BYTES;
      if (!input.categorical) this.#searchNumber(cells, input);
      else order = this.#searchCategories(cells, input) ?? order;
    }
    if (found[0] === 0) return null;
    const input = inputs[found[1]];
    return input.categorical
      ? this.#foundCategories(part, order, input.size)
      : this.#foundNumber(part, histogram + input.slot * INPUT_BYTES);
  }

  #pose(part: Part): void {
    const { ridge, minimumRows, minimumHessian } = this.#settings;
    const { perGradient, perHessian } = this.#scale;
    this.#workspace.problem.set([
      part.gradient,
      part.hessian,
      part.rows,
      part.gradient * part.value,
      part.low,
      part.high,
      ridge + RIDGE_FLOOR,
      minimumRows,
      Math.max(HESSIAN_FLOOR, minimumHessian),
      1 / perGradient,
      1 / perHessian,
    ]);
  }

  #searchNumber(cells: number, { size, sign, slot }: SearchedInput): void {
    if (this.#workspace.kernel.hasMissing(cells) === 0) {
      this.#scan(cells, { first: 0, step: 1, count: size - 1, sign, slot });
      return;
    }
    this.#scan(cells, { first: 0, step: 1, count: size, sign, slot });
    // From the other end, so that the side that grows never holds the missing values.
    this.#scan(cells, { first: size - 1, step: -1, count: size - 1, sign, slot });
  }

  #scan(
    cells: number,
    by: { first: number; step: number; count: number; sign: number; slot: number },
  ): void {
    const { kernel, at } = this.#workspace;
    const { first, step, count, sign, slot } = by;
    const { shift } = this.#scale;
    kernel.scanSplits(cells, first, step, count, sign, slot, shift, at.problem, at.found);
  }

  /**
   * Categories, the missing one among them, in the order of their gradients (Fisher 1958; Ke et al. 2017). Gives the order when a split
   * of it is the best so far.
   */
  #searchCategories(cells: number, { size, slot }: SearchedInput): number[] | null {
    const { kernel, at, bytes, rates, found } = this.#workspace;
    const { shift, perGradient, perHessian } = this.#scale;
    kernel.rateBins(cells, size, shift, perGradient, perHessian, CATEGORY_SMOOTHING, at.rates);
    const order: number[] = [];
    for (let bin = 0; bin <= size; bin++) if (rates[2 * bin] > 0) order.push(bin);
    order.sort((a, b) => rates[2 * a + 1] - rates[2 * b + 1] || a - b);
    // As bins in that order, without a missing one, they are split like those of a number.
    order.forEach((bin, position) => {
      const cell = cells + (bin === size ? INPUT_BYTES - CELL_BYTES : bin * CELL_BYTES);
      bytes.copyWithin(at.ordered + position * CELL_BYTES, cell, cell + CELL_BYTES);
    });
    this.#scan(at.ordered, { first: 0, step: 1, count: order.length - 1, sign: 0, slot });
    return found[0] > 0 && found[1] === slot ? order : null;
  }

  #foundNumber(part: Part, cells: number): Split {
    const { found, kernel } = this.#workspace;
    const [bin, step, leftRows] = [found[2], found[3], found[6]];
    const hasMissing = kernel.hasMissing(cells) === 1;
    // Where the part has no missing value, one that comes later goes with the larger side.
    const missingLeft = hasMissing ? step < 0 : 2 * leftRows > part.rows;
    return { ...this.#foundSums(), bin, left: null, missingLeft };
  }

  #foundCategories(part: Part, order: readonly number[], size: number): Split {
    const [, , last, , , , leftRows] = this.#workspace.found;
    const left = new Set(order.slice(0, last + 1));
    const isLargerLeft = 2 * leftRows > part.rows;
    // Categories that the part does not hold go with the larger side; the last bin is the missing one.
    for (let bin = 0; bin <= size; bin++) if (isLargerLeft && !order.includes(bin)) left.add(bin);
    const missingLeft = left.delete(size);
    return { ...this.#foundSums(), bin: -1, left, missingLeft };
  }

  #foundSums(): Omit<Split, 'bin' | 'left' | 'missingLeft'> {
    const [gain, slot, , , leftGradient, leftHessian, leftRows] = this.#workspace.found;
    return { gain, slot, leftGradient, leftHessian, leftRows };
  }
}
