import { Check } from 'typebox/value';
import type { JsonSchema } from './document.js';
import { FIELD_EXAMPLES } from './example-values.js';

const FORMATS: Readonly<Record<string, string>> = {
  date: '2026-06-30',
  'date-time': '2026-06-30T12:00:00.000Z',
  email: 'test@mydomain.com',
  uri: 'https://score.lender.example/',
};

function typesOf(schema: JsonSchema): readonly string[] {
  if (schema.type === undefined) return schema.properties ? ['object'] : [];
  return typeof schema.type === 'string' ? [schema.type] : schema.type;
}

function fits(schema: JsonSchema, value: unknown): boolean {
  return value !== undefined && Check(schema, value);
}

function objectExample(schema: JsonSchema): object {
  const entries = Object.entries(schema.properties ?? {});
  return Object.fromEntries(entries.map(([name, part]) => [name, exampleOf(part, name)]));
}

function plainExample(schema: JsonSchema): unknown {
  const types = typesOf(schema);
  if (types.includes('object')) return objectExample(schema);
  if (types.includes('array')) return schema.items ? [exampleOf(schema.items)] : [];
  if (types.includes('string')) return FORMATS[schema.format ?? ''] ?? 'string';
  if (types.includes('integer') || types.includes('number')) return schema.minimum ?? 1;
  if (types.includes('boolean')) return false;
  return null;
}

/**
 * A value that the schema accepts: the schema's own example, what a field of that name usually holds,
 * or the simplest value of its type.
 */
export function exampleOf(schema: JsonSchema, name = ''): unknown {
  const candidates = [
    ...(schema.examples ?? []),
    schema.const,
    ...(FIELD_EXAMPLES[name] ?? []),
    schema.enum?.[0],
    schema.default,
  ];
  const found = candidates.find((value) => fits(schema, value));
  if (found !== undefined) return found;
  const [first] = schema.anyOf ?? [];
  return first ? exampleOf(first, name) : plainExample(schema);
}
