import { type Forest, goesLeft, LEAF } from './forest.js';

/** Mean log-odds of a forest over its training rows, by cover: what the contributions are added to. */
export function expectedLogOdds(forest: Forest): number {
  let sum = forest.base;
  for (const root of forest.roots) sum += meanBelow(forest, root);
  return sum;
}

function meanBelow(forest: Forest, node: number): number {
  if (forest.input[node] === LEAF) return forest.value[node];
  const [left, right] = [node + 1, forest.right[node]];
  return (
    (forest.cover[left] * meanBelow(forest, left) +
      forest.cover[right] * meanBelow(forest, right)) /
    forest.cover[node]
  );
}

/**
 * Exact path-dependent Shapley values of the log-odds, one per input (Lundberg et al. 2020). With the expected log-odds they sum
 * to those of the row.
 *
 * Each leaf is visited once with, for every input on its path, the share `zero` of training rows that would follow the
 * path's splits on it and whether this row follows them. The sum over coalitions is then the coefficients of a
 * polynomial, with the factor (zero + t) for an input that the row follows and zero for another.
 */
export function shapleyValues(forest: Forest, bins: Uint8Array): Float64Array {
  const walk = new ShapleyWalk(forest, bins);
  for (const root of forest.roots) walk.visit(root);
  return walk.values;
}

class ShapleyWalk {
  readonly values: Float64Array;
  readonly #forest: Forest;
  readonly #bins: Uint8Array;
  /** The inputs of the path to the current node, each once. */
  readonly #inputs: number[] = [];
  readonly #zero: number[] = [];
  readonly #follows: boolean[] = [];
  /** Coefficients of the product of all factors. */
  readonly #product: number[] = [];

  constructor(forest: Forest, bins: Uint8Array) {
    this.#forest = forest;
    this.#bins = bins;
    this.values = new Float64Array(forest.categorical.length);
  }

  visit(node: number): void {
    const { input, right, cover, value } = this.#forest;
    if (input[node] === LEAF) {
      this.#credit(value[node]);
      return;
    }
    const isLeft = goesLeft(this.#forest, node, this.#bins[input[node]]);
    const [left, other] = [node + 1, right[node]];
    this.#descend(left, { input: input[node], share: cover[left] / cover[node], follows: isLeft });
    this.#descend(other, {
      input: input[node],
      share: cover[other] / cover[node],
      follows: !isLeft,
    });
  }

  /** Visits a child with the split's input merged into the path, and restores the path. */
  #descend(
    child: number,
    { input, share, follows }: { input: number; share: number; follows: boolean },
  ): void {
    const known = this.#inputs.indexOf(input);
    if (known < 0) {
      this.#inputs.push(input);
      this.#zero.push(share);
      this.#follows.push(follows);
      this.visit(child);
      this.#inputs.pop();
      this.#zero.pop();
      this.#follows.pop();
      return;
    }
    const [zero, followed] = [this.#zero[known], this.#follows[known]];
    this.#zero[known] = zero * share;
    this.#follows[known] = followed && follows;
    this.visit(child);
    this.#zero[known] = zero;
    this.#follows[known] = followed;
  }

  /** Gives each input of the path its part of the leaf's value. */
  #credit(value: number): void {
    const size = this.#inputs.length;
    const product = this.#product;
    let degree = 0;
    product[0] = value;
    for (let at = 0; at < size; at++) {
      const zero = this.#zero[at];
      if (this.#follows[at]) {
        degree += 1;
        product[degree] = product[degree - 1];
        for (let power = degree - 1; power > 0; power--) {
          product[power] = product[power] * zero + product[power - 1];
        }
        product[0] *= zero;
      } else {
        for (let power = 0; power <= degree; power++) product[power] *= zero;
      }
    }
    const weights = COALITION_WEIGHTS[size];
    let absent = 0;
    for (let power = 0; power <= degree && power < size; power++) {
      absent += weights[power] * product[power];
    }
    for (let at = 0; at < size; at++) {
      const zero = this.#zero[at];
      if (!this.#follows[at]) {
        // (0 − zero) × the product without the factor `zero`.
        this.values[this.#inputs[at]] -= absent;
        continue;
      }
      // Division by (zero + t) from the highest power down.
      let quotient = 0;
      let sum = 0;
      for (let power = degree; power > 0; power--) {
        quotient = product[power] - zero * quotient;
        sum += weights[power - 1] * quotient;
      }
      this.values[this.#inputs[at]] += (1 - zero) * sum;
    }
  }
}

/** Inputs on one path that can be told apart; a tree's depth never exceeds it. */
export const MAXIMUM_PATH = 64;

/** k! (n − 1 − k)! / n!: weight of the coalitions of k among n inputs. */
const COALITION_WEIGHTS: readonly Float64Array[] = Array.from(
  { length: MAXIMUM_PATH + 1 },
  (_, n) => {
    const weights = new Float64Array(n);
    for (let k = 0; k < n; k++) {
      weights[k] = k === 0 ? 1 / n : (weights[k - 1] * k) / (n - k);
    }
    return weights;
  },
);
