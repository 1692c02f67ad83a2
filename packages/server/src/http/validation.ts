import type { Static, TObject, TSchema } from 'typebox';
import { Compile, type Validator } from 'typebox/compile';
import Format, { IsDate } from 'typebox/format';
import { type FieldError, InvalidError } from '../errors.js';
import { coerce } from './coerce.js';
import type { BodyFormat } from './parse-body.js';

/** A body schema made ready: parsing a value either gives typed data or throws InvalidError. */
export interface BodyReader<T> {
  schema: TSchema;
  read(body: ParsedBody): T;
}

export interface ParsedBody {
  format: BodyFormat;
  value: unknown;
}

interface SchemaError {
  keyword: string;
  schemaPath: string;
  instancePath: string;
  params: object;
  message: string;
}

// Years outside are slips of the pen, and PostgreSQL has no year 0.
Format.Set('date', (text) => IsDate(text) && text >= '1900' && text < '2200');

const FIXES: Readonly<Record<string, string>> = {
  date: 'must be a calendar day between 1900 and 2199, written YYYY-MM-DD',
  'date-time': 'must be an instant written like 2026-06-30T12:00:00Z',
  email: 'must be an e-mail address',
};

function fieldOf(error: SchemaError): string {
  const path = error.instancePath.split('/').slice(1).join('.');
  const params = error.params as { requiredProperties?: readonly string[] };
  if (error.keyword !== 'required') return path;
  return [path, params.requiredProperties?.[0]].filter(Boolean).join('.');
}

function sentenceOf(error: SchemaError): string {
  const params = error.params as { format?: string; allowedValues?: unknown[]; type?: unknown };
  if (error.keyword === 'required') return 'is required';
  if (error.keyword === 'format') return FIXES[params.format ?? ''] ?? error.message;
  if (error.keyword === 'enum' && params.allowedValues)
    return `must be one of ${params.allowedValues.map(String).join(', ')}`;
  if (error.keyword === 'pattern') return 'has characters or a length that are not allowed here';
  if (error.keyword === 'type') return `must be ${[params.type].flat(2).join(' or ')}`;
  return error.message;
}

/** One message per field, the first found; in the words of the API, not of the schema language. */
function fieldErrors(errors: readonly SchemaError[]): FieldError[] {
  const byField = new Map<string, string>();
  for (const error of errors) {
    const field = fieldOf(error) || 'body';
    if (!byField.has(field)) byField.set(field, sentenceOf(error));
  }
  return [...byField].map(([field, message]) => ({ field, message }));
}

function check<S extends TSchema>(validator: Validator<Record<never, never>, S>, value: unknown) {
  if (validator.Check(value)) return;
  throw InvalidError.fields(fieldErrors(validator.Errors(value) as SchemaError[]));
}

/** Makes a reader for one body schema; unknown fields are dropped, so that they are never stored. */
export function bodyReader<S extends TObject>(schema: S): BodyReader<Static<S>> {
  const validator = Compile(schema);
  return {
    schema,
    read: ({ format, value }) => {
      const typed = format === 'json' ? value : coerce(schema, value);
      check(validator, typed);
      return validator.Clean(structuredClone(typed)) as Static<S>;
    },
  };
}
