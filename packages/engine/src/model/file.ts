import type { FeatureSpace } from '../features/feature-space.js';
import { canonicalJson, choiceBy, ModelFormatError } from './json.js';
import type { FeatureSpaceShape, Model } from './model.js';
import { readScorecard } from './read-model.js';

/** The model as canonical JSON: equal models are equal texts, so the text's hash names the model. */
export function encodeModel(model: Model<FeatureSpaceShape>): string {
  return canonicalJson(model);
}

/** Reads a model file; scores made from it are those of the model that was written, bit for bit. Throws ModelFormatError. */
export function decodeModel(file: string): Model<FeatureSpace> {
  let parsed: unknown;
  try {
    parsed = JSON.parse(file);
  } catch {
    throw new ModelFormatError('', 'it is not JSON');
  }
  const model = choiceBy<Model<FeatureSpace>>('kind', { scorecard: readScorecard })(parsed, '');
  assertConsistent(model);
  return model;
}

/** What the types cannot say: lengths that belong together and references that must exist. */
function assertConsistent(model: Model<FeatureSpace>): void {
  const size = model.characteristics.length;
  const check = (holds: boolean, path: string, problem: string) => {
    if (!holds) throw new ModelFormatError(path, problem);
  };
  const { uncertainty, replicates, reference, scale, featureSpace } = model;
  check(size > 0, '.characteristics', 'there are none');
  check(replicates.length >= 2, '.replicates', 'an interval needs two');
  check(reference.meanContributions.length === size, '.reference', 'wrong length');
  check(
    uncertainty.contributionCovariance.length === (size * (size + 1)) / 2,
    '.uncertainty.contributionCovariance',
    'wrong length',
  );
  check(scale.factor > 0 && scale.min < scale.max, '.scale', 'it does not rise');
  check(model.calibration.slope > 0, '.calibration.slope', 'it must be above 0');
  model.characteristics.forEach(({ code, column, grid, coefficient }, index) => {
    const path = `.characteristics[${index}]`;
    check(featureSpace.definitions[column]?.code === code, path, 'it is not its column');
    check(coefficient > 0, path, 'its sign is wrong');
    check(
      grid.every((edge, at) => at === 0 || edge > grid[at - 1]),
      path,
      'its edges do not rise',
    );
  });
  replicates.forEach(({ characteristics }, index) => {
    const sound = characteristics.every(
      ({ starts, values }) => starts[0] === 0 && starts.length === values.length,
    );
    check(characteristics.length === size && sound, `.replicates[${index}]`, 'wrong length');
  });
  const { depth } = uncertainty;
  if (depth === null) return;
  const deep = depth.from.length > 0 && depth.from.length === depth.unresolvedVariance.length;
  const named = featureSpace.definitions[depth.column]?.code === depth.code;
  check(deep && named, '.uncertainty.depth', 'wrong length or column');
}
