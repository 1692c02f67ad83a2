import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type BinningRules,
  informationOfBin,
  noiseOfOneBin,
  partitionMonotone,
  type Trend,
  weightOfEvidence,
} from './optimal.js';

/** Every way to cut the cells, tried one by one. */
function bruteForce(
  goods: readonly number[],
  bads: readonly number[],
  { trend, rules }: { trend: Trend; rules: BinningRules },
): number | null {
  const sum = (values: readonly number[]) => values.reduce((a, b) => a + b, 0);
  const totals = { goods: sum(goods), bads: sum(bads) };
  let best: number | null = null;
  for (let mask = 0; mask < 2 ** (goods.length - 1); mask++) {
    const edges = [0, ...goods.flatMap((_, i) => (i > 0 && (mask >> (i - 1)) & 1 ? [i] : []))];
    const bins = edges.map((from, k) => {
      const g = sum(goods.slice(from, edges[k + 1]));
      const b = sum(bads.slice(from, edges[k + 1]));
      return { goods: g, bads: b, woe: weightOfEvidence(g, b, totals) };
    });
    const sign = trend === 'rises' ? 1 : -1;
    const allowed =
      bins.length <= rules.maximumBins &&
      bins.every((bin) => bin.goods + bin.bads >= rules.minimumWeight) &&
      bins.every((bin) => Math.min(bin.goods, bin.bads) >= rules.minimumOfEachClass) &&
      bins.every((bin, k) => k === 0 || sign * bin.woe >= sign * bins[k - 1].woe);
    if (!allowed) continue;
    const value =
      sum(bins.map((bin) => informationOfBin(bin, totals))) -
      (bins.length - 1) * noiseOfOneBin(totals);
    if (best === null || value > best) best = value;
  }
  return best;
}

const cells = fc.array(fc.tuple(fc.integer({ min: 0, max: 60 }), fc.integer({ min: 0, max: 30 })), {
  minLength: 1,
  maxLength: 9,
});

describe('partitionMonotone', () => {
  it('finds the optimum that trying every partition finds', () => {
    fc.assert(
      fc.property(
        cells,
        fc.constantFrom<Trend>('falls', 'rises'),
        fc.integer({ min: 1, max: 5 }),
        (counts, trend, maximumBins) => {
          const goods = [...counts.map(([good]) => good), 5];
          const bads = [...counts.map(([, bad]) => bad), 5];
          const rules = { maximumBins, minimumWeight: 12, minimumOfEachClass: 3 };
          const sum = (values: readonly number[]) => values.reduce((a, b) => a + b, 0);
          const found = partitionMonotone(Float64Array.from(goods), Float64Array.from(bads), {
            totals: { goods: sum(goods), bads: sum(bads) },
            trend,
            rules,
          });
          const best = bruteForce(goods, bads, { trend, rules });
          if (best === null) expect(found).toBeNull();
          else expect(found?.netInformationValue).toBeCloseTo(best, 12);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('smooths both cells: 30 goods and no bad among 950 and 50 weigh 1.17', () => {
    expect(weightOfEvidence(30, 0, { goods: 950, bads: 50 })).toBeCloseTo(1.166, 3);
  });
});
