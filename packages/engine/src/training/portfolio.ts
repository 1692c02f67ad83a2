import type { BaseRates, ReferenceGroup, Scale } from '../model/model.js';
import type { Sample } from '../scorecard/sample.js';

/** The final model's view of the training portfolio. */
export interface ScoredPortfolio {
  sample: Sample;
  /** Calibrated log-odds of each row. */
  logOdds: Float64Array;
}

/** Customers below which a group says nothing of its own. */
const MINIMUM_GROUP = 50;

/** Share of the portfolio that reasons compare with. */
const REFERENCE_SHARE = 0.2;

export function weightedMean(values: Float64Array, weights: Float64Array): number {
  let sum = 0;
  let total = 0;
  for (let row = 0; row < values.length; row++) {
    sum += weights[row] * values[row];
    total += weights[row];
  }
  return sum / total;
}

/** Σ w (a − mean a)(b − mean b) / Σ w. */
export function weightedCovariance(
  a: Float64Array,
  b: Float64Array,
  weights: Float64Array,
): number {
  const [meanA, meanB] = [weightedMean(a, weights), weightedMean(b, weights)];
  let sum = 0;
  let total = 0;
  for (let row = 0; row < a.length; row++) {
    sum += weights[row] * (a[row] - meanA) * (b[row] - meanB);
    total += weights[row];
  }
  return sum / total;
}

/** Covariance of contributions, each given by row, lower triangle by rows. */
export function contributionCovariance(
  contributions: readonly Float64Array[],
  weights: Float64Array,
): number[] {
  return contributions.flatMap((left, i) =>
    contributions.slice(0, i + 1).map((right) => weightedCovariance(left, right, weights)),
  );
}

/**
 * The customers that reasons compare with: the fifth of the portfolio just above the cut-off, or without one the
 * middle fifth by score.
 */
export function referenceGroup(
  { sample, logOdds }: ScoredPortfolio,
  scale: Scale,
  how: {
    approvalScore: number | null;
    /** Mean contributions of the rows with these weights. */
    meanContributions: (weights: Float64Array) => number[];
  },
): ReferenceGroup {
  const { approvalScore } = how;
  const order = Uint32Array.from(logOdds, (_, row) => row).sort(
    (a, b) => logOdds[a] - logOdds[b] || a - b,
  );
  const scoreAt = (row: number) => scale.offset + scale.factor * logOdds[row];
  const total = sample.weights.reduce((sum, weight) => sum + weight, 0);
  const approved = order.filter((row) => approvalScore === null || scoreAt(row) >= approvalScore);
  const usesCutOff = approvalScore !== null && approved.length > 0;
  const start = usesCutOff ? 0 : ((1 - REFERENCE_SHARE) / 2) * total;
  const members = takeByWeight(usesCutOff ? approved : order, sample.weights, {
    start,
    end: start + REFERENCE_SHARE * total,
  });
  const weights = new Float64Array(sample.rows);
  for (const row of members) weights[row] = sample.weights[row];
  return {
    description: usesCutOff ? 'aboveCutOff' : 'middleFifth',
    scoreFrom: scoreAt(members[0]),
    scoreTo: scoreAt(members[members.length - 1]),
    customers: weights.reduce((sum, weight) => sum + weight, 0),
    meanContributions: how.meanContributions(weights),
  };
}

/** Rows whose middle lies in [start, end) of the cumulated weight; at least one. */
function takeByWeight(
  order: Uint32Array,
  weights: Float64Array,
  { start, end }: { start: number; end: number },
): Uint32Array {
  let below = 0;
  const taken = order.filter((row) => {
    const middle = below + weights[row] / 2;
    below += weights[row];
    return middle >= start && middle < end;
  });
  return taken.length > 0 ? taken : order.subarray(0, 1);
}

/** Bad rates of all customers and of those of whom the model knows nothing. */
export function baseRates(sample: Sample, isUnknown: (row: number) => boolean): BaseRates {
  let [bads, customers, unknownBads, unknownCustomers] = [0, 0, 0, 0];
  for (let row = 0; row < sample.rows; row++) {
    const bad = sample.weights[row] * sample.labels[row];
    bads += bad;
    customers += sample.weights[row];
    if (!isUnknown(row)) continue;
    unknownBads += bad;
    unknownCustomers += sample.weights[row];
  }
  return {
    all: bads / customers,
    withoutHistory:
      unknownCustomers >= MINIMUM_GROUP ? (unknownBads + 0.5) / (unknownCustomers + 1) : null,
    customersWithoutHistory: unknownCustomers,
  };
}
