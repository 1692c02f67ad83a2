import { InvalidError } from '../errors.js';
import { parseComparison } from './comparison.js';
import type { ListDefinition } from './definition.js';
import type { Condition } from './request.js';

const DEPTH_MAX = 8;
const VALUES_MAX = 1000;
const OR = '_or';

/** How much of a filter was read, so that no filter makes the database work without bound. */
interface Budget {
  values: number;
}

type Fields = Readonly<Record<string, unknown>>;

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function textOf(parameter: string, value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  throw InvalidError.field(parameter, 'must be a text, a number, a boolean or a list of these');
}

function spend(budget: Budget, parameter: string, values: number): void {
  budget.values -= values;
  if (budget.values < 0)
    throw InvalidError.field(
      parameter,
      `makes the filter too long; all conditions together take ${VALUES_MAX} values at most`,
    );
}

interface Reading {
  definition: ListDefinition;
  budget: Budget;
  depth: number;
}

function readOne(reading: Reading, parameter: string, value: unknown): Condition {
  // A relation's fields may be nested under its name: { customer: { referenceId: '92442' } }.
  if (isFields(value)) return readFields(deeper(reading, parameter), value, `${parameter}.`);
  const texts = value === null ? null : [value].flat().map((element) => textOf(parameter, element));
  spend(reading.budget, parameter, Math.max(texts?.length ?? 1, 1));
  return parseComparison(reading.definition, parameter, texts);
}

function deeper(reading: Reading, parameter: string): Reading {
  if (reading.depth >= DEPTH_MAX)
    throw InvalidError.field(parameter, `is nested more than ${DEPTH_MAX} levels deep`);
  return { ...reading, depth: reading.depth + 1 };
}

function readAlternatives(reading: Reading, value: unknown): Condition {
  if (!Array.isArray(value) || value.length === 0)
    throw InvalidError.field(OR, 'must be a list of conditions: _where[_or][0][field]=value');
  return { some: value.map((item) => readCondition(deeper(reading, OR), item, OR)) };
}

function readFields(reading: Reading, fields: Fields, prefix: string): Condition {
  const parts = Object.entries(fields).map(([name, value]) =>
    name === OR && prefix === ''
      ? readAlternatives(reading, value)
      : readOne(reading, prefix + name, value),
  );
  return { every: parts };
}

function readCondition(reading: Reading, value: unknown, parameter: string): Condition {
  if (Array.isArray(value))
    return {
      every: value.map((item) => readCondition(deeper(reading, parameter), item, parameter)),
    };
  if (isFields(value)) return readFields(reading, value, '');
  throw InvalidError.field(parameter, 'must name fields: _where[field]=value');
}

/**
 * Understands a filter: an object of `field_operator: value` whose entries all hold, a list of such objects that
 * all hold, and under `_or` a list of which one must hold, nested at will. A value is a text, a number, a boolean,
 * null (is there none), or a list of them. Throws InvalidError (400) naming the first name or value that is wrong.
 *
 *     parseWhere(paymentList, { amountDue_gt: 100, _or: [{ currency: 'BRL' }, { customer: { referenceId: '7' } }] })
 */
export function parseWhere(definition: ListDefinition, where: unknown): Condition {
  return readCondition({ definition, budget: { values: VALUES_MAX }, depth: 0 }, where, '_where');
}
