import type { FeatureDefinition } from './feature.js';
import type { AttributeValue } from './history.js';

/** What a lender may say an attribute is, so that it is compared with instalments. */
export type MoneyRole = 'income' | 'creditLimit' | 'instalment';

/** How one attribute of the lender becomes a column. Plain JSON. */
export interface AttributeSpec {
  key: string;
  kind: 'number' | 'category' | 'boolean';
  /** For `category`: the values behind the codes 0, 1, … */
  categories?: readonly string[];
  /** For `number`: an amount in major units of the customer's currency. */
  role?: MoneyRole;
}

/** The category of all values that were too rare to say anything about. */
export const RARE_CATEGORY = '(other)';

export function attributeCode(key: string): string {
  return `attribute:${key}`;
}

export function attributeDefinition(spec: AttributeSpec): FeatureDefinition {
  return {
    code: attributeCode(spec.key),
    family: 'attribute',
    unit: spec.kind === 'number' ? 'value' : 'category',
    direction: 'free',
    actionable: false,
    ...(spec.kind === 'category' && { categories: spec.categories ?? [] }),
    ...(spec.kind === 'boolean' && { categories: BOOLEAN_CATEGORIES }),
  };
}

const BOOLEAN_CATEGORIES = ['false', 'true'];

/**
 * The number that a value has in its column: NaN when it is missing or not of the attribute's kind,
 * a code for a category. A category outside the dictionary is one of the rare; −1 when there are none.
 */
export function encodeAttribute(spec: AttributeSpec, value: AttributeValue): number {
  if (value === null || value === '') return Number.NaN;
  if (spec.kind === 'number') return typeof value === 'number' ? value : Number.NaN;
  if (spec.kind === 'boolean') return typeof value === 'boolean' ? Number(value) : Number.NaN;
  const categories = spec.categories ?? [];
  const code = categories.indexOf(String(value));
  return code >= 0 ? code : categories.indexOf(RARE_CATEGORY);
}
