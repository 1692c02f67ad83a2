import { describe, expect, it } from 'vitest';
import { assignCells, layOutCells } from '../binning/cells.js';
import type { FeatureDefinition } from '../features/feature.js';
import type { Sample } from '../scorecard/sample.js';
import { checkFeatures } from './feature-checks.js';

const ROWS = 1000;

function sampleOf(columns: Readonly<Record<string, (row: number) => number>>): Sample {
  const order = Int32Array.from({ length: ROWS }, (_, row) => row);
  const features = Object.entries(columns).map(([code, value], column) => {
    const unit = code.startsWith('category') ? 'category' : 'value';
    const definition: FeatureDefinition = {
      ...{ code, unit, family: 'payment', direction: 'free', actionable: false },
    };
    const values = Float64Array.from(order, value);
    const layout = layOutCells(values, definition, []);
    const cells = assignCells(layout, values, order);
    return { code, column, direction: 'free' as const, layout, cells };
  });
  const none = new Int32Array(ROWS);
  return {
    ...{ rows: ROWS, customers: ROWS, order, customerOf: order, features },
    ...{ foldOf: new Uint8Array(ROWS), folds: 5, asOf: none },
    ...{ labels: new Uint8Array(ROWS), weights: new Float64Array(ROWS).fill(1) },
  };
}

describe('checkFeatures', () => {
  it('finds features with one value in all rows or nearly all', () => {
    const sample = sampleOf({
      one: () => 7,
      unknown: () => Number.NaN,
      'category one': () => 2,
      nearly: (row) => (row < 10 ? row : 3),
      'category nearly': (row) => (row < 10 ? 1 : 0),
      'hardly known': (row) => (row < 10 ? row : Number.NaN),
      enough: (row) => (row < 11 ? row : 30),
      different: (row) => row,
      'category different': (row) => row % 3,
    });
    expect(checkFeatures(sample)).toEqual([
      {
        ...{ code: 'constantFeatures', count: 3, share: 1 / 3 },
        examples: ['one', 'unknown', 'category one'],
      },
      {
        ...{ code: 'nearlyConstantFeatures', count: 3, share: 1 / 3 },
        examples: ['nearly', 'category nearly', 'hardly known'],
      },
    ]);
    expect(checkFeatures(sampleOf({ different: (row) => row }))).toEqual([]);
  });
});
