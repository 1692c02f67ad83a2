import type { FeatureDefinition } from '../features/feature.js';
import { findBin } from '../model/find-bin.js';
import type { Model, ScorecardModel } from '../model/model.js';
import type { Contribution } from '../model/scored.js';

/** Stands for all inputs of a customer of whom nothing is known. */
export const NO_HISTORY_CODE = 'noHistory';

/** One input of the model for one person: a characteristic of a card or an input of trees. */
export interface Entry {
  definition: FeatureDefinition;
  value: number;
  /** What it adds to the calibrated log-odds; 0 where a card saw no such value in training. */
  logOdds: number;
  /** Missing without telling anything, or not seen in training: says nothing about this person. */
  unknown: boolean;
}

/** Where a row of features falls on the card. */
export function readCard(model: ScorecardModel, row: Float64Array): Entry[] {
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
export function referenceLogOdds(model: Pick<Model, 'intercept' | 'reference'>): number {
  return model.reference.meanContributions.reduce((sum, mean) => sum + mean, model.intercept);
}

/** Contributions against the reference group; what is not known counts as little history, not as lateness. */
export function contributionsOf(
  model: Pick<Model, 'reference'>,
  entries: readonly Entry[],
): Contribution[] {
  return entries.map(({ definition, value, logOdds, unknown }, index) => ({
    code: definition.code,
    family: unknown ? 'littleHistory' : definition.family,
    value: Number.isNaN(value) ? null : value,
    contribution: logOdds - model.reference.meanContributions[index],
  }));
}
