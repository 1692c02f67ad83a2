import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { InvalidError } from '../errors.js';
import type { ListDefinition } from './definition.js';
import { parseListQuery } from './parse.js';
import type { Condition } from './request.js';
import { parseWhere } from './where.js';

const ID = '0190a3b2-7c4d-7e5f-8a1b-2c3d4e5f6a7b';

const payments: ListDefinition = {
  id: 'payments.id',
  fields: {
    id: { column: 'payments.id', type: 'id' },
    amountDue: { column: 'payments.amount_due', type: 'number' },
    dueDate: { column: 'payments.due_date', type: 'date' },
    restructured: { column: 'payments.restructured', type: 'boolean' },
    currency: { column: 'payments.currency', type: 'text', values: ['BRL', 'MXN'] },
    customer: {
      column: 'payments.customer_id',
      type: 'text',
      resolve: (name) => sql`customer_named(${name})`,
    },
    'customer.referenceId': { column: 'customers.reference_id', type: 'text' },
    created_at: { column: 'payments.created_at', type: 'instant' },
    created_by: { column: 'payments.created_by', type: 'text' },
  },
};

function parse(query: Record<string, string | string[]>) {
  return parseListQuery(payments, query);
}

function refusal(query: Record<string, string | string[]>): string {
  try {
    parse(query);
  } catch (error) {
    if (error instanceof InvalidError) return error.message;
    throw error;
  }
  return 'accepted';
}

/** A condition in a shape that is short to write down. */
function shown(condition: Condition): unknown {
  if ('every' in condition) return { every: condition.every.map(shown) };
  if ('some' in condition) return { some: condition.some.map(shown) };
  return [condition.field.column, condition.operator, ...condition.values];
}

function comparisons(query: Record<string, string | string[]>) {
  const { where } = parse(query);
  if (!('every' in where)) throw new Error('a query string is one list of conditions');
  return where.every.map(shown);
}

describe('pages', () => {
  it('are the first hundred by id unless told', () => {
    expect(parse({})).toEqual({
      limit: 100,
      start: 0,
      sort: [{ column: 'payments.id', direction: 'asc' }],
      where: { every: [] },
    });
  });

  it('are cut to a thousand, also when all are asked for', () => {
    expect(parse({ _limit: '5000' }).limit).toBe(1000);
    expect(parse({ _limit: '-1' }).limit).toBe(1000);
    expect(parse({ _limit: '0', _start: '20' })).toMatchObject({ limit: 0, start: 20 });
  });

  it.each([
    [{ _limit: 'ten' }, '_limit: must be a whole number'],
    [{ _limit: '-2' }, '_limit: must be a whole number'],
    [{ _start: '-1' }, '_start: must be a whole number'],
    [{ _start: ['1', '2'] }, '_start: is given more than once'],
  ])('refuse %j', (query, message) => expect(refusal(query)).toContain(message));
});

describe('sorting', () => {
  it('takes several keys and ends with the id', () => {
    expect(parse({ _sort: 'dueDate:DESC,amountDue' }).sort).toEqual([
      { column: 'payments.due_date', direction: 'desc' },
      { column: 'payments.amount_due', direction: 'asc' },
      { column: 'payments.id', direction: 'asc' },
    ]);
    expect(parse({ _sort: 'id:desc,dueDate' }).sort).toEqual([
      { column: 'payments.id', direction: 'desc' },
    ]);
  });

  it.each([
    ['password_hash', 'cannot sort by "password_hash"'],
    ['dueDate:up', 'must be ASC or DESC'],
    ['dueDate:ASC:x', 'cannot sort by'],
    ['constructor', 'cannot sort by "constructor"'],
    ['dueDate,', 'cannot sort by ""'],
  ])('refuses %s', (sort, message) => expect(refusal({ _sort: sort })).toContain(message));
});

describe('filters', () => {
  it('compare for equality by the bare name, underscores and dots in names included', () => {
    expect(
      comparisons({ created_by: 'ana', amountDue: '100.50', 'customer.referenceId': '92442' }),
    ).toEqual([
      ['payments.created_by', 'eq', 'ana'],
      ['payments.amount_due', 'eq', '100.50'],
      ['customers.reference_id', 'eq', '92442'],
    ]);
  });

  it('take the other operators as endings', () => {
    expect(
      comparisons({
        created_by_ne: 'ana',
        dueDate_gte: '2026-01-01',
        created_at_lt: '2026-01-01',
        id_gt: ID,
        currency_in: ['BRL', 'MXN'],
        'amountDue_nin[]': ['1', '2'],
        customer_null: 'true',
      }),
    ).toEqual([
      ['payments.created_by', 'ne', 'ana'],
      ['payments.due_date', 'gte', '2026-01-01'],
      ['payments.created_at', 'lt', '2026-01-01T00:00:00.000Z'],
      ['payments.id', 'gt', ID],
      ['payments.currency', 'in', 'BRL', 'MXN'],
      ['payments.amount_due', 'nin', '1', '2'],
      ['payments.customer_id', 'null', true],
    ]);
  });

  it('know that a text which is no id names no record', () => {
    expect(comparisons({ id: 'abc' })).toEqual([['payments.id', 'eq']]);
    expect(comparisons({ id_in: ['abc', ID] })).toEqual([['payments.id', 'in', ID]]);
  });

  it.each([
    [{ color: 'red' }, 'color: is not a parameter'],
    [{ amountDue_like: '1' }, 'amountDue_like: is not a parameter'],
    [{ _where: 'x' }, '_where: must name fields'],
    [{ '_where[color]': 'x' }, 'color: is not a parameter'],
    [{ '_where[_or]': 'x' }, '_or: must be a list'],
    [{ '_where[_or][0]': 'x' }, '_or: must name fields'],
    [{ '_where[__proto__][x]': 'x' }, 'is not allowed as a name'],
    [{ '[password_hash]': 'x' }, 'password_hash: is not a parameter'],
    [{ 'customer[name]': 'x' }, 'customer.name: is not a parameter'],
    [{ amountDue_contains: '1' }, 'amountDue_contains: cannot be compared'],
    [{ customer_contains: '1' }, 'customer_contains: cannot be compared'],
    [{ created_by_contains: 'a\0b' }, 'created_by_contains: holds a NUL'],
    [{ _q: 'a\0b' }, '_q: holds a NUL'],
    [{ _q: ['a', 'b'] }, '_q: is given more than once'],
    [{ currency_in: Array.from({ length: 1001 }, () => 'BRL') }, 'currency_in: makes the filter'],
    [{ '_where[a][b][c][d][e][f][g][h][i][j][k][l]': 'x' }, '_where: is nested'],
    [{ toString: 'x' }, 'toString: is not a parameter'],
    [{ amountDue: 'many' }, 'amountDue: must be a number'],
    [{ amountDue: '1e3' }, 'amountDue: must be a number'],
    [{ dueDate: '2026-02-30' }, 'dueDate: must be a calendar day'],
    [{ dueDate: '0000-01-01' }, 'dueDate: must be a calendar day'],
    [{ created_at: '2026-01-01T00:00:00+99:00' }, 'created_at: must be an instant'],
    [{ restructured: 'yes' }, 'restructured: must be true or false'],
    [{ restructured_gt: 'true' }, 'restructured_gt: cannot be compared'],
    [{ currency: 'USD' }, 'currency: must be one of BRL, MXN'],
    [{ created_by: 'a\0b' }, 'created_by: holds a NUL'],
    [{ amountDue: ['1', '2'] }, 'amountDue: is given more than once'],
    [{ id_gt: 'abc' }, 'id_gt: must be an id'],
    [{ date_null: 'maybe' }, 'date_null: is not a parameter'],
    [{ dueDate_null: 'maybe' }, 'dueDate_null: must be true or false'],
  ])('refuse %j', (query, message) => expect(refusal(query)).toContain(message));
});

describe('conditions', () => {
  const nested = (where: unknown) => shown(parseWhere(payments, where));

  it('are lists that all hold, and alternatives of which one does, from the query string', () => {
    expect(
      comparisons({
        '[amountDue_gt]': '1',
        '_where[currency]': 'BRL',
        'customer[referenceId]': '7',
      }),
    ).toEqual([
      ['payments.amount_due', 'gt', '1'],
      { every: [['customers.reference_id', 'eq', '7']] },
      ['payments.currency', 'eq', 'BRL'],
    ]);
    expect(
      comparisons({
        '_where[0][currency]': 'BRL',
        '_where[1][amountDue_lt]': '5',
        '_where[1][_or][0][restructured]': 'true',
        '_where[1][_or][1][0][dueDate]': '2026-01-01',
        '_where[1][_or][1][1][currency_in][]': ['MXN', 'BRL'],
      }),
    ).toEqual([
      { every: [['payments.currency', 'eq', 'BRL']] },
      {
        every: [
          ['payments.amount_due', 'lt', '5'],
          {
            some: [
              { every: [['payments.restructured', 'eq', true]] },
              {
                every: [
                  { every: [['payments.due_date', 'eq', '2026-01-01']] },
                  { every: [['payments.currency', 'in', 'MXN', 'BRL']] },
                ],
              },
            ],
          },
        ],
      },
    ]);
  });

  it('take typed values, null, and relations as nested objects', () => {
    expect(
      nested({
        amountDue: 5,
        restructured: false,
        customer: { referenceId_ne: '7' },
        dueDate: null,
      }),
    ).toEqual({
      every: [
        ['payments.amount_due', 'eq', '5'],
        ['payments.restructured', 'eq', false],
        { every: [['customers.reference_id', 'ne', '7']] },
        ['payments.due_date', 'null', true],
      ],
    });
    expect(nested({ dueDate_ne: null })).toEqual({ every: [['payments.due_date', 'null', false]] });
    expect(() => nested({ dueDate_lt: null })).toThrow('dueDate_lt: cannot be compared with null');
    expect(() => nested({ currency: { _or: [] } })).toThrow('currency._or: is not a parameter');
    expect(() => nested({ amountDue: [{}] })).toThrow('amountDue: must be a text');
  });

  it('search every text field', () => {
    expect(comparisons({ _q: 'Ana' })).toEqual([
      {
        some: [
          ['payments.currency', 'contains', 'Ana'],
          ['customers.reference_id', 'contains', 'Ana'],
          ['payments.created_by', 'contains', 'Ana'],
        ],
      },
    ]);
  });
});
