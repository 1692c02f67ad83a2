import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parse } from 'csv-parse/sync';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runBatch } from '../src/batches/run-batch.js';
import { DEMO_AS_OF, storeDemoPortfolio } from './portfolio.js';
import { startTestServer, TEST_SECRET, type TestServer } from './server.js';
import { type ServerProcess, startServerProcess } from './server-process.js';
import { activate, storeTrainedModel } from './trained-model.js';

let server: TestServer;
let references: string[];
const FORMULA = '=1+1';

beforeAll(async () => {
  server = await startTestServer();
  references = await storeDemoPortfolio(server.context.db, { customers: 700, seed: 7 });
  await activate(server.context, await storeTrainedModel(server.context));
});
afterAll(() => server.close());

const call = (method: string, path: string, body?: object, headers = {}) =>
  server.call(method, path, { token: server.analyst.token, headers, ...(body && { body }) });

async function begin(body: object): Promise<string> {
  const answer = await call('POST', '/reports/batch', { asOf: DEMO_AS_OF, ...body });
  expect(answer.status).toBe(202);
  expect(answer.body).toMatchObject({ status: 'queued', progress: 0, done: 0, asOf: DEMO_AS_OF });
  return answer.body.id;
}

const run = (batchId: string, signal = new AbortController().signal) =>
  runBatch(server.context, { batchId }, signal);

/** Reports that there are, by whose they are, for one batch. */
async function reportsOf(batchId: string): Promise<{ items: number; reports: number }> {
  const { rows } = await sql<{ items: number; reports: number }>`
    select count(*)::int as items, count(distinct report_id)::int as reports
    from report_batch_items where batch_id = ${batchId}`.execute(server.context.db.kysely);
  return rows[0];
}

async function reportCount(): Promise<number> {
  return (await call('GET', '/reports/count')).body.count;
}

describe('POST /reports/batch with more than 1,000', () => {
  it('scores each in its place, as when asked alone, and gives NDJSON or CSV', async () => {
    const asked = Array.from({ length: 1001 }, (_, index) => references[index % 700]);
    asked[3] = 'nobody';
    asked[4] = FORMULA;
    const id = await begin({ references: asked });
    const early = await call('GET', `/reports/batch/${id}/results`);
    expect([early.status, early.body.message]).toEqual([409, expect.stringContaining('queued')]);
    await run(id);
    expect((await call('GET', `/reports/batch/${id}`)).body).toMatchObject({
      status: 'succeeded',
      progress: 1,
      total: 1001,
      done: 1001,
      failed: 2,
      created_by: 'analyst',
    });
    const lines = await call('GET', `/reports/batch/${id}/results?lang=es`);
    expect(lines.headers.get('content-type')).toBe('application/x-ndjson');
    const items = lines.body
      .trimEnd()
      .split('\n')
      .map((line: string) => JSON.parse(line));
    expect(items.map(({ referenceId }: { referenceId: string }) => referenceId)).toEqual(asked);
    expect(items[3].error.code).toBe(404);
    const alone = await call('POST', '/reports?lang=es', {
      referenceId: asked[0],
      asOf: DEMO_AS_OF,
    });
    for (const field of ['score', 'pd', 'features', 'reasons'])
      expect(items[0].report[field], field).toEqual(alone.body[field]);

    const accept = { accept: 'text/csv' };
    const csv = await call('GET', `/reports/batch/${id}/results`, undefined, accept);
    expect(csv.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    const rows: Record<string, string>[] = parse(csv.body, { columns: true });
    expect(rows).toHaveLength(1001);
    expect(rows[0]).toMatchObject({
      referenceId: asked[0],
      score: String(alone.body.score),
      processed: 'true',
    });
    expect(rows[4].referenceId).toBe(`'${FORMULA}`);
  });

  it('belongs to its owner alone, and to administrators', async () => {
    const id = await begin({ all: true });
    const other = await server.signUp('other-analyst', 'analyst');
    const paths = [`/reports/batch/${id}`, `/reports/batch/${id}/results`];
    for (const path of paths)
      expect((await server.call('GET', path, { token: other.token })).status).toBe(404);
    const cancel = `/reports/batch/${id}/cancel`;
    expect((await server.call('POST', cancel, { token: other.token })).status).toBe(404);
    const { token } = server.administrator;
    expect((await server.call('GET', paths[0], { token })).body.all).toBe(true);
    expect((await server.call('POST', cancel, { token })).status).toBe(200);
    expect((await call('POST', cancel)).status).toBe(409);
    const before = await reportCount();
    await run(id);
    expect(await reportCount()).toBe(before);
    expect((await call('GET', '/reports/batch/nothing')).status).toBe(404);
  });

  it('goes on where it was interrupted, and two at once make no report twice', async () => {
    const id = await begin({ all: true });
    const before = await reportCount();
    await expect(run(id, AbortSignal.abort())).rejects.toThrow('interrupted');
    await Promise.all([run(id), run(id)]);
    expect(await reportsOf(id)).toEqual({ items: references.length, reports: references.length });
    expect(await reportCount()).toBe(before + references.length);
  });

  it('forgets the reference of someone who is erased before their turn and after it', async () => {
    const made = await call('POST', '/customers', { referenceId: 'erased-later' });
    expect(made.status).toBe(200);
    const waiting = await begin({ references: [...new Array(1000).fill('x'), 'erased-later'] });
    const done = await begin({ references: [...new Array(1000).fill('x'), 'erased-later'] });
    await run(done);
    await call('DELETE', '/customers/erased-later');
    await run(waiting);
    for (const id of [waiting, done]) {
      const { body } = await call('GET', `/reports/batch/${id}/results`);
      expect(body).not.toContain('erased-later');
      expect(JSON.parse(body.trimEnd().split('\n').at(-1))).toMatchObject({ referenceId: null });
    }
  });
});

describe('a server that is killed in the middle of a batch', () => {
  it('goes on after its next start, and no customer gets two reports', async () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'maia-batches-'));
    const environment = {
      DATABASE_URL: server.context.db.databaseUrl,
      MAIA_SECRET_KEY: TEST_SECRET,
    };
    let running: ServerProcess = await startServerProcess({ dataDir, environment });
    try {
      const body = { references: Array.from({ length: 1500 }, (_, i) => references[i % 700]) };
      const asked = await running.call('POST', '/reports/batch', { ...body, asOf: DEMO_AS_OF });
      const path = `/reports/batch/${asked.body.id}`;
      const until = async (isThere: (batch: { done: number; status: string }) => boolean) => {
        for (;;) {
          const batch = (await running.call('GET', path)).body;
          if (isThere(batch)) return batch;
          await sleep(20);
        }
      };
      const before = await until(({ done }) => done > 0);
      await running.killServer();
      expect(before.status).toBe('running');
      running = await startServerProcess({ dataDir, environment });
      const after = await until(({ status }) => status !== 'queued' && status !== 'running');
      expect(after).toMatchObject({ status: 'succeeded', done: 1500, failed: 0 });
      expect(await reportsOf(asked.body.id)).toEqual({ items: 1500, reports: 1500 });
      const { rows } = await sql<{ count: number }>`select count(*)::int as count from reports
        where created_by = 'admin'`.execute(server.context.db.kysely);
      expect(rows[0].count).toBe(1500);
    } finally {
      await running.killTree();
      rmSync(dataDir, { recursive: true, force: true });
    }
  }, 240_000);
});
