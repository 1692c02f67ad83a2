import type { FeatureDefinition } from '../features/feature.js';
import { findBin } from '../model/find-bin.js';
import type { ScorecardModel } from '../model/model.js';
import type { Contribution } from '../model/scored.js';

/** Stands for all inputs of a customer of whom nothing is known. */
export const NO_HISTORY_CODE = 'noHistory';

/** One characteristic of one person on the card. */
export interface CardEntry {
  definition: FeatureDefinition;
  value: number;
  /** Calibrated log-odds of the bin; 0 where training saw no such value. */
  logOdds: number;
  /** Missing without telling anything, or not seen in training: says nothing about this person. */
  unknown: boolean;
}

/** Where a row of features falls on the card. */
export function readCard(model: ScorecardModel, row: Float64Array): CardEntry[] {
  return model.characteristics.map((characteristic) => {
    const value = row[characteristic.column];
    const bin = findBin(characteristic, value);
    const definition = model.featureSpace.definitions[characteristic.column];
    return {
      definition,
      value,
      logOdds: bin?.logOdds ?? 0,
      unknown: bin === undefined || (bin.kind === 'missing' && !definition.missingTells),
    };
  });
}

/** Log-odds of the reference group, to which the contributions are added. */
export function referenceLogOdds(model: ScorecardModel): number {
  return model.reference.meanContributions.reduce((sum, mean) => sum + mean, model.intercept);
}

/** Contributions against the reference group; what is not known counts as little history, not as lateness. */
export function contributionsOf(
  model: ScorecardModel,
  entries: readonly CardEntry[],
): Contribution[] {
  return entries.map(({ definition, value, logOdds, unknown }, index) => ({
    code: definition.code,
    family: unknown ? 'littleHistory' : definition.family,
    value: Number.isNaN(value) ? null : value,
    contribution: logOdds - model.reference.meanContributions[index],
  }));
}
