import { areaUnderCurve, type Estimate, pickRows } from '../metrics/discrimination.js';
import type { Predictions } from '../metrics/predictions.js';
import { ratioOfShares, shareThatHolds } from '../metrics/proportion.js';
import type { CandidateFeature, Sample } from '../scorecard/sample.js';
import { GROUP_CUSTOMERS_MIN, type Group, groupRows } from './grouping.js';
import type { ProtectedField } from './protected-field.js';
import { findProxies, type ProxyFeature } from './proxies.js';
import { type SlicedFeature, sliceFeature } from './slices.js';

/** How the score treats one group of a protected field. Shares count each customer once. */
export interface GroupFairness {
  /** Null: all groups together that are too small to be shown. */
  group: string | null;
  customers: number;
  approvedShare: Estimate;
  /** Approved share over that of the reference group; null for that group, and where it has nobody approved. */
  approvalRatio: Estimate | null;
  /** The same among those who stayed good: equal opportunity. */
  goodsApprovedShare: Estimate | null;
  goodsApprovalRatio: Estimate | null;
  expectedBadRate: number;
  observedBadRate: Estimate;
  /** Observed over expected: above 1, the score says too little risk of this group. */
  observedToExpected: Estimate;
  /** Null with under 20 bad or 20 good customers. */
  auc: Estimate | null;
}

export interface FieldFairness {
  field: string;
  /** The largest group, with which the others are compared; null where no group is large enough. */
  reference: string | null;
  groups: readonly GroupFairness[];
  unknownCustomers: number;
  /** In groups that are too small even together. */
  leftOutCustomers: number;
  proxies: readonly ProxyFeature[];
}

export interface FairnessReport {
  /** Score from which a customer counts as approved. */
  cutOff: number;
  /** The lender's own, or the median score, by which half of the customers are approved. */
  cutOffIs: 'approvalScore' | 'medianScore';
  approvedShare: number;
  groupCustomersMin: number;
  fields: readonly FieldFairness[];
}

/** Out-of-fold predictions and scores of a training, and the features that its model uses. */
export interface JudgedSample {
  sample: Sample;
  predictions: Predictions;
  scores: Float64Array;
  used: readonly CandidateFeature[];
}

/** Bad, and good, customers below which a group has no AUC. */
const CLASS_CUSTOMERS_MIN = 20;

/**
 * What out-of-fold scores mean for the groups of protected fields: approval, equal opportunity, calibration and ranking, and which used
 * features tell the groups. It gives ratios with their intervals and no verdict: four fifths is a screen of US employment
 * law, and with few customers a ratio under it may be chance.
 */
export function auditFairness(
  judged: JudgedSample,
  approvalScore: number | null,
  fields: readonly ProtectedField[],
): FairnessReport {
  const { sample, scores } = judged;
  const cutOff = approvalScore ?? medianOf(scores, sample.weights);
  const approved = Uint8Array.from(scores, (score) => Number(score >= cutOff));
  const sliced = judged.used.map((feature) => sliceFeature(feature, sample.weights));
  const share = approved.reduce((sum, each, row) => sum + each * sample.weights[row], 0);
  return {
    cutOff,
    cutOffIs: approvalScore === null ? 'medianScore' : 'approvalScore',
    approvedShare: share / sample.customers,
    groupCustomersMin: GROUP_CUSTOMERS_MIN,
    fields: fields.map((field) => auditField(judged, { approved, sliced }, field)),
  };
}

/** The score that half of the weight reaches. */
function medianOf(values: Float64Array, weights: Float64Array): number {
  const falling = Array.from(values.keys()).sort((a, b) => values[b] - values[a] || a - b);
  const half = weights.reduce((sum, weight) => sum + weight, 0) / 2;
  let above = 0;
  const middle = falling.find((row) => {
    above += weights[row];
    return above >= half;
  });
  return values[middle ?? falling[falling.length - 1]];
}

function auditField(
  judged: JudgedSample,
  { approved, sliced }: { approved: Uint8Array; sliced: readonly SlicedFeature[] },
  field: ProtectedField,
): FieldFairness {
  const { groups, ...rest } = groupRows(judged.sample, field);
  const audited = groups.map((group) => auditGroup(judged, approved, group));
  const named = groups.filter(({ name }) => name !== null);
  const largest = named.reduce<Group | null>(
    (most, group) => (most === null || group.customers > most.customers ? group : most),
    null,
  );
  const reference = audited.find(({ group }) => largest !== null && group === largest.name);
  return {
    field: field.field,
    reference: largest?.name ?? null,
    groups: audited.map((group) => ({ ...group, ...ratiosTo(reference, group) })),
    ...rest,
    proxies: findProxies(judged.sample, { groups, ...rest }, sliced),
  };
}

type Audited = Omit<GroupFairness, 'approvalRatio' | 'goodsApprovalRatio'>;

function auditGroup(
  { sample, predictions }: JudgedSample,
  approved: Uint8Array,
  { name, customers, rows }: Group,
): Audited {
  const { labels, weights, customerOf } = sample;
  const goods = rows.filter((row) => labels[row] === 0);
  const total = rows.reduce((sum, row) => sum + weights[row], 0);
  const expected = rows.reduce((sum, row) => sum + weights[row] * predictions.pd[row], 0) / total;
  const shareOf = (holds: Uint8Array, some: readonly number[]) =>
    shareThatHolds(holds, { rows: some, weights, customerOf });
  // A group has rows, so its shares exist.
  const observed = shareOf(labels, rows) as Estimate;
  return {
    group: name,
    customers,
    approvedShare: shareOf(approved, rows) as Estimate,
    goodsApprovedShare: shareOf(approved, goods),
    expectedBadRate: expected,
    observedBadRate: observed,
    observedToExpected: {
      value: observed.value / expected,
      low: observed.low / expected,
      high: observed.high / expected,
    },
    auc: aucOf(predictions, rows),
  };
}

function ratiosTo(reference: Audited | undefined, group: Audited) {
  const ratio = (of: (each: Audited) => Estimate | null): Estimate | null => {
    if (reference === undefined || reference === group) return null;
    const [left, right] = [of(group), of(reference)];
    return left === null || right === null ? null : ratioOfShares(left, right);
  };
  return {
    approvalRatio: ratio(({ approvedShare }) => approvedShare),
    goodsApprovalRatio: ratio(({ goodsApprovedShare }) => goodsApprovedShare),
  };
}

function aucOf(predictions: Predictions, rows: readonly number[]): Estimate | null {
  const { labels, customerOf } = predictions;
  const customersOf = (label: number) =>
    new Set(rows.filter((row) => labels[row] === label).map((row) => customerOf[row])).size;
  if (Math.min(customersOf(0), customersOf(1)) < CLASS_CUSTOMERS_MIN) return null;
  return areaUnderCurve(pickRows(predictions, rows));
}
