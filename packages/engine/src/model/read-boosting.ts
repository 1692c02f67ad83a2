import type { TreeInput } from '../boosting/bins.js';
import type { TreeSettings } from '../boosting/settings.js';
import type { FeatureSpace } from '../features/feature-space.js';
import { finiteNumber, listOf, oneOf, type Reader, shapeOf, text, wholeNumber } from './json.js';
import type { BoostingModel, ForestReplicate, StoredForest } from './model.js';
import { baseFields } from './read-model.js';

const input: Reader<TreeInput> = shapeOf<TreeInput>({
  code: text,
  column: wholeNumber,
  direction: oneOf('rises', 'falls', 'free'),
  edges: listOf(finiteNumber),
  categories: wholeNumber,
  specials: listOf(finiteNumber),
});

const settings: Reader<TreeSettings> = shapeOf<TreeSettings>({
  trees: wholeNumber,
  learningRate: finiteNumber,
  maximumLeaves: wholeNumber,
  maximumDepth: wholeNumber,
  minimumRows: wholeNumber,
  minimumHessian: finiteNumber,
  ridge: finiteNumber,
  customerShare: finiteNumber,
  inputShare: finiteNumber,
});

const forest: Reader<StoredForest> = shapeOf<StoredForest>({
  base: finiteNumber,
  nodes: listOf(wholeNumber),
  splits: listOf(wholeNumber),
  missingLeft: listOf(wholeNumber),
  values: listOf(finiteNumber),
  covers: listOf(finiteNumber),
  sets: listOf(listOf(wholeNumber)),
});

const replicate: Reader<ForestReplicate> = shapeOf<ForestReplicate>({
  slope: finiteNumber,
  intercept: finiteNumber,
  forest,
});

/** The shape of the file of boosted trees, field by field. */
export const readBoosting: Reader<BoostingModel<FeatureSpace>> = shapeOf<
  BoostingModel<FeatureSpace>
>({
  ...baseFields,
  kind: oneOf('boosting'),
  unseenRule: oneOf('missing'),
  binEdges: oneOf('closedRight'),
  inputs: listOf(input),
  settings,
  members: wholeNumber,
  forest,
  replicates: listOf(replicate),
});
