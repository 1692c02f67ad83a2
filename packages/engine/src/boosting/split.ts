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
  #slot = 0;
  #sign = 0;
  #hasMissing = false;
  /** Sums of one side, grown bin by bin. */
  #gradient = 0;
  #hessian = 0;
  #rows = 0;

  constructor(part: Part, settings: TreeSettings) {
    this.#part = part;
    this.#settings = settings;
    this.#hessianFloor = Math.max(HESSIAN_FLOOR, settings.minimumHessian);
    this.#parentGain = part.gradient * part.value;
  }

  /** Tries all splits of one input of the tree. */
  searchInput(sums: Float64Array, input: SearchedInput): void {
    this.#slot = input.slot;
    this.#sign = input.sign;
    const { from, size } = input;
    this.#hasMissing = sums[from + size * CELL + 2] > 0;
    if (input.categorical) {
      this.#searchCategories(sums, { from, size });
      return;
    }
    this.#searchMissingRight(sums, { from, end: this.#hasMissing ? size : size - 1 });
    if (this.#hasMissing) this.#searchMissingLeft(sums, { from, size });
  }

  #searchMissingRight(sums: Float64Array, { from, end }: { from: number; end: number }): void {
    this.#begin();
    for (let bin = 0; bin < end; bin++) {
      // An empty bin gives the same split as its neighbour.
      if (!this.#grow(sums, from + bin * CELL)) continue;
      if (this.#isSmall(this.#hessian, this.#rows)) continue;
      if (this.#restIsSmall()) return;
      this.#offer(bin, false);
    }
  }

  /** From the other end, so that the side that grows never holds the missing values. */
  #searchMissingLeft(sums: Float64Array, { from, size }: { from: number; size: number }): void {
    this.#begin();
    for (let bin = size - 1; bin > 0; bin--) {
      if (!this.#grow(sums, from + bin * CELL)) continue;
      if (this.#isSmall(this.#hessian, this.#rows)) continue;
      if (this.#restIsSmall()) return;
      this.#offer(bin - 1, true);
    }
  }

  /** Categories, the missing one among them, in the order of their gradients (Fisher 1958; Ke et al. 2017). */
  #searchCategories(sums: Float64Array, { from, size }: { from: number; size: number }): void {
    // The last of them is the missing one.
    const all = [...Array(size + 1).keys()];
    const order = all.filter((bin) => sums[from + bin * CELL + 2] > 0);
    const statistic = (bin: number) =>
      sums[from + bin * CELL] / (sums[from + bin * CELL + 1] + CATEGORY_SMOOTHING);
    order.sort((a, b) => statistic(a) - statistic(b) || a - b);
    this.#begin();
    order.forEach((bin, index) => {
      this.#grow(sums, from + bin * CELL);
      if (this.#isSmall(this.#hessian, this.#rows) || this.#restIsSmall()) return;
      if (!this.#offer(-1, false) || this.best === null) return;
      const left = new Set(order.slice(0, index + 1));
      // Categories that the part does not hold go with the larger side.
      if (2 * this.#rows > this.#part.rows) {
        for (const other of all) if (!order.includes(other)) left.add(other);
      }
      this.best.missingLeft = left.delete(size);
      this.best.left = left;
    });
  }

  #begin(): void {
    this.#gradient = 0;
    this.#hessian = 0;
    this.#rows = 0;
  }

  /** Adds a bin; false when it is empty. */
  #grow(sums: Float64Array, cell: number): boolean {
    if (sums[cell + 2] === 0) return false;
    this.#gradient += sums[cell];
    this.#hessian += sums[cell + 1];
    this.#rows += sums[cell + 2];
    return true;
  }

  #isSmall(hessian: number, rows: number): boolean {
    return rows < this.#settings.minimumRows || hessian < this.#hessianFloor;
  }

  #restIsSmall(): boolean {
    return this.#isSmall(this.#part.hessian - this.#hessian, this.#part.rows - this.#rows);
  }

  /** Keeps the split when it gains more than the best so far and does not break the constraint. */
  #offer(bin: number, isRight: boolean): boolean {
    const { gradient, hessian, rows } = this.#part;
    const { ridge } = this.#settings;
    const grown = leafValue(this.#gradient, this.#hessian + ridge, this.#part);
    const restGradient = gradient - this.#gradient;
    const rest = leafValue(restGradient, hessian - this.#hessian + ridge, this.#part);
    const gain = this.#parentGain - this.#gradient * grown - restGradient * rest;
    if (!(gain > (this.best === null ? 0 : this.best.gain))) return false;
    if ((rest - grown) * (isRight ? -this.#sign : this.#sign) < 0) return false;
    const leftRows = isRight ? rows - this.#rows : this.#rows;
    this.best = {
      gain,
      slot: this.#slot,
      bin,
      left: null,
      // Where the part has no missing value, one that comes later goes with the larger side.
      missingLeft: this.#hasMissing ? isRight : 2 * leftRows > rows,
      leftGradient: isRight ? restGradient : this.#gradient,
      leftHessian: isRight ? hessian - this.#hessian : this.#hessian,
      leftRows,
    };
    return true;
  }
}
