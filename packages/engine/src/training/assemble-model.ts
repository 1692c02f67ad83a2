import { missingCell, unseenCell } from '../binning/cells.js';
import { studentQuantile90 } from '../bootstrap/student.js';
import type { AffineMap } from '../calibration/affine.js';
import type { CalibrationPlan } from '../calibration/cross-fit.js';
import type {
  Bin,
  Characteristic,
  FeatureSpaceShape,
  Model,
  Replicate,
  ScorecardModel,
} from '../model/model.js';
import { createScale } from '../model/scale.js';
import { type Card, type CardCharacteristic, cardLogOdds } from '../scorecard/card.js';
import type { Sample } from '../scorecard/sample.js';
import { observedBins, withPoints } from '../scorecard/table.js';
import { depthSupport } from './depth.js';
import { TrainingDataError } from './errors.js';
import {
  baseRates,
  contributionCovariance,
  referenceGroup,
  weightedCovariance,
  weightedMean,
} from './portfolio.js';
import { countCustomers } from './prepare.js';
import type { TrainingData, TrainingOptions } from './training.js';

/** All that was fitted, before it is written as a model. */
export interface FittedModel {
  sample: Sample;
  card: Card;
  map: AffineMap;
  plan: CalibrationPlan;
  replicates: readonly Replicate[];
}

/** What a model of any kind has seen and made of its portfolio. */
export interface Learned {
  sample: Sample;
  map: AffineMap;
  plan: CalibrationPlan;
  intercept: number;
  replicates: number;
  /** Calibrated log-odds of each row. */
  logOdds: Float64Array;
  contributionCovariance: number[];
  meanContributions: (weights: Float64Array) => number[];
  isUnknown: (row: number) => boolean;
}

/** The card as it is stored: the fit, and what scoring needs to know of the training portfolio. */
export function assembleCard<Space extends FeatureSpaceShape>(
  data: TrainingData<Space>,
  options: TrainingOptions,
  { sample, card, map, plan, replicates }: FittedModel,
): ScorecardModel<Space> {
  const scale = createScale(options.scale);
  const intercept = map.slope * card.intercept + map.intercept;
  const contributions = card.characteristics.map(({ feature, binned, coefficient }) =>
    Float64Array.from(feature.cells, (cell) => map.slope * coefficient * binned.woeByCell[cell]),
  );
  return {
    ...assembleBase(data, options, {
      ...{ sample, map, plan, intercept, replicates: replicates.length },
      logOdds: cardLogOdds(sample, card).map((raw) => map.slope * raw + map.intercept),
      contributionCovariance: contributionCovariance(contributions, sample.weights),
      meanContributions: (weights) => contributions.map((each) => weightedMean(each, weights)),
      isUnknown: (row) => knowsNothing(card, row),
    }),
    kind: 'scorecard',
    unseenRule: 'neutral',
    binEdges: 'closedLeft',
    characteristics: card.characteristics.map((each) =>
      describeCharacteristic(
        each,
        withPoints(observedBins(sample, each.feature, each.binned), scale, {
          logOddsPerWoe: map.slope * each.coefficient,
          intercept,
          characteristics: card.characteristics.length,
        }),
      ),
    ),
    replicates,
  };
}

/** What models of every kind store. */
export function assembleBase<Space extends FeatureSpaceShape>(
  data: TrainingData<Space>,
  options: TrainingOptions,
  learned: Learned,
) {
  const { sample, map, plan, logOdds } = learned;
  const scale = createScale(options.scale);
  return {
    format: 'maia-model/1' as const,
    target: options.target,
    featureSpace: data.featureSpace,
    excludedFeatures: options.excludedFeatures.map(({ code }) => code).sort(),
    intercept: learned.intercept,
    calibration: { ...map, bads: plan.bads, levelFrom: plan.levelFrom },
    scale,
    reference: referenceGroup({ sample, logOdds }, scale, {
      approvalScore: options.approvalScore,
      meanContributions: learned.meanContributions,
    }),
    baseRates: baseRates(sample, learned.isUnknown),
    uncertainty: {
      level: 0.9,
      quantile: studentQuantile90(learned.replicates - 1),
      portfolioSpread: Math.sqrt(weightedCovariance(logOdds, logOdds, sample.weights)),
      contributionCovariance: learned.contributionCovariance,
      formVariance: 0,
      depth: null,
    },
    training: countTraining(sample),
    seed: options.seed,
  };
}

function knowsNothing({ characteristics }: Card, row: number): boolean {
  return characteristics.every(({ feature }) => {
    const cell = feature.cells[row];
    return cell === missingCell(feature.layout) || cell === unseenCell(feature.layout);
  });
}

function describeCharacteristic(
  { feature, binned, coefficient }: CardCharacteristic,
  bins: readonly Bin[],
): Characteristic {
  return {
    code: feature.code,
    column: feature.column,
    ...feature.layout,
    trend: binned.trend,
    coefficient,
    bins,
    informationValue: binned.informationValue,
    noiseInformationValue: binned.noiseInformationValue,
  };
}

/** The model with what histories of each depth leave open, where the options name the feature that counts instalments. */
export function withDepth<M extends Model>(
  model: M,
  data: TrainingData,
  options: TrainingOptions,
): M {
  const code = options.depthFeature;
  if (code === null) return model;
  const column = data.featureSpace.definitions.findIndex((definition) => definition.code === code);
  if (column < 0) throw new TrainingDataError(`there is no feature ${code} to measure depth by`);
  const depth = depthSupport(model, data.ladders ?? [], { code, column });
  return { ...model, uncertainty: { ...model.uncertainty, depth } };
}

function countTraining(sample: Sample) {
  return {
    rows: sample.rows,
    customers: sample.customers,
    ...countCustomers(sample.labels, sample.customerOf),
    asOfFrom: sample.asOf.reduce((a, b) => Math.min(a, b)),
    asOfTo: sample.asOf.reduce((a, b) => Math.max(a, b)),
  };
}
