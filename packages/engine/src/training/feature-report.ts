import { missingCell } from '../binning/cells.js';
import type { Sample } from '../scorecard/sample.js';
import type { Selection } from '../scorecard/selection.js';
import { observedBins } from '../scorecard/table.js';
import type { FeatureReport, TrainingData, TrainingOptions } from './training.js';

/** What every feature of the space can tell, and why it is in the model or not. */
export function reportFeatures(
  data: TrainingData,
  options: TrainingOptions,
  { sample, selection }: { sample: Sample; selection: Pick<Selection, 'outcomes'> },
): FeatureReport[] {
  const reasons = new Map(options.excludedFeatures.map(({ code, reason }) => [code, reason]));
  const outcomes = new Map(
    selection.outcomes.map((outcome) => [outcome.screened.feature.code, outcome]),
  );
  return data.featureSpace.definitions.map(({ code }, column) => {
    const outcome = outcomes.get(code);
    if (outcome === undefined) {
      const missing = data.columns[column].filter((value) => Number.isNaN(value)).length;
      return {
        ...UNUSED,
        code,
        missingShare: missing / data.labels.length,
        detail: reasons.get(code) ?? null,
      };
    }
    return reportOutcome(sample, outcome);
  });
}

const UNUSED = {
  informationValue: 0,
  netInformationValue: 0,
  crossValidatedInformationValue: 0,
  strength: 'none',
  trend: null,
  decision: 'excluded',
  bins: [],
} as const;

function reportOutcome(
  sample: Sample,
  { screened, decision, repeats }: Selection['outcomes'][number],
): FeatureReport {
  const { feature, binned, crossValidatedInformationValue } = screened;
  const missing = missingCell(feature.layout);
  const missingRows = feature.cells.reduce((count, cell) => count + (cell === missing ? 1 : 0), 0);
  const net = binned.informationValue - binned.noiseInformationValue;
  return {
    code: feature.code,
    missingShare: missingRows / sample.rows,
    informationValue: binned.informationValue,
    netInformationValue: net,
    crossValidatedInformationValue,
    strength: strengthOf(Math.min(net, crossValidatedInformationValue)),
    trend: binned.trend,
    decision,
    detail: repeats,
    bins: observedBins(sample, feature, binned),
  };
}

/** Siddiqi's words for an information value, here for the part that other customers confirm. */
function strengthOf(informationValue: number): FeatureReport['strength'] {
  if (informationValue < 0.02) return 'none';
  if (informationValue < 0.1) return 'weak';
  return informationValue < 0.3 ? 'medium' : 'strong';
}
