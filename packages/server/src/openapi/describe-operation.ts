import type { Operation } from './document.js';

const LIST_SENTENCE =
  'Filters combine with AND: `field=value`, or with an operator after the name: `_ne`, `_lt`, `_lte`, `_gt`, `_gte`, `_contains` (any case), `_containss`, `_in`, `_nin`, `_null`. An unknown field or operator is a 400. Deep pages go by `_sort=id&id_gt=LAST`. A list that takes more than 30 seconds is a 400 that says what to ask instead.';
const BODY_SENTENCE =
  'The body is JSON, XML with the root `item`, or a form; JSON text under the form type is read as JSON. Unknown fields are ignored.';

function accessSentence(operation: Operation): string {
  if (operation.security?.length === 0) return 'Anyone may call it, without a token.';
  const orPermission = operation['x-own-record-or'];
  if (orPermission !== undefined)
    return `Anyone signed in may call it, an API token only with \`${orPermission}\`; the rest is decided by field.`;
  if (operation['x-any-token']) return 'Anyone signed in may call it, and so may any API token.';
  const permissions = operation['x-permissions'] ?? [];
  if (permissions.length === 0) return 'Anyone signed in may call it; API tokens may not.';
  const names = permissions.map((name) => `\`${name}\``).join(' and ');
  const alone = operation['x-administrators-only'] ? ', which only administrators can use' : '';
  return `Needs the permission${permissions.length > 1 ? 's' : ''} ${names}${alone}.`;
}

/** What the route says of itself, and what is true of every call of its kind. */
export function describeOperation(operation: Operation, method: string): string {
  const own = operation.description ?? operation.summary;
  const isList = operation.parameters?.some(({ name }) => name === '_limit') ?? false;
  const types = Object.keys(operation.requestBody?.content ?? {});
  const sentences = [
    /[.:;!?]$/.test(own) ? own : `${own}.`,
    ...(method === 'put'
      ? ['Only the fields present change; `null` empties a field that may be empty.']
      : []),
    ...(types.includes('application/xml') ? [BODY_SENTENCE] : []),
    ...(isList ? [LIST_SENTENCE] : []),
    accessSentence(operation),
  ];
  return sentences.join(' ');
}
