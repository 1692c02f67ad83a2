import { type Answer, answersList, type JsonSchema, type Operation } from './document.js';

interface Refusal {
  description: string;
  message: string;
}

const DEFAULT_REFUSAL: Refusal = {
  description: '**Unexpected error**',
  message: 'Something unexpected happened; give this request id to your operator.',
};

/** Every refusal there is, in the order in which the description shows them. */
const REFUSALS: Readonly<Record<number, Refusal>> = {
  400: {
    description:
      '**Invalid**: the body cannot be parsed, or a field or parameter has a value that is not accepted; `errors` names each',
    message: 'email: must be an e-mail address',
  },
  403: {
    description: '**Forbidden**: this operation requires authentication',
    message: 'This operation requires authentication: send a valid bearer token.',
  },
  404: {
    description: '**Not found**: the resource was not found',
    message: 'There is no such record.',
  },
  409: {
    description: '**Conflict**: the record exists already or has changed',
    message: 'username: is taken already; choose another',
  },
  413: {
    description: '**Too large**: the body is larger than this call takes',
    message: 'The body is too large for this call; send less at once.',
  },
  415: {
    description: '**Unsupported type**: the body is of a type that this call does not read',
    message: 'A body of type "text/plain" is not read here.',
  },
  422: {
    description: '**Key used**: the idempotency key was used with another body',
    message: 'The Idempotency-Key was used for another request; make a new key.',
  },
  429: {
    description: '**Too many requests**: wait for the seconds that `Retry-After` names',
    message: 'Too many attempts; wait and try again.',
  },
  503: {
    description: '**Unavailable**: what this call depends on does not answer',
    message: 'sso does not answer; try again in a minute.',
  },
};

/** Path parameters that name what there is or is not. */
const RECORD_NAMES = new Set(['id', 'provider']);

function refusalStatuses(operation: Operation): number[] {
  const isPublic = operation.security?.length === 0;
  const hasBody = operation.requestBody !== undefined;
  const takesInput = hasBody || operation.parameters?.some(({ in: place }) => place === 'query');
  const takesKey = operation.parameters?.some(({ name }) => name === 'idempotency-key');
  // A search that finds nothing and a one-time token that is wrong are no missing records.
  const namesRecord =
    !answersList(operation) &&
    operation.parameters?.some(({ in: place, name }) => place === 'path' && RECORD_NAMES.has(name));
  const isCounted = operation.tags.some((tag) => tag === 'auth' || tag === 'setup');
  return [
    ...(takesInput ? [400] : []),
    ...(isPublic ? [] : [403]),
    ...(namesRecord ? [404] : []),
    ...(hasBody ? [413, 415] : []),
    ...(takesKey ? [409, 422] : []),
    ...(isCounted ? [429] : []),
    ...(operation['x-refusals'] ?? []),
  ];
}

function refusalAnswer(
  status: number,
  { description, message }: Refusal,
  schema: JsonSchema,
): Answer {
  const [field, problem] = message.split(': ');
  const errors = status === 400 ? { errors: [{ field, message: problem }] } : {};
  const requestId = '6f1c1f0e-3f0a-4d57-9b0a-2f4c9f7f0c11';
  const example = { code: status, message, ...errors, requestId };
  return { description, content: { 'application/json': { schema, example } } };
}

const SUCCESSES: Readonly<Record<string, string>> = {
  get: 'The answer',
  post: 'Success',
  put: 'Update successful',
  delete: 'Deleted',
};

/** The route's own answers with words to them, and the refusals that its kind of call can end in. */
export function completeAnswers(
  operation: Operation,
  method: string,
  errorSchema: JsonSchema,
): Record<string, Answer> {
  const answers: Record<string, Answer> = {};
  for (const status of refusalStatuses(operation)) {
    const refusal = REFUSALS[status] ?? DEFAULT_REFUSAL;
    answers[status] = refusalAnswer(status, refusal, errorSchema);
  }
  for (const [status, answer] of Object.entries(operation.responses)) {
    if (status === 'default') continue;
    const isGeneric = answer.description === 'Default Response';
    const words =
      status === '202'
        ? 'Accepted: the work is done later'
        : (REFUSALS[Number(status)]?.description ?? SUCCESSES[method] ?? 'Success');
    answers[status] = { ...answer, description: isGeneric ? words : answer.description };
  }
  answers.default = refusalAnswer(500, DEFAULT_REFUSAL, errorSchema);
  return answers;
}
