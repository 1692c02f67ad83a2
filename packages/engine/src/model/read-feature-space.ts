import type { AttributeSpec } from '../features/attributes.js';
import type { FeatureDefinition } from '../features/feature.js';
import type { FeatureSpace } from '../features/feature-space.js';
import type { SettlementRule } from '../features/history.js';
import type { CurrencyMedians } from '../features/medians.js';
import {
  finiteNumber,
  listOf,
  oneOf,
  type Reader,
  recordOf,
  shapeOf,
  text,
  truth,
  wholeNumber,
} from './json.js';

const definition: Reader<FeatureDefinition> = shapeOf<FeatureDefinition>(
  {
    code: text,
    family: oneOf(
      'delinquency',
      'payment',
      'trend',
      'tenure',
      'amount',
      'attribute',
      'littleHistory',
    ),
    unit: oneOf('days', 'months', 'count', 'share', 'ratio', 'growth', 'value', 'category'),
    direction: oneOf('rises', 'falls', 'free'),
    actionable: truth,
    missingTells: truth,
    categories: listOf(text),
  },
  ['missingTells', 'categories'],
);

const attribute: Reader<AttributeSpec> = shapeOf<AttributeSpec>(
  {
    key: text,
    kind: oneOf('number', 'category', 'boolean'),
    categories: listOf(text),
    role: oneOf('income', 'creditLimit', 'instalment'),
  },
  ['categories', 'role'],
);

const settlementRule: Reader<SettlementRule> = shapeOf<SettlementRule>({
  settledBy: oneOf('fullAmount', 'anyPayment'),
  materiality: shapeOf<SettlementRule['materiality']>({
    absoluteMinor: finiteNumber,
    relative: finiteNumber,
  }),
});

/** The feature space of a model file. */
export const readFeatureSpace: Reader<FeatureSpace> = shapeOf<FeatureSpace>({
  rule: settlementRule,
  medians: recordOf(
    shapeOf<CurrencyMedians>({ months: listOf(wholeNumber), mediansMinor: listOf(finiteNumber) }),
  ),
  attributes: listOf(attribute),
  definitions: listOf(definition),
});
