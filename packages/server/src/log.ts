import { type DestinationStream, destination, pino } from 'pino';
import type { Config } from './config.js';
import type { Log } from './context.js';

/** Names under which a secret may come by, at any of the first depths of a log line. */
const SECRET_NAMES = ['authorization', 'password', 'token', 'jwt', 'cookie', 'secret'];
const REDACTED = SECRET_NAMES.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]);

/** What the operator needs of an error. A database's error also quotes values, which may be secret or personal. */
function errorOut(error: unknown): unknown {
  if (!(error instanceof Error)) return { type: typeof error };
  const { code, constraint } = error as { code?: unknown; constraint?: unknown };
  return {
    type: error.name,
    message: error.message,
    stack: error.stack,
    ...(code === undefined ? {} : { code }),
    ...(constraint === undefined ? {} : { constraint }),
    ...(error.cause === undefined ? {} : { cause: errorOut(error.cause) }),
  };
}

/** Log lines go to standard error, so that standard output holds only what a person or script waits for. */
export function openLog(
  config: Pick<Config, 'logLevel'>,
  stream: DestinationStream = destination({ fd: 2, sync: true }),
): Log {
  return pino({ level: config.logLevel, redact: REDACTED, serializers: { err: errorOut } }, stream);
}
