/** How the log-odds of good:bad go as the value rises. */
export type Trend = 'falls' | 'rises';

/** What a bin must hold and how many there may be. */
export interface BinningRules {
  maximumBins: number;
  /** Weight that a bin must have, all classes together. */
  minimumWeight: number;
  /** Weight of goods and of bads that a bin must have. */
  minimumOfEachClass: number;
}

export interface ClassTotals {
  goods: number;
  bads: number;
}

export interface OptimalPartition {
  /** First cell of each bin; the first is 0. */
  starts: number[];
  /** Information value less (bins − 1) × its expectation under noise. */
  netInformationValue: number;
}

/** Weight of evidence ln((g/G)/(b/B)) with half a customer added to both cells: higher is safer. */
export function weightOfEvidence(goods: number, bads: number, totals: ClassTotals): number {
  return Math.log(((goods + 0.5) / totals.goods) * (totals.bads / (bads + 0.5)));
}

/** What each bin beyond the first adds to an information value when there is nothing to find. */
export function noiseOfOneBin(totals: ClassTotals): number {
  return 1 / totals.goods + 1 / totals.bads;
}

/** Share of the information value that one bin holds. */
export function informationOfBin(
  cell: { goods: number; bads: number; woe: number },
  totals: ClassTotals,
): number {
  return (cell.goods / totals.goods - cell.bads / totals.bads) * cell.woe;
}

/**
 * The partition of ordered cells into adjacent bins with weights of evidence that follow the trend and the
 * highest information value net of noise, exactly, by dynamic programming over (bins, last bin).
 * Null when no partition keeps the rules, not even one bin.
 */
export function partitionMonotone(
  goods: Float64Array,
  bads: Float64Array,
  options: { totals: ClassTotals; trend: Trend; rules: BinningRules },
): OptimalPartition | null {
  const segments = listSegments(goods, bads, options);
  const size = goods.length;
  const noise = noiseOfOneBin(options.totals);
  let previous = new Float64Array(size * size).fill(Number.NEGATIVE_INFINITY);
  for (let last = 0; last < size; last++) previous[last] = segments.information[last];
  const origins: Int16Array[] = [];
  let best = previous[size - 1];
  let bestBins = Number.isFinite(best) ? 1 : 0;
  let bestFirst = 0;
  for (let bins = 2; bins <= options.rules.maximumBins; bins++) {
    const { values, origin } = extendByOneBin(previous, segments, noise);
    origins.push(origin);
    for (let first = 1; first < size; first++) {
      const value = values[first * size + size - 1];
      if (value > best) [best, bestBins, bestFirst] = [value, bins, first];
    }
    previous = values;
  }
  if (bestBins === 0) return null;
  return { starts: traceBack(origins, size, bestBins, bestFirst), netInformationValue: best };
}

interface Segments {
  size: number;
  /** By first × size + last; −∞ where the segment breaks a rule. */
  information: Float64Array;
  /** Weight of evidence, with the sign under which it must not fall. */
  ordered: Float64Array;
}

function listSegments(
  goods: Float64Array,
  bads: Float64Array,
  { totals, trend, rules }: { totals: ClassTotals; trend: Trend; rules: BinningRules },
): Segments {
  const size = goods.length;
  const sign = trend === 'rises' ? 1 : -1;
  const information = new Float64Array(size * size).fill(Number.NEGATIVE_INFINITY);
  const ordered = new Float64Array(size * size);
  for (let first = 0; first < size; first++) {
    const sum = { goods: 0, bads: 0, woe: 0 };
    for (let last = first; last < size; last++) {
      sum.goods += goods[last];
      sum.bads += bads[last];
      if (sum.goods + sum.bads < rules.minimumWeight) continue;
      if (Math.min(sum.goods, sum.bads) < rules.minimumOfEachClass) continue;
      sum.woe = weightOfEvidence(sum.goods, sum.bads, totals);
      information[first * size + last] = informationOfBin(sum, totals);
      ordered[first * size + last] = sign * sum.woe;
    }
  }
  return { size, information, ordered };
}

function extendByOneBin(previous: Float64Array, segments: Segments, noise: number) {
  const { size, information, ordered } = segments;
  const values = new Float64Array(size * size).fill(Number.NEGATIVE_INFINITY);
  const origin = new Int16Array(size * size).fill(-1);
  for (let first = 1; first < size; first++) {
    const before: number[] = [];
    for (let start = 0; start < first; start++) {
      if (previous[start * size + first - 1] > Number.NEGATIVE_INFINITY) before.push(start);
    }
    for (let last = first; last < size; last++) {
      const cell = first * size + last;
      if (information[cell] === Number.NEGATIVE_INFINITY) continue;
      let best = Number.NEGATIVE_INFINITY;
      for (const start of before) {
        const candidate = previous[start * size + first - 1];
        if (candidate > best && ordered[start * size + first - 1] <= ordered[cell]) {
          best = candidate;
          origin[cell] = start;
        }
      }
      values[cell] = best + information[cell] - noise;
    }
  }
  return { values, origin };
}

function traceBack(origins: Int16Array[], size: number, bins: number, first: number): number[] {
  const starts = [first];
  let last = size - 1;
  for (let bin = bins; bin > 1; bin--) {
    const start = origins[bin - 2][starts[0] * size + last];
    last = starts[0] - 1;
    starts.unshift(start);
  }
  return starts;
}
