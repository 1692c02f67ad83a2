import { IsDate, IsDateTime } from 'typebox/format';
import { isStorable } from '../db/storable-text.js';
import { InvalidError } from '../errors.js';
import type { ListField, ListFieldType } from './definition.js';
import type { ListValue } from './request.js';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const DECIMAL = /^[+-]?\d{1,20}(\.\d{1,20})?$/;
/** PostgreSQL has no year 0. */
const YEAR_ZERO = /^0000/;

const SHAPES: Readonly<Record<Exclude<ListFieldType, 'text' | 'id'>, string>> = {
  number: 'a number, written like 1234.50',
  boolean: 'true or false',
  date: 'a calendar day, written YYYY-MM-DD',
  instant: 'an instant, written like 2026-06-30T12:00:00Z, or a day',
};

/** Whether a text has the form of a UUID, so that it may be compared with a uuid column. */
export function isUuid(text: string): boolean {
  return UUID.test(text);
}

function isDay(text: string): boolean {
  return IsDate(text) && !YEAR_ZERO.test(text);
}

function parseTyped(type: ListFieldType, text: string): ListValue | undefined {
  if (type === 'number') return DECIMAL.test(text) ? text : undefined;
  if (type === 'date') return isDay(text) ? text : undefined;
  if (type === 'instant') {
    const moment =
      isDay(text) || (IsDateTime(text) && isDay(text.slice(0, 10))) ? new Date(text) : null;
    return moment && !Number.isNaN(moment.getTime()) ? moment.toISOString() : undefined;
  }
  if (type === 'boolean') {
    if (text === 'true' || text === '1') return true;
    return text === 'false' || text === '0' ? false : undefined;
  }
  return text;
}

/** Reads a value as the field holds it. Throws InvalidError (400) naming the parameter. */
export function parseValue(parameter: string, field: ListField, text: string): ListValue {
  if (!isStorable(text)) throw InvalidError.field(parameter, 'holds a NUL character; remove it');
  if (field.values && !field.values.includes(text))
    throw InvalidError.field(parameter, `must be one of ${field.values.join(', ')}`);
  const value = parseTyped(field.type, text);
  if (value !== undefined) return value;
  const shape = field.type === 'text' || field.type === 'id' ? 'a text' : SHAPES[field.type];
  throw InvalidError.field(parameter, `must be ${shape}`);
}
