import type { FeatureSpace } from '../features/feature-space.js';
import {
  choiceBy,
  finiteNumber,
  listOf,
  nullable,
  oneOf,
  type Reader,
  shapeOf,
  text,
  wholeNumber,
} from './json.js';
import type {
  BaseRates,
  Bin,
  Calibration,
  Characteristic,
  DepthSupport,
  ReferenceGroup,
  Replicate,
  Scale,
  ScorecardModel,
  TargetDefinition,
  TrainingCounts,
  Uncertainty,
} from './model.js';
import { readFeatureSpace } from './read-feature-space.js';

const target: Reader<TargetDefinition> = choiceBy<TargetDefinition>('source', {
  outcomes: shapeOf<Extract<TargetDefinition, { source: 'outcomes' }>>({
    source: oneOf('outcomes'),
  }),
  payments: shapeOf<Extract<TargetDefinition, { source: 'payments' }>>({
    source: oneOf('payments'),
    badDays: wholeNumber,
    windowMonths: wholeNumber,
  }),
});

const binNumbers = {
  goods: finiteNumber,
  bads: finiteNumber,
  woe: finiteNumber,
  logOdds: finiteNumber,
  points: finiteNumber,
};

const bin: Reader<Bin> = choiceBy<Bin>('kind', {
  range: shapeOf<Extract<Bin, { kind: 'range' }>>({
    kind: oneOf('range'),
    from: nullable(finiteNumber),
    to: nullable(finiteNumber),
    ...binNumbers,
  }),
  special: shapeOf<Extract<Bin, { kind: 'special' }>>({
    kind: oneOf('special'),
    value: finiteNumber,
    ...binNumbers,
  }),
  categories: shapeOf<Extract<Bin, { kind: 'categories' }>>({
    kind: oneOf('categories'),
    codes: listOf(wholeNumber),
    ...binNumbers,
  }),
  missing: shapeOf<Extract<Bin, { kind: 'missing' }>>({ kind: oneOf('missing'), ...binNumbers }),
});

const characteristic: Reader<Characteristic> = shapeOf<Characteristic>({
  code: text,
  column: wholeNumber,
  grid: listOf(finiteNumber),
  categories: wholeNumber,
  specials: listOf(finiteNumber),
  trend: nullable(oneOf('falls', 'rises')),
  coefficient: finiteNumber,
  bins: listOf(bin),
  informationValue: finiteNumber,
  noiseInformationValue: finiteNumber,
});

const calibration: Reader<Calibration> = shapeOf<Calibration>({
  slope: finiteNumber,
  intercept: finiteNumber,
  bads: wholeNumber,
  levelFrom: nullable(wholeNumber),
});

const scale: Reader<Scale> = shapeOf<Scale>({
  pointsToDouble: finiteNumber,
  baseScore: finiteNumber,
  baseOdds: finiteNumber,
  min: finiteNumber,
  max: finiteNumber,
  factor: finiteNumber,
  offset: finiteNumber,
  orientation: oneOf('higherIsSafer'),
});

const reference: Reader<ReferenceGroup> = shapeOf<ReferenceGroup>({
  description: oneOf('middleFifth', 'aboveCutOff'),
  scoreFrom: finiteNumber,
  scoreTo: finiteNumber,
  customers: finiteNumber,
  meanContributions: listOf(finiteNumber),
});

const baseRates: Reader<BaseRates> = shapeOf<BaseRates>({
  all: finiteNumber,
  withoutHistory: nullable(finiteNumber),
  customersWithoutHistory: finiteNumber,
});

const depth: Reader<DepthSupport> = shapeOf<DepthSupport>({
  code: text,
  column: wholeNumber,
  depths: listOf(finiteNumber),
  unresolvedVariance: listOf(finiteNumber),
});

const uncertainty: Reader<Uncertainty> = shapeOf<Uncertainty>({
  level: finiteNumber,
  quantile: finiteNumber,
  portfolioSpread: finiteNumber,
  formVariance: finiteNumber,
  contributionCovariance: listOf(finiteNumber),
  depth: nullable(depth),
});

const replicate: Reader<Replicate> = shapeOf<Replicate>({
  intercept: finiteNumber,
  characteristics: listOf(
    shapeOf<Replicate['characteristics'][number]>({
      starts: listOf(wholeNumber),
      values: listOf(finiteNumber),
    }),
  ),
});

const trainingCounts: Reader<TrainingCounts> = shapeOf<TrainingCounts>({
  rows: wholeNumber,
  customers: wholeNumber,
  goodCustomers: wholeNumber,
  badCustomers: wholeNumber,
  asOfFrom: wholeNumber,
  asOfTo: wholeNumber,
});

/** Fields of every kind of model. */
export const baseFields = {
  format: oneOf('maia-model/1'),
  target,
  featureSpace: readFeatureSpace,
  excludedFeatures: listOf(text),
  intercept: finiteNumber,
  calibration,
  scale,
  reference,
  baseRates,
  uncertainty,
  training: trainingCounts,
  seed: wholeNumber,
};

/** The shape of a scorecard's file, field by field; whether its parts fit together is checked apart. */
export const readScorecard: Reader<ScorecardModel<FeatureSpace>> = shapeOf<
  ScorecardModel<FeatureSpace>
>({
  ...baseFields,
  kind: oneOf('scorecard'),
  unseenRule: oneOf('neutral'),
  binEdges: oneOf('closedLeft'),
  characteristics: listOf(characteristic),
  replicates: listOf(replicate),
});
