import { InvalidError } from '../errors.js';
import type { ListDefinition, ListField } from './definition.js';
import { type Comparison, type ListOperator, OPERATORS } from './request.js';
import { isUuid, parseValue } from './value.js';

const ORDERED: ReadonlySet<ListOperator> = new Set(['lt', 'lte', 'gt', 'gte']);
const SUBSTRING: ReadonlySet<ListOperator> = new Set(['contains', 'containss']);
const SEVERAL: ReadonlySet<ListOperator> = new Set(['in', 'nin']);

/** The field of that name; private and unknown ones do not exist. */
export function fieldNamed(definition: ListDefinition, name: string): ListField | undefined {
  return Object.hasOwn(definition.fields, name) ? definition.fields[name] : undefined;
}

/** The refusal of a name that is neither a field nor one of the list's own parameters. */
export function unknownParameter(definition: ListDefinition, parameter: string): InvalidError {
  const fields = Object.keys(definition.fields).join(', ');
  const endings = OPERATORS.slice(1).map((operator) => `_${operator}`);
  return InvalidError.field(
    parameter.slice(0, 100),
    `is not a parameter of this list; it takes _limit, _start, _sort, _q, _where and the fields ${fields}, alone or with ${endings.join(', ')}`,
  );
}

function splitParameter(
  definition: ListDefinition,
  parameter: string,
): { field: ListField; operator: ListOperator } {
  // Field names have underscores of their own (created_by), so the whole name comes first.
  const whole = fieldNamed(definition, parameter);
  if (whole) return { field: whole, operator: 'eq' };
  const underscore = parameter.lastIndexOf('_');
  const field = fieldNamed(definition, parameter.slice(0, Math.max(underscore, 0)));
  const operator = OPERATORS.find((name) => name === parameter.slice(underscore + 1));
  if (!field || !operator) throw unknownParameter(definition, parameter);
  return { field, operator };
}

function assertComparable(
  parameter: string,
  { field, operator }: Omit<Comparison, 'values'>,
): void {
  const ordered = field.type !== 'boolean' && !field.resolve && !field.values;
  const textual = field.type === 'text' && !field.resolve;
  if (ORDERED.has(operator) ? ordered : !SUBSTRING.has(operator) || textual) return;
  throw InvalidError.field(
    parameter,
    `cannot be compared by _${operator}; use _in or the bare name`,
  );
}

function onlyText(parameter: string, texts: readonly string[]): string {
  const [text] = texts;
  if (text === undefined || texts.length > 1)
    throw InvalidError.field(
      parameter,
      'is given more than once; for one of several values use _in',
    );
  return text;
}

/** Whether the name is that of a field without an operator or with `_ne`, so that null has a meaning. */
function comparisonWithNull(
  parameter: string,
  { field, operator }: Omit<Comparison, 'values'>,
): Comparison {
  if (operator === 'eq' || operator === 'ne')
    return { field, operator: 'null', values: [operator === 'eq'] };
  throw InvalidError.field(parameter, 'cannot be compared with null; use _null');
}

/**
 * One comparison from its name (`amountDue_gte`) and the texts that it is compared with; null instead of texts
 * asks whether there is a value. Throws InvalidError (400) naming the parameter.
 */
export function parseComparison(
  definition: ListDefinition,
  parameter: string,
  texts: readonly string[] | null,
): Comparison {
  const { field, operator } = splitParameter(definition, parameter);
  assertComparable(parameter, { field, operator });
  if (texts === null) return comparisonWithNull(parameter, { field, operator });
  if (operator === 'null') {
    const yesOrNo: ListField = { column: field.column, type: 'boolean' };
    const wanted = parseValue(parameter, yesOrNo, onlyText(parameter, texts));
    return { field, operator, values: [wanted] };
  }
  const given = SEVERAL.has(operator) ? texts : [onlyText(parameter, texts)];
  // A part of one of the field's words need not be one of them.
  const shape: ListField = SUBSTRING.has(operator) ? { column: field.column, type: 'text' } : field;
  const values = given.map((text) => parseValue(parameter, shape, text));
  if (field.type !== 'id' || field.resolve) return { field, operator, values };
  if (ORDERED.has(operator) && !values.every((value) => isUuid(String(value))))
    throw InvalidError.field(parameter, 'must be an id');
  // A text that is no id is the id of no record.
  return { field, operator, values: values.filter((value) => isUuid(String(value))) };
}
