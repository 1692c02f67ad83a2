import type { TSchema } from 'typebox';

interface SchemaShape {
  type?: string | readonly string[];
  /** Decimals that a number may be written with; `100.000` may mean a hundred thousand. */
  decimals?: number;
  items?: TSchema;
  properties?: Readonly<Record<string, TSchema>>;
  anyOf?: readonly TSchema[];
}

const PLAIN_DECIMAL = /^[+-]?\d+(\.\d+)?$/;

function decimalsIn(text: string): number {
  const point = text.indexOf('.');
  return point === -1 ? 0 : text.length - point - 1;
}

/**
 * How a text becomes what a schema of one value asks for; what does not fit stays a text, so that validation
 * names it. Made once, it serves every cell of a column.
 */
export function textReader(schema: TSchema): (text: string) => unknown {
  const { type, decimals } = schema as SchemaShape;
  const types = new Set([type ?? []].flat());
  const nullable = types.has('null');
  if (types.has('string')) return (text) => (text === '' && nullable ? null : text);
  const numeric = types.has('number') || types.has('integer');
  const boolean = types.has('boolean');
  return (text) => {
    const trimmed = text.trim();
    if (trimmed === '' && nullable) return null;
    if (numeric && PLAIN_DECIMAL.test(trimmed))
      return decimalsIn(trimmed) <= (decimals ?? trimmed.length) ? Number(trimmed) : text;
    if (boolean && (trimmed === 'true' || trimmed === '1')) return true;
    if (boolean && (trimmed === 'false' || trimmed === '0')) return false;
    return text;
  };
}

/**
 * Turns the texts of an XML or form body into the types that the schema asks for. What does not fit is left
 * as it is, so that validation names it. An element that may repeat and came once becomes an array of one.
 */
export function coerce(schema: TSchema, value: unknown): unknown {
  const shape = schema as SchemaShape;
  const inner = shape.anyOf?.find((option) => (option as SchemaShape).type !== 'null');
  if (inner) return value === '' ? null : coerce(inner, value);
  const types = [shape.type ?? []].flat();
  if (types.includes('array') && shape.items) {
    if (value === '') return [];
    const items = shape.items;
    return (Array.isArray(value) ? value : [value]).map((item) => coerce(items, item));
  }
  if (typeof value === 'string') return textReader(schema)(value);
  if (shape.properties && typeof value === 'object' && value !== null && !Array.isArray(value))
    return coerceFields(shape.properties, value as Record<string, unknown>);
  return value;
}

function coerceFields(
  properties: Readonly<Record<string, TSchema>>,
  value: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => {
      const schema = Object.hasOwn(properties, key) ? properties[key] : undefined;
      return [key, schema ? coerce(schema, item) : item];
    }),
  );
}
