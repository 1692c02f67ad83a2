import type { AddressInfo } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { buildApp } from './app.js';
import type { Config } from './config.js';
import type { Context } from './context.js';
import { type JobRunner, startJobs } from './jobs/runner.js';
import { type Sealer, startSealer } from './logs/sealer.js';
import { prepareFirstRun } from './setup/service.js';

/** A server that accepts requests, runs jobs, or both. */
export interface RunningServer {
  /** Null in a process that only runs jobs. */
  url: string | null;
  /** One-time token of the first run; null when there is an administrator already. */
  setupToken: string | null;
  context: Context;
  /** Finishes requests, hands running jobs back to the queue, closes the database. */
  close(): Promise<void>;
}

async function listen(app: FastifyInstance, config: Config): Promise<string> {
  await app.listen({ host: config.host, port: config.port });
  const address = app.server.address() as AddressInfo;
  const host = address.family === 'IPv6' ? `[${address.address}]` : address.address;
  return `http://${host}:${address.port}`;
}

/** Starts everything that the role of this process asks for. Throws, with everything closed, when a part fails. */
export async function serve(context: Context): Promise<RunningServer> {
  const { config } = context;
  let jobs: JobRunner | null = null;
  let app: FastifyInstance | null = null;
  let sealer: Sealer | null = null;
  const close = async (): Promise<void> => {
    await app?.close();
    await jobs?.stop();
    await sealer?.stop();
    await context.db.close();
  };
  try {
    const setupToken = await prepareFirstRun(context);
    sealer = startSealer(context);
    jobs = await startJobs(context);
    app = config.role === 'worker' ? null : await buildApp(context);
    const url = app ? await listen(app, config) : null;
    return { url, setupToken, context, close };
  } catch (error) {
    await close();
    throw error;
  }
}
