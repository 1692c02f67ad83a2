import type { HostileCase } from './request.js';
import type { HostileAnswer } from './send.js';

/** More than the buffers between two ends of a connection hold for sure. */
const ON_ITS_WAY_BYTES = 65_536;
const REFUSALS = new Set([400, 403, 404, 405, 408, 409, 411, 413, 414, 415, 417, 422, 429, 431]);
/** What only the inside of the server says: stacks, paths, the words of the database. */
const INSIDE =
  /\bat \S+ \(\S+:\d+:\d+\)|node:internal|node_modules|\/(?:home|usr|root|var)\/\S+|\.[jt]s:\d+|syntax error at or near|invalid input syntax|violates |duplicate key|relation "|SQLSTATE|Cannot read propert|is not a function/;

type Fields = Readonly<Record<string, unknown>>;

function parsed(answer: HostileAnswer): Fields | null {
  if (!answer.headers['content-type']?.startsWith('application/json')) return null;
  try {
    const value: unknown = JSON.parse(answer.text);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Fields)
      : null;
  } catch {
    return null;
  }
}

const isField = (error: unknown): boolean =>
  typeof error === 'object' &&
  error !== null &&
  'message' in error &&
  typeof error.message === 'string';

function shapeProblem({ operation }: HostileCase, answer: HostileAnswer): string | null {
  const body = parsed(answer);
  if (body === null) return 'the refusal is not a JSON object';
  const isGraph = operation === 'POST /graphql' && 'data' in body;
  if (!Array.isArray(body.errors ?? []) || !((body.errors ?? []) as unknown[]).every(isField))
    return 'errors is not a list of {field, message}';
  if (isGraph) return Array.isArray(body.errors) ? null : 'the refusal of GraphQL has no errors';
  if (body.code !== answer.status)
    return `code is ${String(body.code)}, the status ${answer.status}`;
  if (typeof body.message !== 'string' || body.message === '') return 'there is no message';
  return typeof body.requestId === 'string' ? null : 'there is no requestId';
}

/** Whether the answer says that nothing was done. */
export function isRefused(
  { operation, method }: HostileCase,
  { status, text }: HostileAnswer,
): boolean {
  if (method === 'GET' || status === 0 || status >= 400) return true;
  return operation === 'POST /graphql' && text.startsWith('{"data":null');
}

/** What is wrong with an answer, in a sentence, or null; the time that it took is judged elsewhere. */
export function problemOf(one: HostileCase, answer: HostileAnswer): string | null {
  const { status, text } = answer;
  // A client that lied about the length of its body may be left without an answer, and one that is still sending
  // when it is refused may not hear it.
  if (status === 0)
    return one.contentLength !== undefined || one.body.length > ON_ITS_WAY_BYTES
      ? null
      : 'the connection was closed without an answer';
  if (status >= 500 || text.includes('INTERNAL_SERVER_ERROR'))
    return `the server failed (${status})`;
  if (status < 400) return null;
  if (!REFUSALS.has(status)) return `${status} is not a documented refusal`;
  if (INSIDE.test(text)) return 'the answer tells of the inside of the server';
  return shapeProblem(one, answer);
}
