import { type AttributeValue, ageBandOn, type Day, type ProtectedField } from '@maia/engine';
import type { TrainingCustomer } from './portfolio-reader.js';
import { isProtectedAttribute } from './protected-attributes.js';

/** More protected attributes than this are not audited, those of the fewest customers first. */
const ATTRIBUTES_MAX = 20;
/** Numbers with more different values than this are cut into four bands of about equal count. */
const DISTINCT_NUMBERS_MAX = 10;

/** A protected attribute, and how its numbers become groups: by the lowest value of each band but the first, or as they are. */
export interface ProtectedKey {
  key: string;
  bandsFrom: readonly number[];
}

/** The protected attributes that these customers have: those whose name says so and those that the lender marked. */
export function protectedKeysOf(
  customers: Iterable<Pick<TrainingCustomer, 'attributes'>>,
  marked: readonly string[],
): ProtectedKey[] {
  const isProtected = new Map(marked.map((key) => [key, true]));
  const valuesOf = new Map<string, { customers: number; numbers: number[] }>();
  for (const { attributes } of customers) {
    for (const [key, value] of Object.entries(attributes)) {
      if (!isProtected.has(key)) isProtected.set(key, isProtectedAttribute(key));
      if (isProtected.get(key) !== true || value === null) continue;
      const values = valuesOf.get(key) ?? { customers: 0, numbers: [] };
      values.customers += 1;
      if (typeof value === 'number') values.numbers.push(value);
      valuesOf.set(key, values);
    }
  }
  return [...valuesOf]
    .sort(([a, { customers: ofA }], [b, { customers: ofB }]) => ofB - ofA || (a < b ? -1 : 1))
    .slice(0, ATTRIBUTES_MAX)
    .map(([key, { numbers }]) => ({ key, bandsFrom: bandsOf(numbers) }))
    .sort((a, b) => (a.key < b.key ? -1 : 1));
}

function bandsOf(numbers: number[]): number[] {
  if (new Set(numbers).size <= DISTINCT_NUMBERS_MAX) return [];
  const sorted = Float64Array.from(numbers).sort();
  const quartiles = [1, 2, 3].map((quarter) => sorted[Math.floor((quarter * sorted.length) / 4)]);
  return [...new Set(quartiles)];
}

/**
 * Collects, beside the rows of a training and in their order, the groups that each customer belongs to. It is apart from the rows, so
 * that no feature can be made of it; the audit keeps counts of groups only.
 */
export class ProtectedGroups {
  readonly #attributes: readonly ProtectedKey[];
  readonly #columns = new Map<string, GroupColumn>();
  readonly #rowsMax: number;
  #rows = 0;

  /** `rowsMax` is room for rows; fewer may come. */
  constructor(attributes: readonly ProtectedKey[], rowsMax: number) {
    this.#attributes = attributes;
    this.#rowsMax = rowsMax;
  }

  /** One row of this customer, as of this day. */
  add({ person, attributes }: Pick<TrainingCustomer, 'person' | 'attributes'>, asOf: Day): void {
    const { gender, maritalStatus, dateOfBirth, addressState, addressCity } = person;
    this.#put('gender', gender);
    this.#put('maritalStatus', maritalStatus);
    this.#put('age', dateOfBirth === null ? null : ageBandOn(dateOfBirth, asOf));
    this.#put('addressState', addressState);
    this.#put('addressCity', addressCity);
    for (const { key, bandsFrom } of this.#attributes) {
      const value = Object.hasOwn(attributes, key) ? attributes[key] : null;
      this.#put(`attribute:${key}`, groupOfValue(value, bandsFrom));
    }
    this.#rows += 1;
  }

  /** The fields that are known of anybody. */
  fields(): ProtectedField[] {
    return [...this.#columns]
      .map(([field, { codes, groupOf }]) => {
        return { field, groups: [...codes.keys()], groupOf: groupOf.subarray(0, this.#rows) };
      })
      .sort((a, b) => (a.field < b.field ? -1 : 1));
  }

  #put(field: string, group: string | null): void {
    if (group === null || group === '') return;
    let column = this.#columns.get(field);
    if (column === undefined) {
      column = { codes: new Map(), groupOf: new Int32Array(this.#rowsMax).fill(-1) };
      this.#columns.set(field, column);
    }
    const { codes, groupOf } = column;
    const code = codes.get(group) ?? codes.size;
    codes.set(group, code);
    groupOf[this.#rows] = code;
  }
}

interface GroupColumn {
  codes: Map<string, number>;
  groupOf: Int32Array;
}

function groupOfValue(value: AttributeValue, bandsFrom: readonly number[]): string | null {
  if (value === null) return null;
  if (typeof value !== 'number' || bandsFrom.length === 0) return String(value);
  const band = bandsFrom.findLastIndex((from) => value >= from);
  const [from, to] = [bandsFrom[band], bandsFrom[band + 1]];
  if (from === undefined) return `below ${to}`;
  return to === undefined ? `${from} or more` : `${from} to below ${to}`;
}
