import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import { Refusal } from '../errors.js';
import { answerOf } from '../http/error-answer.js';

const CODES: Readonly<Record<number, string>> = {
  400: 'BAD_USER_INPUT',
  403: 'FORBIDDEN',
  404: 'NOT_FOUND',
  409: 'CONFLICT',
  413: 'PAYLOAD_TOO_LARGE',
  415: 'UNSUPPORTED_MEDIA_TYPE',
  422: 'IDEMPOTENCY_KEY_REUSED',
  429: 'TOO_MANY_REQUESTS',
};

/** What was thrown, where it was thrown by a resolver. */
export function causeOf(error: Error): Error {
  return error instanceof GraphQLError && error.originalError ? error.originalError : error;
}

/** What an error of the language itself, or a refusal of the API, tells; anything else is unexpected. */
function isTold(cause: Error): boolean {
  return cause instanceof GraphQLError || cause instanceof Refusal;
}

/** Whether the server, not the caller, is at fault. */
export function isUnexpected(error: Error): boolean {
  return !isTold(causeOf(error)) && answerOf(causeOf(error), '').code >= 500;
}

/** An error as GraphQL clients read it; its extensions are the answer that REST would give, with a name as code. */
export function shownError(error: Error, requestId: string): GraphQLFormattedError {
  const cause = causeOf(error);
  const { code: status, ...answer } =
    cause instanceof GraphQLError
      ? { code: 400, message: cause.message, requestId }
      : answerOf(cause, requestId);
  const { locations, path, message } =
    error instanceof GraphQLError ? error.toJSON() : { message: answer.message };
  const extensions = {
    code: CODES[status] ?? 'INTERNAL_SERVER_ERROR',
    status,
    ...answer,
  };
  return {
    message: cause instanceof GraphQLError ? message : answer.message,
    ...(locations ? { locations } : {}),
    ...(path ? { path } : {}),
    extensions,
  };
}
