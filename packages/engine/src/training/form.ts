import { modelErrorVariance } from '../bootstrap/model-error.js';
import type { AffineMap } from '../calibration/affine.js';
import type { Model } from '../model/model.js';
import { replicateSpreadOf } from '../model/score.js';
import type { Sample } from '../scorecard/sample.js';
import type { Screened } from '../scorecard/screening.js';
import type { CardProposal } from './train.js';
import type { TrainingData } from './training.js';

/** Rows on which the variance of the replicates is averaged. */
const AVERAGED_ROWS = 500;

/** A proposal of any kind: what fits without one fold each say of every row. */
interface CrossFitted {
  sample: Sample;
  calibrated: Float64Array;
  byFold: readonly Float64Array[];
}

/**
 * The model with the variance of its error that its replicates leave out, so that its intervals hold that too. Customers are alike by
 * what a card of the same folds selected: trees use nearly all features, of which most repeat each other.
 */
export function withForm<M extends Model>(
  model: M,
  data: TrainingData,
  fitted: { proposal: CrossFitted; map: AffineMap; card: CardProposal | null },
): M {
  const { proposal, map, card } = fitted;
  const { sample, byFold, calibrated } = proposal;
  const all = modelErrorVariance(
    sample,
    { byFold, slope: map.slope, calibrated },
    {
      other: card === null || proposal === card ? null : card.calibrated,
      telling: selectedBy(card),
    },
  );
  const shown = meanReplicateVariance(model, data, sample);
  return {
    ...model,
    uncertainty: { ...model.uncertainty, formVariance: Math.max(0, all - shown) },
  };
}

function selectedBy(card: CardProposal | null): Screened[] {
  return (card?.selection.outcomes ?? [])
    .filter(({ decision }) => decision === 'selected')
    .map(({ screened }) => screened);
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
