import type { FastifyBaseLogger } from 'fastify';
import type { Config } from './config.js';
import type { Database } from './db/connect.js';
import type { Secrets } from './secrets.js';

export type Log = FastifyBaseLogger;

/** Everything that handlers and jobs may use, built once by `main.ts`. */
export interface Context {
  config: Config;
  db: Database;
  secrets: Secrets;
  log: Log;
}
