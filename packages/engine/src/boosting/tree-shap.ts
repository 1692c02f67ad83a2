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
 * polynomial, with the factor (zero + t) for an input that the row follows and zero for another. The polynomial
 * grows with the path, so that the leaves below a node share what is above it.
 */
export function shapleyValues(forest: Forest, bins: Uint8Array): Float64Array {
  const walk = new ShapleyWalk(forest, bins);
  for (const root of forest.roots) walk.visit(root, 0, 0, 1);
  return walk.values;
}

/** Inputs on one path that can be told apart; a tree's depth never exceeds it. */
export const MAXIMUM_PATH = 64;

/** Coefficients of one polynomial. */
const COEFFICIENTS = MAXIMUM_PATH + 1;

class ShapleyWalk {
  readonly values: Float64Array;
  readonly #forest: Forest;
  readonly #bins: Uint8Array;
  /** The inputs of the path to the current node, each once. */
  readonly #inputs = new Int32Array(MAXIMUM_PATH);
  readonly #zero = new Float64Array(MAXIMUM_PATH);
  readonly #follows = new Uint8Array(MAXIMUM_PATH);
  #size = 0;
  /** For every depth the product of the path's factors, then that without the factor of the node's own input. */
  readonly #products = new Float64Array(2 * (MAXIMUM_PATH + 1) * COEFFICIENTS);

  constructor(forest: Forest, bins: Uint8Array) {
    this.#forest = forest;
    this.#bins = bins;
    this.values = new Float64Array(forest.categorical.length);
    this.#products[0] = 1;
  }

  /**
   * `product` is where the polynomial of the inputs that the row follows begins, `degree` how many they are; `scale` is the product
   * of the zeros of the others. Plain arguments, since an object for each node would cost as much as the node.
   */
  visit(node: number, product: number, degree: number, scale: number): void {
    const forest = this.#forest;
    const input = forest.input[node];
    if (input === LEAF) {
      this.#credit(forest.value[node] * scale, product, degree);
      return;
    }
    const [left, right] = [node + 1, forest.right[node]];
    const isLeft = goesLeft(forest, node, this.#bins[input]);
    const taken = isLeft ? left : right;
    const other = isLeft ? right : left;
    const shareTaken = forest.cover[taken] / forest.cover[node];
    const shareOther = forest.cover[other] / forest.cover[node];
    let at = 0;
    while (at < this.#size && this.#inputs[at] !== input) at += 1;
    if (at < this.#size && this.#follows[at] === 0) {
      // The zero of an input that is followed nowhere else is in the scale.
      this.visit(taken, product, degree, scale * shareTaken);
      this.visit(other, product, degree, scale * shareOther);
      return;
    }
    const isNew = at === this.#size;
    if (isNew) {
      this.#inputs[at] = input;
      this.#size += 1;
    } else {
      this.#divide(product, degree, this.#zero[at]);
    }
    const zero = isNew ? 1 : this.#zero[at];
    const base = isNew ? product : product + COEFFICIENTS;
    const baseDegree = isNew ? degree : degree - 1;
    this.#follows[at] = 0;
    this.visit(other, base, baseDegree, scale * zero * shareOther);
    this.#follows[at] = 1;
    this.#zero[at] = zero * shareTaken;
    const next = product + 2 * COEFFICIENTS;
    this.#multiply(base, baseDegree, next, zero * shareTaken);
    this.visit(taken, next, baseDegree + 1, scale);
    this.#zero[at] = zero;
    if (isNew) this.#size -= 1;
  }

  /** The product without the factor (zero + t), by division from the highest power down. */
  #divide(product: number, degree: number, zero: number): void {
    const products = this.#products;
    let quotient = 0;
    for (let power = degree; power > 0; power--) {
      quotient = products[product + power] - zero * quotient;
      products[product + COEFFICIENTS + power - 1] = quotient;
    }
  }

  /** The product times (zero + t). */
  #multiply(base: number, degree: number, next: number, zero: number): void {
    const products = this.#products;
    let below = 0;
    for (let power = 0; power <= degree; power++) {
      const coefficient = products[base + power];
      products[next + power] = coefficient * zero + below;
      below = coefficient;
    }
    products[next + degree + 1] = below;
  }

  /** Gives each input of the path its part of the leaf's value. */
  #credit(value: number, product: number, degree: number): void {
    const products = this.#products;
    const size = this.#size;
    const weights = COALITION_WEIGHTS[size];
    let absent = 0;
    for (let power = 0; power <= degree && power < size; power++) {
      absent += weights[power] * products[product + power];
    }
    absent *= value;
    for (let at = 0; at < size; at++) {
      if (this.#follows[at] === 0) {
        // (0 − zero) × the product without the factor `zero`.
        this.values[this.#inputs[at]] -= absent;
        continue;
      }
      const zero = this.#zero[at];
      // Division by (zero + t) from the highest power down.
      let quotient = 0;
      let sum = 0;
      for (let power = degree; power > 0; power--) {
        quotient = products[product + power] - zero * quotient;
        sum += weights[power - 1] * quotient;
      }
      this.values[this.#inputs[at]] += (1 - zero) * sum * value;
    }
  }
}

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
