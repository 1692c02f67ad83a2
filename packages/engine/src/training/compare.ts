import { logLoss } from '../metrics/accuracy.js';
import { crossValidationOf } from '../metrics/cross-validation.js';
import { areaUnderCurve } from '../metrics/discrimination.js';
import { predictionsOf } from '../metrics/predictions.js';
import type { Sample } from '../scorecard/sample.js';
import type { BoostingProposal } from './propose-boosting.js';
import type { CardProposal } from './train.js';
import type { Comparison, TrainingOptions } from './training.js';

/**
 * Card against trees by log-loss on the same folds, paired by customer: trees are taken when they are better by more than one
 * standard error and the lender's minimum.
 */
export function compareProposals(
  card: CardProposal,
  trees: BoostingProposal,
  { boostingGainMin }: Pick<TrainingOptions, 'boostingGainMin'>,
): Comparison {
  const { sample } = card;
  const { mean, standardError } = pairedGain(sample, card.calibrated, trees.calibrated);
  const measure = ({ calibrated, byFold }: Pick<CardProposal, 'calibrated' | 'byFold'>) => {
    const predictions = predictionsOf(calibrated, sample, crossValidationOf(sample, byFold));
    return { auc: areaUnderCurve(predictions).value, logLoss: logLoss(predictions) };
  };
  return {
    scorecard: measure(card),
    boosting: measure(trees),
    logLossGain: mean,
    standardError,
    gainMin: boostingGainMin,
    chosen: mean > boostingGainMin + standardError ? 'boosting' : 'scorecard',
  };
}

/** Mean over customers of the loss of the first less that of the second. */
function pairedGain(sample: Sample, first: Float64Array, second: Float64Array) {
  const gains = new Float64Array(sample.customers);
  for (let row = 0; row < sample.rows; row++) {
    const gain = lossOf(sample.labels[row], first[row]) - lossOf(sample.labels[row], second[row]);
    gains[sample.customerOf[row]] += sample.weights[row] * gain;
  }
  const mean = gains.reduce((sum, gain) => sum + gain, 0) / gains.length;
  const squares = gains.reduce((sum, gain) => sum + (gain - mean) ** 2, 0);
  return { mean, standardError: Math.sqrt(squares / (gains.length - 1) / gains.length) };
}

function lossOf(label: number, logOdds: number): number {
  return Math.log1p(Math.exp(label === 1 ? logOdds : -logOdds));
}
