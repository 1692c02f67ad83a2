import { type Kysely, type RawBuilder, type SelectQueryBuilder, sql } from 'kysely';
import type { Comparison, Condition, ListOperator, ListRequest, ListValue } from './request.js';
import { withinTimeLimit } from './time-limit.js';

const SYMBOLS: Readonly<Record<Exclude<ListOperator, 'in' | 'nin' | 'null'>, RawBuilder<unknown>>> =
  {
    eq: sql`=`,
    ne: sql`is distinct from`,
    lt: sql`<`,
    lte: sql`<=`,
    gt: sql`>`,
    gte: sql`>=`,
    contains: sql`ilike`,
    containss: sql`like`,
  };

/** The pattern of LIKE that a text which contains `part` matches. */
function containing(part: string): string {
  return `%${part.replace(/[\\%_]/g, '\\$&')}%`;
}

function comparison({ field, operator, values }: Comparison): RawBuilder<boolean> {
  const column = sql.ref(field.column);
  const operand = (value: ListValue): RawBuilder<unknown> =>
    field.resolve ? field.resolve(String(value)) : sql`${value}`;
  if (operator === 'null')
    return values[0] === true ? sql`${column} is null` : sql`${column} is not null`;
  if (values.length === 0) return sql`${operator === 'ne' || operator === 'nin'}`;
  if (operator === 'in') return sql`${column} in (${sql.join(values.map(operand))})`;
  // A record without a value is not among the values, which SQL alone would not say.
  if (operator === 'nin') return sql`(${column} in (${sql.join(values.map(operand))})) is not true`;
  if (operator === 'contains' || operator === 'containss')
    return sql`${column} ${SYMBOLS[operator]} ${containing(String(values[0]))}`;
  return sql`${column} ${SYMBOLS[operator]} ${operand(values[0])}`;
}

function expression(condition: Condition): RawBuilder<boolean> {
  if ('field' in condition) return comparison(condition);
  const [parts, word] =
    'every' in condition ? [condition.every, sql` and `] : [condition.some, sql` or `];
  if (parts.length === 0) return sql`${'every' in condition}`;
  return sql`(${sql.join(parts.map(expression), word)})`;
}

/** The conditions that a query can take one by one. */
function topLevel(condition: Condition): readonly Condition[] {
  return 'every' in condition ? condition.every : [condition];
}

/** Narrows a query to the records that a list, or its count, asks for. */
export function whereList<DB, TB extends keyof DB, O>(
  query: SelectQueryBuilder<DB, TB, O>,
  list: ListRequest,
): SelectQueryBuilder<DB, TB, O> {
  return topLevel(list.where).reduce((narrowed, part) => narrowed.where(expression(part)), query);
}

/** The asked-for page of the asked-for records, in the asked-for order. */
export function pageOf<DB, TB extends keyof DB, O>(
  query: SelectQueryBuilder<DB, TB, O>,
  list: ListRequest,
): SelectQueryBuilder<DB, TB, O> {
  return list.sort
    .reduce(
      (sorted, key) => sorted.orderBy(sql.ref(key.column), key.direction),
      whereList(query, list),
    )
    .limit(list.limit)
    .offset(list.start);
}

/** The order of a list as SQL has it. */
function order(list: ListRequest): RawBuilder<unknown> {
  return sql.join(
    list.sort.map(({ column, direction }) => sql`${sql.ref(column)} ${sql.raw(direction)}`),
  );
}

/** From here on it is dearer to read all that lies before a page than to read the page twice. */
const DEEP_START = 1000;

function columnsIn(condition: Condition): string[] {
  if ('field' in condition) return [condition.field.column];
  return ('every' in condition ? condition.every : condition.some).flatMap(columnsIn);
}

/**
 * The ids on a page. A query that only looks further tables up, and a list that does not ask for them, leave the
 * table alone: with an outer join PostgreSQL would not read the index without the rows, not even after removing it.
 */
function idsOnPage<DB, TB extends keyof DB, O>(
  query: SelectQueryBuilder<DB, TB, O>,
  list: ListRequest,
): RawBuilder<unknown> {
  const { column } = list.sort[list.sort.length - 1];
  const [table] = column.split('.', 1);
  const { joins = [], where } = query.toOperationNode();
  const asked = [...columnsIn(list.where), ...list.sort.map((key) => key.column)];
  const isAlone =
    where === undefined &&
    joins.every(({ joinType }) => joinType === 'LeftJoin') &&
    asked.every((name) => name.startsWith(`${table}.`));
  if (!isAlone)
    return sql`${pageOf(query.clearSelect().select(sql`${sql.ref(column)}`.as('id')), list)}`;
  return sql`select ${sql.ref(column)} from ${sql.table(table)} where ${expression(list.where)}
    order by ${order(list)} limit ${list.limit} offset ${list.start}`;
}

/** The page by the ids on it: what lies before it is passed over in the index, without its rows and their relations. */
function deepPageOf<DB, TB extends keyof DB, O>(
  query: SelectQueryBuilder<DB, TB, O>,
  list: ListRequest,
): SelectQueryBuilder<DB, TB, O> {
  const id = sql.ref(list.sort[list.sort.length - 1].column);
  return query.where(sql<boolean>`${id} in (${idsOnPage(query, list)})`).orderBy(order(list));
}

/**
 * The rows that a list asks for, by one query: its page, or with `each` a page of every parent, parents in the order
 * of their ids. Each page is read by its index and ends at the limit, however much a parent has.
 */
export async function rowsOf<DB, TB extends keyof DB, O>(
  db: Kysely<DB>,
  query: SelectQueryBuilder<DB, TB, O>,
  list: ListRequest,
): Promise<O[]> {
  if (list.each === undefined) {
    const page = list.start < DEEP_START ? pageOf(query, list) : deepPageOf(query, list);
    return (await withinTimeLimit(page.execute())) as O[];
  }
  const { column, ids } = list.each;
  const ofParent = query
    .where(sql<boolean>`${sql.ref(column)} = parent.id`)
    .select(sql<number>`row_number() over (order by ${order(list)})`.as('place'));
  const pages = sql<O>`
    select page.* from unnest(${ids}::uuid[]) with ordinality as parent (id, number)
      cross join lateral (${pageOf(ofParent, list)}) as page
    order by parent.number, page.place`;
  return (await withinTimeLimit(pages.execute(db))).rows;
}

/** How many records a list asks for, on all its pages; the query counts them. */
export async function countOf<DB, TB extends keyof DB>(
  query: SelectQueryBuilder<DB, TB, { count: number }>,
  list: ListRequest,
): Promise<number> {
  return (await withinTimeLimit(whereList(query, list).executeTakeFirstOrThrow())).count;
}
