import { describe, expect, it } from 'vitest';
import { createRandom } from '../random.js';
import { type Forest, forestLogOdds, goesLeft, LEAF } from './forest.js';
import { expectedLogOdds, shapleyValues } from './tree-shap.js';

const INPUTS = 7;

/** A random tree whose paths often come back to the same input. */
function randomForest(seed: number, trees: number, depthMax: number): Forest {
  const random = createRandom(seed, 'forest');
  const nodes: { input: number; split: number; right: number; value: number; cover: number }[] = [];
  const sets: ReadonlySet<number>[] = [];
  const categorical = Array.from({ length: INPUTS }, (_, input) => input === 3);
  const grow = (depth: number): number => {
    const at = nodes.length;
    nodes.push({
      input: LEAF,
      split: 0,
      right: 0,
      value: random.normal(),
      cover: 1 + random.integer(50),
    });
    if (depth === depthMax || random.uniform() < 0.15) return at;
    const input = random.integer(INPUTS);
    const isSet = categorical[input];
    const split = isSet
      ? sets.push(new Set([random.integer(4), random.integer(4)])) - 1
      : random.integer(9);
    grow(depth + 1);
    const right = grow(depth + 1);
    nodes[at] = { input, split, right, value: 0, cover: nodes[at + 1].cover + nodes[right].cover };
    return at;
  };
  return {
    base: random.normal(),
    roots: Int32Array.from({ length: trees }, () => grow(0)),
    input: Int32Array.from(nodes, ({ input }) => input),
    split: Int32Array.from(nodes, ({ split }) => split),
    missingLeft: Uint8Array.from(nodes, () => random.integer(2)),
    right: Int32Array.from(nodes, ({ right }) => right),
    value: Float64Array.from(nodes, ({ value }) => value),
    cover: Float64Array.from(nodes, ({ cover }) => cover),
    sets,
    categorical,
  };
}

function randomRow(seed: number): Uint8Array {
  const random = createRandom(seed, 'row');
  return Uint8Array.from({ length: INPUTS }, (_, input) => {
    if (random.uniform() < 0.15) return 255;
    return input === 3 ? random.integer(4) : random.integer(10);
  });
}

/** Expected log-odds when only the inputs of the coalition are known. */
function coalitionValue(forest: Forest, bins: Uint8Array, coalition: number): number {
  const below = (node: number): number => {
    if (forest.input[node] === LEAF) return forest.value[node];
    const [left, right] = [node + 1, forest.right[node]];
    if (coalition & (1 << forest.input[node])) {
      return below(goesLeft(forest, node, bins[forest.input[node]]) ? left : right);
    }
    const total = forest.cover[left] * below(left) + forest.cover[right] * below(right);
    return total / forest.cover[node];
  };
  return forest.roots.reduce((sum, root) => sum + below(root), forest.base);
}

function factorial(n: number): number {
  return n <= 1 ? 1 : n * factorial(n - 1);
}

function bruteForce(forest: Forest, bins: Uint8Array): number[] {
  return Array.from({ length: INPUTS }, (_, input) => {
    let sum = 0;
    for (let coalition = 0; coalition < 1 << INPUTS; coalition++) {
      if (coalition & (1 << input)) continue;
      const size = coalition.toString(2).replaceAll('0', '').length;
      const weight = (factorial(size) * factorial(INPUTS - size - 1)) / factorial(INPUTS);
      const gain =
        coalitionValue(forest, bins, coalition | (1 << input)) -
        coalitionValue(forest, bins, coalition);
      sum += weight * gain;
    }
    return sum;
  });
}

describe('shapleyValues', () => {
  it('are those of the definition, over all coalitions', () => {
    for (let seed = 0; seed < 40; seed++) {
      const forest = randomForest(seed, 3, 6);
      const bins = randomRow(seed);
      const values = shapleyValues(forest, bins);
      bruteForce(forest, bins).forEach((expected, input) => {
        expect(Math.abs(values[input] - expected)).toBeLessThan(1e-12);
      });
    }
  });

  it('sum to the log-odds', () => {
    for (let seed = 0; seed < 10; seed++) {
      const forest = randomForest(seed, 50, 8);
      const bins = randomRow(seed + 100);
      const sum = shapleyValues(forest, bins).reduce((a, b) => a + b, expectedLogOdds(forest));
      expect(Math.abs(sum - forestLogOdds(forest, bins))).toBeLessThan(1e-9);
    }
  });
});
