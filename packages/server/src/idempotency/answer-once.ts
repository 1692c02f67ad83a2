import type { Context } from '../context.js';
import { type CarryOutOnce, callerOf } from '../http/route.js';
import { carryOutOnce } from './service.js';

/** Answers requests that have an Idempotency-Key once, and from what was kept when they come again. */
export function answerOnce(context: Context): CarryOutOnce {
  return async (request, reply, { body, work, isFailure }) => {
    const answer = await carryOutOnce(
      context,
      {
        key: String(request.headers['idempotency-key']),
        caller: callerOf(request),
        method: request.method,
        route: request.routeOptions.url ?? request.url,
        body,
      },
      async () => {
        const result = await work();
        return {
          status: reply.statusCode,
          text: String(reply.serialize(result)),
          isFailure: isFailure?.(result) ?? false,
        };
      },
    );
    if (answer.replayed) reply.header('Idempotent-Replayed', 'true');
    reply.code(answer.status).type('application/json; charset=utf-8');
    // A text would be serialized again; bytes are sent as they are.
    return Buffer.from(answer.text);
  };
}
