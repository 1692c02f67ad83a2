import Type, { type TUnsafe } from 'typebox';
import { InvalidError } from '../errors.js';

export type AttributeValue = number | string | boolean | null;
export type Attributes = Record<string, AttributeValue>;

export const ATTRIBUTES_MAX = 200;
const TEXT_LENGTH_MAX = 500;

const KEY = /^[\p{L}\p{M}\p{N} _-]{1,64}$/u;
const RESERVED_KEYS: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);
const UNSTORABLE = /[\0\p{Cs}]/u;
/** Longer whole parts lose digits in a number, and a leading zero says that it is a code. */
const PLAIN_DECIMAL = /^[+-]?(0|[1-9]\d{0,14})(\.\d+)?$/;

/** What is wrong with the name of an attribute; null when it may be used. */
export function attributeKeyProblem(key: string): string | null {
  if (KEY.test(key) && !RESERVED_KEYS.has(key)) return null;
  return `the attribute name "${key.slice(0, 80)}" must have 1 to 64 letters, digits, spaces, _ or -`;
}

function valueProblem(key: string, value: unknown): string | null {
  if (value === null || typeof value === 'boolean' || typeof value === 'number') return null;
  if (typeof value !== 'string') return `"${key}" must be a number, a text, a boolean or null`;
  if (value.length > TEXT_LENGTH_MAX)
    return `"${key}" is longer than ${TEXT_LENGTH_MAX} characters`;
  return UNSTORABLE.test(value) ? `"${key}" has a character that cannot be stored` : null;
}

function attributesProblem(value: unknown): string | null {
  if (typeof value !== 'object' || value === null) return null;
  const entries = Object.entries(value);
  if (entries.length > ATTRIBUTES_MAX) return `must not have more than ${ATTRIBUTES_MAX} entries`;
  for (const [key, item] of entries) {
    const problem = attributeKeyProblem(key) ?? valueProblem(key, item);
    if (problem !== null) return problem;
  }
  return null;
}

const shape: TUnsafe<Attributes | null> = Type.Unsafe<Attributes | null>({
  type: ['object', 'null'],
  additionalProperties: { type: ['number', 'string', 'boolean', 'null'] },
  maxProperties: ATTRIBUTES_MAX,
  description:
    "the lender's own application data; a key has 1 to 64 letters, digits, spaces, _ or -; null removes a key",
  examples: [{ income: 5200.5, employment: 'salaried', homeowner: true }],
});

export const AttributesField: TUnsafe<Attributes | null> = Type.Refine(
  shape,
  (value) => attributesProblem(value) === null,
  (value) => attributesProblem(value) ?? '',
);

/** Reads a value that came as text: plain decimals are numbers, true and false booleans, nothing is null. */
export function attributeFromText(text: string): AttributeValue {
  if (text === '') return null;
  if (text === 'true') return true;
  if (text === 'false') return false;
  return PLAIN_DECIMAL.test(text) ? Number(text) : text;
}

/** The attributes of an XML or form body, whose values all came as text. */
export function attributesFromTexts(attributes: Attributes): Attributes {
  return Object.fromEntries(
    Object.entries(attributes).map(([key, value]) => [
      key,
      typeof value === 'string' ? attributeFromText(value) : value,
    ]),
  );
}

/** Puts attributes over others, key by key; null removes a key. Throws InvalidError when there would be too many. */
export function mergeAttributes(stored: Attributes, changes: Attributes | null): Attributes {
  if (changes === null) return {};
  const merged = new Map(Object.entries(stored));
  for (const [key, value] of Object.entries(changes)) {
    if (value === null) merged.delete(key.normalize());
    else merged.set(key.normalize(), value);
  }
  if (merged.size > ATTRIBUTES_MAX)
    throw InvalidError.field(
      'attributes',
      `would be more than ${ATTRIBUTES_MAX} with those that the customer has; remove some with null`,
    );
  return Object.fromEntries(merged);
}
