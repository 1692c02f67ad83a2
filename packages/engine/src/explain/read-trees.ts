import { binOf, MISSING_BIN } from '../boosting/bins.js';
import { type Forest, forestLogOdds } from '../boosting/forest.js';
import { shapleyValues } from '../boosting/tree-shap.js';
import type { AffineMap } from '../calibration/affine.js';
import type { BoostingModel } from '../model/model.js';
import { unpackForest } from '../model/stored-forest.js';
import type { Entry } from './contributions.js';

/** One person's row as the trees read it. */
export interface TreeReading {
  entries: Entry[];
  /** No input has a value. */
  knowsNothing: boolean;
  logOdds: number;
  /** Calibrated log-odds by each bootstrap replicate. */
  replicated: number[];
}

interface Unpacked {
  forest: Forest;
  replicates: { slope: number; intercept: number; forest: Forest }[];
}

/** Unpacking costs more than scoring; a model never changes. */
const unpackedByModel = new WeakMap<BoostingModel, Unpacked>();

/** What the trees make of a row: exact Shapley values of every input, and the log-odds of model and replicates. */
export function readTrees(model: BoostingModel, row: Float64Array): TreeReading {
  const { forest } = unpack(model);
  const { slope } = model.calibration;
  const bins = binsOf(model, row);
  const values = shapleyValues(forest, bins);
  return {
    entries: model.inputs.map((input, index) => {
      const value = row[input.column];
      const definition = model.featureSpace.definitions[input.column];
      const isTelling = Number.isNaN(value) && definition.missingTells === true;
      const unknown = bins[index] === MISSING_BIN && !isTelling;
      return { definition, value, logOdds: slope * values[index], unknown };
    }),
    knowsNothing: bins.every((bin) => bin === MISSING_BIN),
    logOdds: calibrated(model.calibration, forest, bins),
    replicated: replicatedOf(model, bins),
  };
}

/** Calibrated log-odds of a row by each bootstrap replicate. */
export function replicatedTreeLogOdds(model: BoostingModel, row: Float64Array): number[] {
  return replicatedOf(model, binsOf(model, row));
}

/** Calibrated log-odds of a row alone, without contributions. */
export function treeLogOdds(model: BoostingModel, row: Float64Array): number {
  return calibrated(model.calibration, unpack(model).forest, binsOf(model, row));
}

function binsOf({ inputs }: BoostingModel, row: Float64Array): Uint8Array {
  return Uint8Array.from(inputs, (input) => binOf(input, row[input.column]));
}

function replicatedOf(model: BoostingModel, bins: Uint8Array): number[] {
  return unpack(model).replicates.map((each) => calibrated(each, each.forest, bins));
}

function calibrated(map: AffineMap, forest: Forest, bins: Uint8Array): number {
  return map.slope * forestLogOdds(forest, bins) + map.intercept;
}

function unpack(model: BoostingModel): Unpacked {
  let unpacked = unpackedByModel.get(model);
  if (unpacked === undefined) {
    const categorical = model.inputs.map(({ categories }) => categories > 0);
    unpacked = {
      forest: unpackForest(model.forest, categorical),
      replicates: model.replicates.map(({ slope, intercept, forest }) => ({
        slope,
        intercept,
        forest: unpackForest(forest, categorical),
      })),
    };
    unpackedByModel.set(model, unpacked);
  }
  return unpacked;
}
