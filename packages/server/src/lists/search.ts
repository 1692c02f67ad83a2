import { isStorable } from '../db/storable-text.js';
import { InvalidError } from '../errors.js';
import type { ListDefinition } from './definition.js';
import type { Condition } from './request.js';

const SEARCH_LENGTH_MAX = 200;

/** The condition that a text field of the record contains the text, in any case. Throws InvalidError (400). */
export function searchCondition(definition: ListDefinition, text: string): Condition {
  if (!isStorable(text)) throw InvalidError.field('_q', 'holds a NUL character; remove it');
  if (text.length > SEARCH_LENGTH_MAX)
    throw InvalidError.field('_q', `must have ${SEARCH_LENGTH_MAX} characters at most`);
  const fields = Object.values(definition.fields).filter(
    ({ type, resolve }) => type === 'text' && resolve === undefined,
  );
  return { some: fields.map((field) => ({ field, operator: 'contains', values: [text] })) };
}
