import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { pino } from 'pino';
import type { TestProject } from 'vitest/node';
import { openDatabase } from '../src/db/connect.js';
import { startEmbeddedPostgres } from '../src/db/embedded/start.js';
import { migrate } from '../src/db/migrate.js';
import { installJobs } from '../src/jobs/install.js';
import { withDatabase } from './database.js';

const TEMPLATE = 'maia_template';

/** Starts one embedded server for the whole test run and makes the template that tests clone. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const dataDir = mkdtempSync(join(tmpdir(), 'maia-test-'));
  const server = await startEmbeddedPostgres({
    dataDir,
    // Nothing here outlives the run, and what survives a crash is tested on servers of its own.
    settings: { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' },
  });
  const teardown = async (): Promise<void> => {
    await server.stop();
    rmSync(dataDir, { recursive: true, force: true });
  };
  try {
    await makeTemplate(server.databaseUrl);
  } catch (error) {
    await teardown();
    throw error;
  }
  project.provide('controlDatabaseUrl', server.databaseUrl);
  project.provide('templateDatabase', TEMPLATE);
  return teardown;
}

async function makeTemplate(controlDatabaseUrl: string): Promise<void> {
  const client = new Client({ connectionString: controlDatabaseUrl });
  await client.connect();
  await client.query(`create database ${TEMPLATE}`);
  await client.end();
  const template = await openDatabase({ databaseUrl: withDatabase(controlDatabaseUrl, TEMPLATE) });
  try {
    await migrate(template.pool);
    await installJobs({ db: template, log: pino({ level: 'silent' }) });
  } finally {
    await template.close();
  }
}
