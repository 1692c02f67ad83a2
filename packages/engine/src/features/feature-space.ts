import {
  type AttributeSpec,
  attributeCode,
  attributeDefinition,
  encodeAttribute,
} from './attributes.js';
import { type Facts, factsOf } from './facts.js';
import { CATALOGUE } from './families/catalogue.js';
import type { Feature } from './families/declare.js';
import type { FeatureDefinition } from './feature.js';
import type { History, SettlementRule, Viewpoint } from './history.js';
import type { PortfolioMedians } from './medians.js';

/** All that turns a history into a row of numbers. Plain JSON; part of the model file. */
export interface FeatureSpace {
  rule: SettlementRule;
  medians: PortfolioMedians;
  attributes: readonly AttributeSpec[];
  /** In the order of the columns. */
  definitions: readonly FeatureDefinition[];
}

export interface FeatureSpaceOptions {
  rule: SettlementRule;
  medians: PortfolioMedians;
  attributes: readonly AttributeSpec[];
  /** Codes of features to leave out. */
  exclude?: ReadonlySet<string>;
}

/** A feature space, most likely read from a file, names a feature that this version does not compute. */
export class UnknownFeatureError extends Error {
  override readonly name = 'UnknownFeatureError';

  constructor(readonly code: string) {
    super(`This version does not know the feature "${code}".`);
  }
}

/** Every feature that can be told under these options, those of the payments first. */
export function createFeatureSpace(options: FeatureSpaceOptions): FeatureSpace {
  const { rule, medians, attributes, exclude } = options;
  const roles = new Set(attributes.map((spec) => spec.role));
  const fromPayments = CATALOGUE.filter(
    (each) =>
      (each.roles?.every((role) => roles.has(role)) ?? true) &&
      (each.settledBy ?? rule.settledBy) === rule.settledBy,
  );
  const definitions = [...fromPayments.map(definitionOf), ...attributes.map(attributeDefinition)];
  return {
    rule,
    medians,
    attributes,
    definitions: definitions.filter(({ code }) => exclude?.has(code) !== true),
  };
}

export function featureDefinitions(space: FeatureSpace): readonly FeatureDefinition[] {
  return space.definitions;
}

/**
 * The row of a customer as of a day, in the order of the definitions; NaN where it is not known.
 * Training, scoring and what-if all call this, so their values agree bit for bit. The order of the
 * instalments does not matter; that of an instalment's receipts is the order of recording.
 *
 * @param unknowable counts, when given, for each column whether its value is missing because
 * earlier partial payments of an open instalment were never recorded; scoring today would know it
 * @throws UnknownFeatureError
 */
export function computeFeatures(
  space: FeatureSpace,
  history: History,
  viewpoint: Viewpoint,
  unknowable?: Uint32Array,
): Float64Array {
  const columns = columnsOf(space);
  const facts = factsOf(history, viewpoint, space);
  const row = new Float64Array(columns.length).fill(Number.NaN);
  for (let index = 0; index < columns.length; index++) {
    const column = columns[index]!;
    if ('key' in column) {
      const { attributes } = history;
      if (Object.hasOwn(attributes, column.key)) {
        row[index] = encodeAttribute(column, attributes[column.key]!);
      }
    } else if (facts.entries.length > 0 || column.beforeFirstDue === true) {
      row[index] = column.compute(facts);
      if (unknowable !== undefined && isUnknowable(column, facts)) unknowable[index]! += 1;
    }
  }
  return row;
}

function isUnknowable({ partialPaymentsIn }: Feature, { windows }: Facts): boolean {
  return partialPaymentsIn !== undefined && windows[partialPaymentsIn].unknownPaidCount > 0;
}

type Column = Feature | AttributeSpec;

/** Looking columns up by code costs more than computing a row; a space never changes. */
const columnsBySpace = new WeakMap<FeatureSpace, readonly Column[]>();

function columnsOf(space: FeatureSpace): readonly Column[] {
  let columns = columnsBySpace.get(space);
  if (columns === undefined) {
    const byCode = new Map<string, Column>();
    for (const each of CATALOGUE) byCode.set(each.code, each);
    for (const spec of space.attributes) byCode.set(attributeCode(spec.key), spec);
    columns = space.definitions.map(({ code }) => {
      const column = byCode.get(code);
      if (column === undefined) throw new UnknownFeatureError(code);
      return column;
    });
    columnsBySpace.set(space, columns);
  }
  return columns;
}

function definitionOf(declared: Feature): FeatureDefinition {
  const { code, family, unit, direction, actionable, missingTells } = declared;
  return { code, family, unit, direction, actionable, ...(missingTells && { missingTells }) };
}
