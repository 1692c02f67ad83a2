import { isDeepStrictEqual } from 'node:util';

/** What a change did to a record: the fields that are not as before, with their old and new values. */
export interface Difference {
  fields: string[];
  from: Record<string, unknown>;
  to: Record<string, unknown>;
}

/** Compares two states of a record. Example: `{a: 1, b: 2}` and `{a: 1, b: 3}` → b, from 2, to 3. */
export function differenceOf<T extends object>(before: T, after: T): Difference {
  const difference: Difference = { fields: [], from: {}, to: {} };
  const old = new Map<string, unknown>(Object.entries(before));
  for (const [field, value] of Object.entries(after)) {
    if (isDeepStrictEqual(old.get(field), value)) continue;
    difference.fields.push(field);
    difference.from[field] = old.get(field);
    difference.to[field] = value;
  }
  return difference;
}
