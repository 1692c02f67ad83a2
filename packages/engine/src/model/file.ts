import { MISSING_BIN } from '../boosting/bins.js';
import type { FeatureSpace } from '../features/feature-space.js';
import { canonicalJson, choiceBy, ModelFormatError } from './json.js';
import type { BoostingModel, FeatureSpaceShape, Model, ScorecardModel } from './model.js';
import { readBoosting } from './read-boosting.js';
import { readScorecard } from './read-model.js';
import { forestProblem } from './stored-forest.js';

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
  const model = choiceBy<Model<FeatureSpace>>('kind', {
    scorecard: readScorecard,
    boosting: readBoosting,
  })(parsed, '');
  assertCommonConsistent(model);
  if (model.kind === 'scorecard') assertCardConsistent(model);
  else assertTreesConsistent(model);
  return model;
}

function check(holds: boolean, path: string, problem: string): void {
  if (!holds) throw new ModelFormatError(path, problem);
}

/** What the types cannot say: lengths that belong together and references that must exist. */
function assertCommonConsistent(model: Model<FeatureSpace>): void {
  const parts = model.kind === 'scorecard' ? model.characteristics : model.inputs;
  const size = parts.length;
  const { uncertainty, replicates, reference, scale, featureSpace } = model;
  const list = model.kind === 'scorecard' ? '.characteristics' : '.inputs';
  check(size > 0, list, 'there are none');
  parts.forEach(({ code, column }, index) => {
    check(featureSpace.definitions[column]?.code === code, `${list}[${index}]`, NOT_ITS_COLUMN);
  });
  check(replicates.length >= 2, '.replicates', 'an interval needs two');
  check(reference.meanContributions.length === size, '.reference', 'wrong length');
  check(
    uncertainty.contributionCovariance.length === (size * (size + 1)) / 2,
    '.uncertainty.contributionCovariance',
    'wrong length',
  );
  check(scale.factor > 0 && scale.min < scale.max, '.scale', 'it does not rise');
  check(model.calibration.slope > 0, '.calibration.slope', 'it must be above 0');
  check(uncertainty.formVariance >= 0, '.uncertainty.formVariance', 'it must not be below 0');
  const { depth } = uncertainty;
  if (depth === null) return;
  const { depths, unresolvedVariance } = depth;
  const deep = depths.length > 0 && depths.length === unresolvedVariance.length && doRise(depths);
  const named = featureSpace.definitions[depth.column]?.code === depth.code;
  check(deep && named, '.uncertainty.depth', 'wrong length or column');
}

const NOT_ITS_COLUMN = 'it is not its column';

function assertCardConsistent({ characteristics, replicates }: ScorecardModel): void {
  characteristics.forEach(({ grid, coefficient }, index) => {
    const path = `.characteristics[${index}]`;
    check(coefficient > 0, path, 'its sign is wrong');
    check(doRise(grid), path, 'its edges do not rise');
  });
  replicates.forEach((replicate, index) => {
    const sound = replicate.characteristics.every(
      ({ starts, values }) => starts[0] === 0 && starts.length === values.length,
    );
    const complete = replicate.characteristics.length === characteristics.length;
    check(complete && sound, `.replicates[${index}]`, 'wrong length');
  });
}

function assertTreesConsistent({ inputs, forest, replicates }: BoostingModel): void {
  inputs.forEach(({ edges, categories }, index) => {
    const path = `.inputs[${index}]`;
    check(doRise(edges), path, 'its edges do not rise');
    check(
      edges.length < MISSING_BIN && categories >= 0 && categories <= MISSING_BIN,
      path,
      'it has too many bins',
    );
  });
  const forests = [forest, ...replicates.map((replicate) => replicate.forest)];
  forests.forEach((each, index) => {
    const problem = forestProblem(each, inputs);
    const path = index === 0 ? '.forest' : `.replicates[${index - 1}].forest`;
    if (problem !== null) throw new ModelFormatError(path, problem);
  });
  replicates.forEach(({ slope }, index) => {
    check(slope > 0, `.replicates[${index}].slope`, 'it must be above 0');
  });
}

function doRise(edges: readonly number[]): boolean {
  return edges.every((edge, at) => at === 0 || edge > edges[at - 1]);
}
