import { describe, expect, it } from 'vitest';
import type { Family } from '../features/feature.js';
import { rankReasons } from './reasons.js';

function item(code: string, family: Family, contribution: number) {
  return { code, family, value: 1, contribution };
}

describe('rankReasons', () => {
  it('tells a family once, by the feature that did most, worst first', () => {
    const { reasons, strengths } = rankReasons(
      [
        item('lateDaysMax.90d', 'delinquency', -0.2),
        item('lateDaysMax.180d', 'delinquency', -0.5),
        item('paidShare', 'payment', -0.6),
        item('instalments', 'tenure', 0.3),
        item('dueGap', 'tenure', -0.1),
      ],
      10,
    );
    expect(reasons.map(({ code, points }) => [code, Math.round(points)])).toEqual([
      ['lateDaysMax.180d', -7],
      ['paidShare', -6],
    ]);
    expect(strengths.map(({ code, points }) => [code, Math.round(points)])).toEqual([
      ['instalments', 2],
    ]);
  });

  it('gives four at most and none where nothing lowered the score', () => {
    const families: Family[] = ['delinquency', 'payment', 'trend', 'tenure', 'amount'];
    const all = families.map((family, index) => item(family, family, -1 - index));
    expect(rankReasons(all, 1).reasons.map(({ family }) => family)).toEqual([
      'amount',
      'tenure',
      'trend',
      'payment',
    ]);
    expect(rankReasons([item('a', 'payment', 0.5)], 1).reasons).toEqual([]);
  });
});
