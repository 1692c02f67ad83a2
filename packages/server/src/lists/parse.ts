import { InvalidError } from '../errors.js';
import { fieldNamed } from './comparison.js';
import type { ListDefinition } from './definition.js';
import { nestedParameters } from './query-string.js';
import {
  type Condition,
  LIMIT_DEFAULT,
  LIMIT_MAX,
  type ListRequest,
  type SortKey,
} from './request.js';
import { searchCondition } from './search.js';
import { parseWhere } from './where.js';

/** Strapi's word for "as many as there are". */
const LIMIT_NONE = '-1';
const WHOLE = /^\d{1,15}$/;

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
  if (byId !== -1) return keys.slice(0, byId + 1);
  // In the direction of the key before it, so that an index over both can be read either way.
  return [...keys, { column: definition.id, direction: keys.at(-1)?.direction ?? 'asc' }];
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

/** The one text of a parameter of the list itself. */
function onlyText(name: string, value: unknown, fallback: string): string {
  if (value === undefined || value === null) return fallback;
  if (typeof value === 'string' || typeof value === 'number') return String(value);
  throw InvalidError.field(
    name,
    Array.isArray(value) ? 'is given more than once' : 'must be one text',
  );
}

/**
 * Understands what a list is asked for, from a nested object with the names of a query string: `_limit`, `_start`,
 * `_sort`, `_q`, `_where`, and filters. Throws InvalidError (400) naming the first that is unknown or wrong;
 * nothing is silently ignored.
 */
export function parseList(
  definition: ListDefinition,
  parameters: Readonly<Record<string, unknown>>,
): ListRequest {
  const { _limit, _start, _sort, _q, _where, ...filters } = parameters;
  const sort = onlyText('_sort', _sort, '');
  const search = onlyText('_q', _q, '');
  const conditions: Condition[] = [
    parseWhere(definition, filters),
    ...(_where === undefined ? [] : [parseWhere(definition, _where)]),
    ...(search === '' ? [] : [searchCondition(definition, search)]),
  ];
  return {
    limit: parseLimit(onlyText('_limit', _limit, String(LIMIT_DEFAULT))),
    start: parseStart(onlyText('_start', _start, '0')),
    sort: sort === '' ? [{ column: definition.id, direction: 'asc' }] : parseSort(definition, sort),
    where: { every: conditions.flatMap((part) => ('every' in part ? part.every : [part])) },
  };
}

/** The same, from the query string of a request. */
export function parseListQuery(definition: ListDefinition, query: unknown): ListRequest {
  return parseList(definition, nestedParameters(query));
}
