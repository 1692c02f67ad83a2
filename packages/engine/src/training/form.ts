import { modelErrorVariance } from '../bootstrap/model-error.js';
import type { AffineMap } from '../calibration/affine.js';
import { type CalibrationPlan, crossCalibrated } from '../calibration/cross-fit.js';
import type { Model } from '../model/model.js';
import { replicateSpreadOf } from '../model/score.js';
import type { Sample } from '../scorecard/sample.js';
import type { Selection } from '../scorecard/selection.js';
import type { TrainingData } from './training.js';

/** Rows on which the variance of the replicates is averaged. */
const AVERAGED_ROWS = 500;

/** A proposal of any kind: what fits without one fold each say of every row. */
interface CrossFitted {
  sample: Sample;
  plan: CalibrationPlan;
  outOfFold: Float64Array;
  byFold: readonly Float64Array[];
}

/** The model with the variance of its error that its replicates leave out, so that its intervals hold that too. */
export function withForm<M extends Model>(
  model: M,
  data: TrainingData,
  fitted: { proposal: CrossFitted; map: AffineMap; outcomes: Selection['outcomes'] },
): M {
  const { sample, plan, outOfFold, byFold } = fitted.proposal;
  const all = modelErrorVariance(
    sample,
    { byFold, slope: fitted.map.slope, calibrated: crossCalibrated(sample, outOfFold, plan) },
    fitted.outcomes
      .filter(({ decision }) => decision === 'selected')
      .map(({ screened }) => screened),
  );
  const shown = meanReplicateVariance(model, data, sample);
  return {
    ...model,
    uncertainty: { ...model.uncertainty, formVariance: Math.max(0, all - shown) },
  };
}

function meanReplicateVariance(model: Model, data: TrainingData, { order }: Sample): number {
  const step = Math.max(1, Math.floor(order.length / AVERAGED_ROWS));
  let sum = 0;
  let count = 0;
  for (let at = 0; at < order.length; at += step) {
    const row = Float64Array.from(data.columns, (column) => column[order[at]]);
    sum += replicateSpreadOf(model, row) ** 2;
    count += 1;
  }
  return sum / count;
}
