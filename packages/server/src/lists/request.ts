import type { ListField } from './definition.js';

export const LIMIT_DEFAULT = 100;
export const LIMIT_MAX = 1000;

/** The comparisons, as they end the name of a parameter: `amountDue_gte=100`; `eq` is the bare name. */
export const OPERATORS = [
  'eq',
  'ne',
  'lt',
  'lte',
  'gt',
  'gte',
  'contains',
  'containss',
  'in',
  'nin',
  'null',
] as const;
export type ListOperator = (typeof OPERATORS)[number];

export type ListValue = string | boolean;

/** One comparison; `in` and `nin` take any number of values, the others one. */
export interface Comparison {
  field: ListField;
  operator: ListOperator;
  values: readonly ListValue[];
}

/** What a record must meet: one comparison, all of several conditions, or one of several. */
export type Condition =
  | Comparison
  | { every: readonly Condition[] }
  | { some: readonly Condition[] };

export interface SortKey {
  column: string;
  direction: 'asc' | 'desc';
}

/** What a list was asked for, understood and checked. */
export interface ListRequest {
  where: Condition;
  /** Ends with the id, so that pages never overlap. */
  sort: readonly SortKey[];
  limit: number;
  start: number;
  /** Asks for such a page of each of these parents, told by the column, instead of one page of all. */
  each?: { column: string; ids: readonly string[] };
}
