import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Config } from '../config.js';

/** Answers are data: nothing may be made of them in a browser, framed, cached or sniffed. Pages set their own policy. */
const OF_DATA = {
  'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'",
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Cache-Control': 'no-store',
} as const;

const YEAR_SECONDS = 31_536_000;

/** The hook that puts them on every answer, with the id under which the log knows the request. */
export function securityHeaders(
  config: Config,
): (request: FastifyRequest, reply: FastifyReply) => Promise<void> {
  const isSecure = config.publicUrl?.startsWith('https:') === true;
  const headers = {
    ...OF_DATA,
    ...(isSecure ? { 'Strict-Transport-Security': `max-age=${YEAR_SECONDS}` } : {}),
  };
  return async (request, reply) => {
    reply.headers(headers).header('X-Request-Id', request.id);
  };
}
