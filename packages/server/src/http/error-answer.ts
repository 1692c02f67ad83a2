import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { Refusal } from '../errors.js';

/** How long an id or a name in a path may be. */
export const PATH_PART_CHARACTERS_MAX = 300;

/** Refusals of the framework itself, in the words of this API. */
const FRAMEWORK_MESSAGES: Readonly<Record<string, string>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: 'The body is too large for this call; send less at once.',
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: 'The Content-Length header does not match the body.',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'The Content-Type header cannot be read.',
  FST_ERR_BAD_URL: 'The path is not a valid URL.',
  FST_ERR_MAX_PARAM_LENGTH: `A part of the path is longer than ${PATH_PART_CHARACTERS_MAX} characters; nothing has so long a name.`,
};

interface Answer {
  code: number;
  message: string;
  errors?: readonly object[];
  requestId: string;
}

/** What is told of an error; of an unexpected one, only the request id. */
export function answerOf(error: Error | FastifyError | Refusal, requestId: string): Answer {
  if (error instanceof Refusal)
    return {
      code: error.status,
      message: error.message,
      ...(error.errors ? { errors: error.errors } : {}),
      requestId,
    };
  const { code, statusCode } = error as Partial<FastifyError>;
  const message = FRAMEWORK_MESSAGES[code ?? ''];
  if (message !== undefined && statusCode) return { code: statusCode, message, requestId };
  return {
    code: 500,
    message: `Something unexpected happened; give this request id to your operator: ${requestId}.`,
    requestId,
  };
}

/** The one place where errors become answers: refusals as they are, the unexpected logged and told as a 500. */
export function answerError(
  error: FastifyError | Refusal,
  request: FastifyRequest,
  reply: FastifyReply,
): FastifyReply {
  const answer = answerOf(error, request.id);
  if (answer.code >= 500)
    request.log.error({ err: error, requestId: request.id }, 'request failed');
  if (error instanceof Refusal) reply.headers(error.headers);
  return reply.code(answer.code).type('application/json; charset=utf-8').send(answer);
}

/** 404 of an unknown path; its first words never depend on who asks. */
export function answerNotFound(request: FastifyRequest, reply: FastifyReply): FastifyReply {
  return reply
    .code(404)
    .type('application/json; charset=utf-8')
    .send({
      code: 404,
      message: `There is no ${request.method} ${request.url.split('?', 1)[0]?.slice(0, 200)}.`,
      requestId: request.id,
    });
}
