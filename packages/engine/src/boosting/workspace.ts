import type { BinnedTable } from './bins.js';
import { type Kernel, loadKernel } from './kernel.js';

/** Bytes of a bin's cell, of an input's 256 cells and of the eight inputs of a group; the kernel's figures. */
export const CELL_BYTES = 16;
export const INPUT_BYTES = 256 * CELL_BYTES;
export const GROUP_INPUTS = 8;
const BLOCK_BYTES = 512 * CELL_BYTES;

/** Numbers that tell the kernel what to split, and in which it tells the best split. */
const PROBLEM_NUMBERS = 11;
const FOUND_NUMBERS = 7;

/** Where the arrays of a workspace begin. */
type Offsets = Record<
  'rows' | 'gradients' | 'logOdds' | 'weights' | 'goods' | 'packed' | 'histograms',
  number
> &
  Record<'block' | 'problem' | 'found' | 'rates' | 'ordered', number>;

/** The kernel's memory for fits on one table, whose arrays it shares with the code around the kernel. */
export class Workspace {
  readonly kernel: Kernel;
  readonly at: Offsets;
  readonly bytes: Uint8Array;
  /** Rows of the tree that grows, in the order of its parts. */
  readonly rows: Int32Array;
  readonly logOdds: Float64Array;
  readonly weights: Float64Array;
  readonly problem: Float64Array;
  readonly found: Float64Array;
  /** Of each bin of a category the count of rows, then what the categories are ordered by. */
  readonly rates: Float64Array;
  /** Groups of the inputs of the tree that grows. */
  groups = 0;
  readonly maximumLeaves: number;
  readonly #table: BinnedTable;
  readonly #freeHistograms: number[];
  #holdsAllInputs = false;

  constructor(table: BinnedTable, maximumLeaves: number) {
    this.#table = table;
    this.maximumLeaves = maximumLeaves;
    const { rows, inputs } = table;
    const histogramBytes = groupsOf(inputs.length) * GROUP_INPUTS * INPUT_BYTES;
    const { at, end } = layOut({
      ...{ rows: 4 * rows, gradients: 8 * rows, logOdds: 8 * rows, weights: 8 * rows, goods: rows },
      packed: groupsOf(inputs.length) * GROUP_INPUTS * rows,
      histograms: (maximumLeaves + 1) * histogramBytes,
      block: BLOCK_BYTES,
      problem: 8 * PROBLEM_NUMBERS,
      found: 8 * FOUND_NUMBERS,
      rates: 16 * 256,
      ordered: INPUT_BYTES,
    });
    const { kernel, buffer } = loadKernel(end);
    this.at = at;
    this.kernel = kernel;
    this.bytes = new Uint8Array(buffer);
    this.bytes.set(table.goods, at.goods);
    this.rows = new Int32Array(buffer, at.rows, rows);
    this.logOdds = new Float64Array(buffer, at.logOdds, rows);
    this.weights = new Float64Array(buffer, at.weights, rows);
    this.problem = new Float64Array(buffer, at.problem, PROBLEM_NUMBERS);
    this.found = new Float64Array(buffer, at.found, FOUND_NUMBERS);
    this.rates = new Float64Array(buffer, at.rates, 2 * 256);
    this.#freeHistograms = Array.from({ length: maximumLeaves + 1 }, (_, index) => {
      return at.histograms + index * histogramBytes;
    });
  }

  takeHistogram(): number {
    const histogram = this.#freeHistograms.pop();
    if (histogram === undefined) throw new Error('a tree had more histograms than leaves');
    return histogram;
  }

  giveHistogram(histogram: number): void {
    this.#freeHistograms.push(histogram);
  }

  /** Puts the bins of a tree's inputs side by side, row by row; those of all inputs stay from tree to tree and fit to fit. */
  pack(inputs: Int32Array, count: number): void {
    this.groups = groupsOf(inputs.length);
    const isAll = inputs.length === this.#table.inputs.length;
    if (isAll && this.#holdsAllInputs) return;
    this.#holdsAllInputs = isAll;
    const rows = isAll ? Int32Array.from({ length: this.#table.rows }, (_, row) => row) : this.rows;
    this.#packRows(inputs, rows.subarray(0, isAll ? rows.length : count));
  }

  #packRows(inputs: Int32Array, rows: Int32Array): void {
    const { bins, rows: tableRows } = this.#table;
    const { bytes, at, groups } = this;
    const stride = groups * GROUP_INPUTS;
    // In blocks whose words stay in the cache while input after input is written.
    for (let start = 0; start < rows.length; start += 1024) {
      const end = Math.min(start + 1024, rows.length);
      for (let slot = 0; slot < inputs.length; slot++) {
        const column = inputs[slot] * tableRows;
        const first = at.packed + slot;
        for (let index = start; index < end; index++) {
          const row = rows[index];
          bytes[first + row * stride] = bins[column + row];
        }
      }
    }
  }
}

function groupsOf(inputs: number): number {
  return Math.ceil(inputs / GROUP_INPUTS);
}

/** One array after another, each beginning at a line of the cache; the kernel takes rows in pairs and may read one too many. */
function layOut(sizes: Offsets): { at: Offsets; end: number } {
  const at = { ...sizes };
  let end = 0;
  // The keys of a literal that lists them all.
  for (const name of Object.keys(sizes) as (keyof Offsets)[]) {
    at[name] = end;
    end = Math.ceil((end + sizes[name] + CELL_BYTES) / 64) * 64;
  }
  return { at, end };
}
