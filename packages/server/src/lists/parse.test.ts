import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { InvalidError } from '../errors.js';
import type { ListDefinition } from './definition.js';
import { parseListQuery } from './parse.js';

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

function comparisons(query: Record<string, string | string[]>) {
  return parse(query).comparisons.map(({ field, operator, values }) => [
    field.column,
    operator,
    ...values,
  ]);
}

describe('pages', () => {
  it('are the first hundred by id unless told', () => {
    expect(parse({})).toEqual({
      limit: 100,
      start: 0,
      sort: [{ column: 'payments.id', direction: 'asc' }],
      comparisons: [],
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
    [{ _where: 'x' }, '_where: is not a parameter'],
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
