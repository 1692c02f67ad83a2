import { CELL } from './histogram.js';
import type { TreeSettings } from './settings.js';

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

/** Draws the statistics of rare categories towards the middle of the order, in units of hessian. */
const CATEGORY_SMOOTHING = 10;

/** The Newton step −G / (H + λ) within the bounds. */
export function leafValue(
  gradient: number,
  penalisedHessian: number,
  { low, high }: { low: number; high: number },
): number {
  return Math.min(high, Math.max(low, -gradient / (penalisedHessian + 1e-15)));
}

/** One input of a tree while its splits are searched. */
export interface SearchedInput {
  /** Position among the inputs of the tree. */
  slot: number;
  /** Where its bins begin in a histogram. */
  from: number;
  /** Bins besides the missing one. */
  size: number;
  categorical: boolean;
  /** Sign that the log-odds must follow as the value rises; 0 for none. */
  sign: number;
}

/** Searches the splits of one part; its state is the best one found. */
export class SplitSearch {
  best: Split | null = null;
  readonly #part: Part;
  readonly #settings: TreeSettings;
  readonly #hessianFloor: number;
  readonly #parentGain: number;

  constructor(part: Part, settings: TreeSettings) {
    this.#part = part;
    this.#settings = settings;
    this.#hessianFloor = Math.max(HESSIAN_FLOOR, settings.minimumHessian);
    this.#parentGain = part.gradient * part.value;
  }

  /** Tries all splits of one input of the tree. */
  searchInput(sums: Float64Array, input: SearchedInput): void {
    const { from, size } = input;
    const hasMissing = sums[from + size * CELL + 2] > 0;
    const naturalOrder = { first: 0, step: 1, hasMissing };
    if (input.categorical) this.#searchCategories(sums, input);
    else this.#scan(sums, input, { ...naturalOrder, count: hasMissing ? size : size - 1 });
    if (input.categorical || !hasMissing) return;
    // From the other end, so that the side that grows never holds the missing values.
    this.#scan(sums, input, { first: size - 1, step: -1, hasMissing, count: size - 1 });
  }

  /**
   * Grows one side bin by bin. Everything is in local numbers: this is where most of a fit's time is spent. An empty bin gives
   * the same split as its neighbour and is passed over.
   */
  #scan(
    sums: Float64Array,
    { from, sign, slot }: SearchedInput,
    order: { first: number; step: number; count: number; hasMissing: boolean },
  ): void {
    const { gradient, hessian, rows, low, high } = this.#part;
    const { ridge, minimumRows } = this.#settings;
    const { first, step, count, hasMissing } = order;
    const floor = this.#hessianFloor;
    const parentGain = this.#parentGain;
    const risingSign = step * sign;
    let bestGain = this.best === null ? 0 : this.best.gain;
    let g = 0;
    let h = 0;
    let n = 0;
    for (let index = 0; index < count; index++) {
      const bin = first + step * index;
      const cell = from + bin * CELL;
      if (sums[cell + 2] === 0) continue;
      g += sums[cell];
      h += sums[cell + 1];
      n += sums[cell + 2];
      if (n < minimumRows || h < floor) continue;
      if (rows - n < minimumRows || hessian - h < floor) return;
      const rest = gradient - g;
      const value = Math.min(high, Math.max(low, -g / (h + ridge + 1e-15)));
      const other = Math.min(high, Math.max(low, -rest / (hessian - h + ridge + 1e-15)));
      const gain = parentGain - g * value - rest * other;
      if (!(gain > bestGain) || (other - value) * risingSign < 0) continue;
      bestGain = gain;
      const isLeft = step > 0;
      const leftRows = isLeft ? n : rows - n;
      this.best = {
        ...{ gain, slot, bin: isLeft ? bin : bin - 1, left: null },
        // Where the part has no missing value, one that comes later goes with the larger side.
        missingLeft: hasMissing ? !isLeft : 2 * leftRows > rows,
        leftGradient: isLeft ? g : rest,
        leftHessian: isLeft ? h : hessian - h,
        leftRows,
      };
    }
  }

  /** Categories, the missing one among them, in the order of their gradients (Fisher 1958; Ke et al. 2017). */
  #searchCategories(sums: Float64Array, { from, size, slot }: SearchedInput): void {
    // The last of them is the missing one.
    const all = [...Array(size + 1).keys()];
    const order = all.filter((bin) => sums[from + bin * CELL + 2] > 0);
    const statistic = (bin: number) =>
      sums[from + bin * CELL] / (sums[from + bin * CELL + 1] + CATEGORY_SMOOTHING);
    order.sort((a, b) => statistic(a) - statistic(b) || a - b);
    // As bins in that order they are split like those of a number.
    const ordered = new Float64Array((order.length + 1) * CELL);
    order.forEach((bin, position) => {
      const cell = from + bin * CELL;
      ordered.set(sums.subarray(cell, cell + CELL), position * CELL);
    });
    const before = this.best;
    const input = { from: 0, size: order.length, slot, sign: 0, categorical: true };
    const count = order.length - 1;
    this.#scan(ordered, input, { first: 0, step: 1, count, hasMissing: false });
    const best: Split | null = this.best;
    if (best === null || best === before) return;
    const left = new Set(order.slice(0, best.bin + 1));
    // Categories that the part does not hold go with the larger side.
    if (best.missingLeft) for (const bin of all) if (!order.includes(bin)) left.add(bin);
    best.missingLeft = left.delete(size);
    best.left = left;
  }
}
