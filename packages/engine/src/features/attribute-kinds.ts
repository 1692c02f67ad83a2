import { type AttributeSpec, type MoneyRole, RARE_CATEGORY } from './attributes.js';
import type { AttributeValue } from './history.js';
import { isProtectedName } from './protected-names.js';

/** Fewer customers than this say nothing about an attribute or about one of its values. */
const CUSTOMERS_PER_VALUE_MIN = 10;

/** More categories than this are pooled, the rarest first. */
export const CATEGORIES_MAX = 40;

/** An attribute with more different values than this is an identifier or free text, not a category. */
const DISTINCT_TEXTS_MAX = 10_000;

/** An attribute is a number when nearly all its values are; the few texts among them count as missing. */
const NUMBER_SHARE_MIN = 0.9;

export interface AttributeOptions {
  /** Keys that the lender marked as protected or ignored. */
  exclude?: ReadonlySet<string>;
  roles?: Readonly<Record<string, MoneyRole>>;
}

interface Tally {
  customers: number;
  numbers: number;
  booleans: number;
  /** Null once there were too many. */
  customersByText: Map<string, number> | null;
}

/** Learns from the training customers, in any order, what kind of column each attribute becomes. */
export class AttributeCollector {
  readonly #tallies = new Map<string, Tally>();

  add(attributes: Readonly<Record<string, AttributeValue>>): void {
    for (const key of Object.keys(attributes)) {
      const value = attributes[key]!;
      if (value === null || value === '') continue;
      let tally = this.#tallies.get(key);
      if (tally === undefined) {
        tally = { customers: 0, numbers: 0, booleans: 0, customersByText: new Map() };
        this.#tallies.set(key, tally);
      }
      count(tally, value);
    }
  }

  /** The attributes that a model may use, by key. Protected ones are never among them. */
  specs({ exclude, roles = {} }: AttributeOptions = {}): AttributeSpec[] {
    const specs: AttributeSpec[] = [];
    for (const key of [...this.#tallies.keys()].sort()) {
      if (exclude?.has(key) === true || isProtectedName(key)) continue;
      const spec = specOf(key, this.#tallies.get(key)!);
      if (spec === null) continue;
      const role = spec.kind === 'number' && Object.hasOwn(roles, key) ? roles[key] : undefined;
      specs.push(role === undefined ? spec : { ...spec, role });
    }
    return specs;
  }
}

function count(tally: Tally, value: string | number | boolean): void {
  tally.customers += 1;
  if (typeof value === 'number') tally.numbers += 1;
  else if (typeof value === 'boolean') tally.booleans += 1;
  if (tally.customersByText === null) return;
  const text = String(value);
  tally.customersByText.set(text, (tally.customersByText.get(text) ?? 0) + 1);
  if (tally.customersByText.size > DISTINCT_TEXTS_MAX) tally.customersByText = null;
}

function specOf(key: string, tally: Tally): AttributeSpec | null {
  const { customers, numbers, booleans, customersByText } = tally;
  if (customers < CUSTOMERS_PER_VALUE_MIN) return null;
  if (numbers >= NUMBER_SHARE_MIN * customers) return { key, kind: 'number' };
  if (booleans === customers) return { key, kind: 'boolean' };
  if (customersByText === null) return null;
  const categories = categoriesOf(customersByText);
  return categories.length === 0 ? null : { key, kind: 'category', categories };
}

/** The frequent values in the order of their text, and one for the rest where there is a rest. */
function categoriesOf(customersByText: ReadonlyMap<string, number>): string[] {
  const frequent = [...customersByText]
    .filter(([, customers]) => customers >= CUSTOMERS_PER_VALUE_MIN)
    .sort(([a, customersOfA], [b, customersOfB]) => customersOfB - customersOfA || (a < b ? -1 : 1))
    .slice(0, CATEGORIES_MAX)
    .map(([text]) => text);
  if (frequent.length === 0) return [];
  const all = frequent.length === customersByText.size;
  return (all ? frequent : [...frequent, RARE_CATEGORY]).sort();
}
