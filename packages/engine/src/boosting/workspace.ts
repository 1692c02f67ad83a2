import { type BinnedTable, binCount, MISSING_BIN } from './bins.js';
import { type Kernel, loadKernel } from './kernel.js';

/** Bytes of a bin's cell; the kernel's figure, like the number of inputs in a group. */
export const CELL_BYTES = 16;
const GROUP_INPUTS = 8;
const BLOCK_ROWS = 256;
/** Cells of an input besides those of its bins: one for missing values, and one line of the cache to keep equal bins of neighbours apart. */
const MORE_CELLS = 1 + 4;

/** Numbers that tell the kernel what to split, and in which it tells the best split. */
const PROBLEM_NUMBERS = 11;
const FOUND_NUMBERS = 7;

/** Where the arrays of a workspace begin. */
type Offsets = Record<
  'rows' | 'gradients' | 'logOdds' | 'weights' | 'goods' | 'packed' | 'histograms',
  number
> &
  Record<'block' | 'layout' | 'numbers' | 'problem' | 'found' | 'rates' | 'ordered', number>;

/** An input of the tree that grows. */
export interface TreeSlot {
  /** Position of the input in the table. */
  input: number;
  /** Bins besides the missing one, whose cell comes after theirs. */
  size: number;
  /** Byte offset of its cells in a histogram. */
  cells: number;
}

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
  /** Four numbers for each input of the tree that is no category, as the kernel's search reads them. */
  readonly numbers: Int32Array;
  readonly maximumLeaves: number;
  /** Inputs of the tree that grows. */
  slots: readonly TreeSlot[] = [];
  /** Groups of those inputs, and bytes of a histogram of all of them. */
  groups = 0;
  histogramBytes = 0;
  readonly #table: BinnedTable;
  /** Where each group's cells begin in a histogram, then from one of its inputs to the next. */
  readonly #layout: Int32Array;
  readonly #freeHistograms: number[];
  #holdsAllInputs = false;

  constructor(table: BinnedTable, maximumLeaves: number) {
    this.#table = table;
    this.maximumLeaves = maximumLeaves;
    const { rows, inputs } = table;
    const groups = groupsOf(inputs.length);
    const histogramBytes = groups * GROUP_INPUTS * strideOf(inputs.map(binCount));
    const { at, end } = layOut({
      ...{ rows: 4 * rows, gradients: 8 * rows, logOdds: 8 * rows, weights: 8 * rows, goods: rows },
      packed: groups * GROUP_INPUTS * rows,
      histograms: (maximumLeaves + 1) * histogramBytes,
      block: BLOCK_ROWS * (CELL_BYTES + GROUP_INPUTS * groups),
      layout: 8 * groups,
      numbers: 16 * inputs.length,
      problem: 8 * PROBLEM_NUMBERS,
      found: 8 * FOUND_NUMBERS,
      rates: 16 * 256,
      ordered: CELL_BYTES * 256,
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
    this.numbers = new Int32Array(buffer, at.numbers, 4 * inputs.length);
    this.#layout = new Int32Array(buffer, at.layout, 2 * groups);
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

  /**
   * Lays out the histograms of a tree's inputs and puts the bins of its first `count` rows side by side, row by row; those of all
   * inputs stay from tree to tree and fit to fit.
   */
  pack(inputs: Int32Array, count: number): void {
    const isAll = inputs.length === this.#table.inputs.length;
    if (isAll && this.#holdsAllInputs) return;
    this.#holdsAllInputs = isAll;
    this.#layOutSlots(inputs);
    const rows = isAll ? Int32Array.from({ length: this.#table.rows }, (_, row) => row) : this.rows;
    this.#packRows(rows.subarray(0, isAll ? rows.length : count));
  }

  #layOutSlots(inputs: Int32Array): void {
    const sizes = Array.from(inputs, (input) => binCount(this.#table.inputs[input]));
    const slots: TreeSlot[] = [];
    this.groups = groupsOf(inputs.length);
    let end = 0;
    for (let group = 0; group < this.groups; group++) {
      const first = group * GROUP_INPUTS;
      const stride = strideOf(sizes.slice(first, first + GROUP_INPUTS));
      this.#layout.set([end, stride], 2 * group);
      for (let slot = first; slot < Math.min(first + GROUP_INPUTS, inputs.length); slot++) {
        const cells = end + (slot - first) * stride;
        slots.push({ input: inputs[slot], size: sizes[slot], cells });
      }
      end += GROUP_INPUTS * stride;
    }
    this.slots = slots;
    this.histogramBytes = end;
  }

  #packRows(rows: Int32Array): void {
    const { bins, rows: tableRows } = this.#table;
    const { bytes, at, slots, groups } = this;
    const stride = groups * GROUP_INPUTS;
    // In blocks whose words stay in the cache while input after input is written.
    for (let start = 0; start < rows.length; start += 1024) {
      const end = Math.min(start + 1024, rows.length);
      for (let slot = 0; slot < slots.length; slot++) {
        const { input, size } = slots[slot];
        const column = input * tableRows;
        const first = at.packed + slot;
        for (let index = start; index < end; index++) {
          const row = rows[index];
          const bin = bins[column + row];
          bytes[first + row * stride] = bin === MISSING_BIN ? size : bin;
        }
      }
      // Bytes of no input are added too, and must stay within the group.
      for (let slot = slots.length; slot < stride; slot++) {
        const first = at.packed + slot;
        for (let index = start; index < end; index++) bytes[first + rows[index] * stride] = 0;
      }
    }
  }
}

function groupsOf(inputs: number): number {
  return Math.ceil(inputs / GROUP_INPUTS);
}

/** Bytes from one input of a group to the next, given their bins. */
function strideOf(sizes: readonly number[]): number {
  return CELL_BYTES * (Math.max(0, ...sizes) + MORE_CELLS);
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
