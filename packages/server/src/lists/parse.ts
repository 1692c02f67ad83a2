import { InvalidError } from '../errors.js';
import type { ListDefinition, ListField } from './definition.js';
import {
  type Comparison,
  LIMIT_DEFAULT,
  LIMIT_MAX,
  type ListOperator,
  type ListRequest,
  OPERATORS,
  type SortKey,
} from './request.js';
import { isUuid, parseValue } from './value.js';

/** Strapi's word for "as many as there are". */
const LIMIT_NONE = '-1';
const WHOLE = /^\d{1,15}$/;
const ORDERED: ReadonlySet<ListOperator> = new Set(['lt', 'lte', 'gt', 'gte']);

function fieldNamed(definition: ListDefinition, name: string): ListField | undefined {
  return Object.hasOwn(definition.fields, name) ? definition.fields[name] : undefined;
}

function unknownParameter(definition: ListDefinition, parameter: string): InvalidError {
  const fields = Object.keys(definition.fields).join(', ');
  return InvalidError.field(
    parameter.slice(0, 100),
    `is not a parameter of this list; it takes _limit, _start, _sort and the fields ${fields}, alone or with ${OPERATORS.slice(
      1,
    )
      .map((operator) => `_${operator}`)
      .join(', ')}`,
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
  if (!ORDERED.has(operator) || (field.type !== 'boolean' && !field.resolve && !field.values))
    return;
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

function parseComparison(
  definition: ListDefinition,
  parameter: string,
  texts: readonly string[],
): Comparison {
  const { field, operator } = splitParameter(definition, parameter);
  assertComparable(parameter, { field, operator });
  if (operator === 'null') {
    const wanted = parseValue(
      parameter,
      { column: field.column, type: 'boolean' },
      onlyText(parameter, texts),
    );
    return { field, operator, values: [wanted] };
  }
  const several = operator === 'in' || operator === 'nin';
  const values = (several ? texts : [onlyText(parameter, texts)]).map((text) =>
    parseValue(parameter, field, text),
  );
  const isId = field.type === 'id' && !field.resolve;
  if (isId && ORDERED.has(operator) && !values.every((value) => isUuid(String(value))))
    throw InvalidError.field(parameter, 'must be an id');
  // A text that is no id is the id of no record.
  return {
    field,
    operator,
    values: isId ? values.filter((value) => isUuid(String(value))) : values,
  };
}

function parseSort(definition: ListDefinition, text: string): SortKey[] {
  const keys = text.split(',').map((part): SortKey => {
    const [name = '', direction = 'ASC', ...rest] = part.trim().split(':');
    const field = fieldNamed(definition, name);
    if (!field || rest.length > 0)
      throw InvalidError.field(
        '_sort',
        `cannot sort by "${part.slice(0, 100)}"; write _sort=field:ASC,other:DESC with fields out of ${Object.keys(definition.fields).join(', ')}`,
      );
    const word = direction.toLowerCase();
    if (word !== 'asc' && word !== 'desc')
      throw InvalidError.field('_sort', `the direction of "${name}" must be ASC or DESC`);
    return { column: field.column, direction: word };
  });
  const byId = keys.findIndex((key) => key.column === definition.id);
  return byId === -1
    ? [...keys, { column: definition.id, direction: 'asc' }]
    : keys.slice(0, byId + 1);
}

function parseLimit(text: string): number {
  if (text === LIMIT_NONE) return LIMIT_MAX;
  if (!WHOLE.test(text)) throw InvalidError.field('_limit', 'must be a whole number, 0 or more');
  return Math.min(Number(text), LIMIT_MAX);
}

function parseStart(text: string): number {
  if (!WHOLE.test(text)) throw InvalidError.field('_start', 'must be a whole number, 0 or more');
  return Number(text);
}

/**
 * Understands the query string of a list. Throws InvalidError (400) naming the first parameter that is
 * unknown, given twice, or of the wrong type; nothing is silently ignored.
 */
export function parseListQuery(definition: ListDefinition, query: unknown): ListRequest {
  const parameters = new Map<string, string[]>();
  for (const [name, value] of Object.entries(query as Record<string, string | string[]>)) {
    const parameter = name.endsWith('[]') ? name.slice(0, -2) : name;
    parameters.set(parameter, [...(parameters.get(parameter) ?? []), ...[value].flat()]);
  }
  const take = (name: string, fallback: string): string => {
    const texts = parameters.get(name) ?? [fallback];
    parameters.delete(name);
    return onlyText(name, texts);
  };
  const limit = parseLimit(take('_limit', String(LIMIT_DEFAULT)));
  const start = parseStart(take('_start', '0'));
  const sort = take('_sort', '');
  return {
    limit,
    start,
    sort: sort === '' ? [{ column: definition.id, direction: 'asc' }] : parseSort(definition, sort),
    comparisons: [...parameters].map(([name, texts]) => parseComparison(definition, name, texts)),
  };
}
