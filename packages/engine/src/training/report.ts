import { auditFairness } from '../fairness/audit.js';
import { badRate } from '../metrics/accuracy.js';
import { crossValidationOf } from '../metrics/cross-validation.js';
import { predictionsOf } from '../metrics/predictions.js';
import { stabilityByMonth } from '../metrics/stability.js';
import { validate } from '../metrics/validate.js';
import type { Scale } from '../model/model.js';
import { scoreOf } from '../model/scale.js';
import { checkFeatures } from '../quality/feature-checks.js';
import type { Sample } from '../scorecard/sample.js';
import type { Selection } from '../scorecard/selection.js';
import { reportFeatures } from './feature-report.js';
import { MEANING } from './meaning.js';
import { countCustomers } from './prepare.js';
import type { ScoreBand, TrainingData, TrainingOptions, ValidationReport } from './training.js';

/** Under this many bad customers the report warns that another sample could change it. */
const FEW_BADS = 500;

/** What the report tells of. */
interface Judged extends Pick<ValidationReport, 'kind' | 'outOfTime'> {
  sample: Sample;
  outcomes: Selection['outcomes'];
  /** Calibrated out-of-fold log-odds. */
  logOdds: Float64Array;
  /** Of every row by the model without each fold. */
  byFold: readonly Float64Array[];
  scale: Scale;
}

/** The validation report, from predictions that no row of the same customer shaped. */
export function assembleReport(
  data: TrainingData,
  options: TrainingOptions,
  judged: Judged,
): ValidationReport {
  const { sample, logOdds, outcomes } = judged;
  const counts = countCustomers(sample.labels, sample.customerOf);
  const predictions = predictionsOf(logOdds, sample, crossValidationOf(sample, judged.byFold));
  const scores = logOdds.map((each) => scoreOf(judged.scale, each));
  const used = outcomes.filter(({ decision }) => decision === 'selected');
  return {
    kind: judged.kind,
    target: options.target,
    rows: sample.rows,
    customers: sample.customers,
    ...counts,
    badRate: badRate(sample),
    exclusions: options.exclusions,
    byCustomer: validate(predictions),
    rung: judged.outOfTime?.rung ?? 'byCustomer',
    outOfTime: judged.outOfTime,
    comparison: null,
    scoreBands: scoreBands(sample, scores, judged.scale),
    stability: stabilityByMonth({ ...predictions, asOf: sample.asOf }),
    fairness: auditFairness(
      { sample, predictions, scores, used: used.map(({ screened }) => screened.feature) },
      options.approvalScore,
      data.protectedFields ?? [],
    ),
    features: reportFeatures(data, options, { sample, selection: { outcomes } }),
    findings: checkFeatures(sample),
    meaning: MEANING,
    fewBads: counts.badCustomers < FEW_BADS,
  };
}

const BANDS = 10;

/** Ten equal slices of the scale, from the safest down, by out-of-fold scores. */
function scoreBands(sample: Sample, scores: Float64Array, scale: Scale): ScoreBand[] {
  const width = (scale.max - scale.min) / BANDS;
  const bands = Array.from({ length: BANDS }, () => ({ customers: 0, bads: 0 }));
  scores.forEach((score, row) => {
    const slice = Math.floor((score - scale.min) / width);
    const band = bands[Math.min(BANDS - 1, slice)];
    band.customers += sample.weights[row];
    band.bads += sample.weights[row] * sample.labels[row];
  });
  const cumulated = { customers: 0, bads: 0 };
  const rate = (bads: number, customers: number) => (customers > 0 ? bads / customers : null);
  return bands
    .map((band, index) => ({ ...band, scoreFrom: scale.min + index * width }))
    .reverse()
    .map(({ customers, bads, scoreFrom }) => {
      cumulated.customers += customers;
      cumulated.bads += bads;
      return {
        scoreFrom,
        scoreTo: scoreFrom + width,
        customers,
        bads,
        badRate: rate(bads, customers),
        cumulativeShare: cumulated.customers / sample.customers,
        cumulativeBadRate: rate(cumulated.bads, cumulated.customers),
      };
    });
}
