import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { buildApp } from '../src/app.js';
import { parseConfig } from '../src/config.js';
import type { Context } from '../src/context.js';
import { openDatabase } from '../src/db/connect.js';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../src/db/embedded/start.js';
import { migrate } from '../src/db/migrate.js';
import { startJobs } from '../src/jobs/runner.js';
import { deriveSecrets } from '../src/secrets.js';

// A database server of its own, because these tests stop it.
const dataDir = mkdtempSync(join(tmpdir(), 'maia-health-'));
let postgres: EmbeddedPostgres;
let context: Context;
let app: FastifyInstance;

beforeAll(async () => {
  postgres = await startEmbeddedPostgres({ dataDir });
  context = {
    config: parseConfig({ MAIA_DATA_DIR: dataDir, DATABASE_URL: postgres.databaseUrl }),
    db: await openDatabase({ databaseUrl: postgres.databaseUrl }),
    secrets: deriveSecrets('a secret of the tests, not of anyone'),
    log: pino({ level: 'silent' }),
  };
  await migrate(context.db.pool);
  app = await buildApp(context);
});

afterAll(async () => {
  await app.close();
  await context.db.close();
  await postgres.stop();
  rmSync(dataDir, { recursive: true, force: true });
});

async function ready() {
  const answer = await app.inject({ method: 'GET', url: '/health/ready' });
  return { status: answer.statusCode, body: answer.json() };
}

it('says what is missing until the queue is installed and a worker lives', async () => {
  expect(await ready()).toEqual({
    status: 503,
    body: { status: 'unavailable', database: 'ok', queue: 'failed', worker: 'failed' },
  });
  const jobs = await startJobs(context);
  await expect
    .poll(ready)
    .toEqual({ status: 200, body: { status: 'ready', database: 'ok', queue: 'ok', worker: 'ok' } });
  await jobs.stop();
  expect(await ready()).toEqual({
    status: 200,
    body: { status: 'ready', database: 'ok', queue: 'ok', worker: 'failed' },
  });
});

it('is unavailable, though alive, while the database is away, and ready again with it', async () => {
  await postgres.stop();
  expect(await ready()).toEqual({
    status: 503,
    body: { status: 'unavailable', database: 'failed', queue: 'failed', worker: 'failed' },
  });
  const live = await app.inject({ method: 'GET', url: '/health/live' });
  expect([live.statusCode, live.json()]).toEqual([200, { status: 'live' }]);
  postgres = await startEmbeddedPostgres({ dataDir });
  expect((await ready()).status).toBe(200);
});
