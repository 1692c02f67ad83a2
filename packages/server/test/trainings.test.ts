import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDatabase } from '../src/db/connect.js';
import { runTraining } from '../src/trainings/run-training.js';
import { createTestDatabase, type TestDatabase } from './database.js';
import { DEMO_AS_OF, storeDemoPortfolio } from './portfolio.js';
import { startTestServer, type TestServer } from './server.js';
import { type ServerProcess, startServerProcess } from './server-process.js';

const UNKNOWN = '019a0000-0000-7000-8000-000000000000';

describe('without a worker', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startTestServer();
  });
  afterAll(() => server.close());

  const call = (method: string, path: string, body?: object, token = server.analyst.token) =>
    server.call(method, path, { token, ...(body && { body }) });

  it('queues a training and answers at once, ignoring metrics that are sent', async () => {
    const { status, body } = await call('POST', '/trainings', {
      uuid: 'spring',
      meta: 'a note',
      accuracy: 1,
      precission: 1,
      version: 'v-mine',
      binaryPath: '/etc/passwd',
      options: { seed: 5 },
    });
    expect(status).toBe(200);
    expect(body).toMatchObject({
      uuid: 'spring',
      status: 'queued',
      meta: 'a note',
      accuracy: null,
      precission: null,
      precision: null,
      mae: null,
      rmse: null,
      version: null,
      binaryPath: null,
      active: false,
      error: null,
      metrics: null,
      schedule: null,
      options: { seed: 5 },
      created_by: 'analyst',
    });
    expect((await call('GET', `/trainings/${body.id}`)).body).toEqual(body);
    expect((await call('GET', '/trainings/spring')).body).toEqual(body);
    expect((await call('GET', '/trainings?status=queued')).body).toContainEqual(body);
    expect((await call('GET', '/trainings/count?uuid=spring')).body).toEqual({ count: 1 });
  });

  it('refuses a note that no database keeps', async () => {
    for (const meta of ['\0', '\ud800'])
      expect(await call('POST', '/trainings', { meta })).toMatchObject({
        status: 400,
        body: { errors: [{ field: 'meta' }] },
      });
  });

  it('refuses a uuid that is taken', async () => {
    expect((await call('POST', '/trainings', { uuid: 'twice' })).status).toBe(200);
    expect((await call('POST', '/trainings', { uuid: 'twice' })).status).toBe(409);
  });

  it('cancels a queued training once', async () => {
    const { body } = await call('POST', '/trainings', {});
    const cancelled = await call('POST', `/trainings/cancel/${body.id}`);
    expect([cancelled.status, cancelled.body]).toEqual([200, { code: 200, message: 'OK' }]);
    expect((await call('GET', `/trainings/${body.id}`)).body.status).toBe('cancelled');
    expect((await call('POST', `/trainings/cancel/${body.id}`)).status).toBe(409);
    expect((await call('POST', `/trainings/cancel/${UNKNOWN}`)).status).toBe(404);
    expect((await call('POST', '/trainings/cancel/%00')).status).toBe(404);
  });

  it('activates only what succeeded, and only for those who may', async () => {
    const { body } = await call('POST', '/trainings', {});
    const path = `/trainings/${body.id}/activate`;
    expect((await call('POST', path, { reason: 'x' })).status).toBe(403);
    const { token } = server.administrator;
    expect((await call('POST', path, { reason: 'x' }, token)).status).toBe(409);
    expect((await call('POST', `/trainings/${UNKNOWN}/activate`, {}, token)).status).toBe(404);
  });

  it.each([
    [
      'days past due of a target that outcomes tell',
      { target: { source: 'outcomes', badDays: 90 } },
      'options.target.badDays',
    ],
    ['an unknown feature', { features: { exclude: ['luck'] } }, 'options.features.exclude'],
    ['a wrong method', { algorithm: 'oracle' }, 'options.algorithm'],
    ['a broken seed', { seed: 1.5 }, 'options.seed'],
    ['a day that is none', { asOf: '2026-13-01' }, 'options.asOf'],
    [
      'half a cent',
      { target: { materiality: { absolute: 0.005 } } },
      'options.target.materiality.absolute',
    ],
  ])('refuses %s with the field and a sentence', async (_, options, field) => {
    const { status, body } = await call('POST', '/trainings', { options });
    expect(status).toBe(400);
    expect(body.errors[0].field).toBe(field);
    expect(body.errors[0].message.length).toBeGreaterThan(10);
  });

  it.each(['2020-01-01T00:00:00Z', '0 3 * *', 'tomorrow', '0 0 31 2 *'])(
    'refuses the schedule %s',
    async (schedule) => {
      const { status, body } = await call('POST', '/trainings', { schedule });
      expect([status, body.errors[0].field]).toEqual([400, 'schedule']);
    },
  );

  it('keeps a scheduled training until its time, and cancels it', async () => {
    const { body } = await call('POST', '/trainings', { schedule: '2199-01-01T03:00:00Z' });
    expect(body).toMatchObject({
      status: 'queued',
      schedule: '2199-01-01T03:00:00Z',
      scheduledFor: '2199-01-01T03:00:00.000Z',
    });
    const jobs = async () => {
      const { rows } = await sql<{ run_at: Date }>`select run_at from graphile_worker.jobs
        where key = ${`training:${body.id}`}`.execute(server.context.db.kysely);
      return rows;
    };
    expect(await jobs()).toEqual([{ run_at: new Date('2199-01-01T03:00:00Z') }]);
    expect((await call('POST', `/trainings/cancel/${body.id}`)).status).toBe(200);
    expect(await jobs()).toEqual([]);
  });

  it('queues the next run of a pattern when one begins, however often that is tried', async () => {
    const options = { observationDates: ['2020-01-31'] };
    const { body } = await call('POST', '/trainings', { schedule: '0 3 1 * *', options });
    const pattern = async () =>
      (await call('GET', '/trainings?created_by=analyst&_sort=id')).body.filter(
        ({ schedule }: { schedule: string | null }) => schedule === '0 3 1 * *',
      );
    expect(await pattern()).toHaveLength(1);
    const stopped = AbortSignal.abort();
    await expect(runTraining(server.context, { trainingId: body.id }, stopped)).rejects.toThrow();
    await expect(runTraining(server.context, { trainingId: body.id }, stopped)).rejects.toThrow();
    const [first, next, ...others] = await pattern();
    expect(others).toEqual([]);
    expect(next).toMatchObject({ status: 'queued', options, schedule: '0 3 1 * *' });
    expect(next.scheduledFor).toBe(first.scheduledFor);
  });
});

/** Quicker than the default, which makes trees too. */
const CARD = { options: { algorithm: 'scorecard' } };
const FEW_FEATURES = {
  features: { include: ['lateDaysMax.all', 'paidShare.all', 'instalments.all'] },
};

describe('with a worker', () => {
  let database: TestDatabase;
  let dataDir: string;
  let server: ServerProcess;
  let references: string[];

  beforeAll(async () => {
    database = await createTestDatabase();
    dataDir = mkdtempSync(join(tmpdir(), 'maia-trainings-'));
    const db = await openDatabase({ databaseUrl: database.databaseUrl });
    references = await storeDemoPortfolio(db, { customers: 700, seed: 7 });
    await db.close();
    server = await startServerProcess({
      dataDir,
      environment: { DATABASE_URL: database.databaseUrl },
    });
  });
  afterAll(async () => {
    await server.killTree();
    await database.drop();
    rmSync(dataDir, { recursive: true, force: true });
  });

  async function untilEnded(id: string) {
    for (;;) {
      const { body } = await server.call('GET', `/trainings/${id}`);
      if (body.status !== 'queued' && body.status !== 'running') return body;
      await sleep(100);
    }
  }

  async function untilRunning(id: string): Promise<void> {
    for (;;) {
      const { body } = await server.call('GET', `/trainings/${id}`);
      if (body.status === 'running') return;
      await sleep(20);
    }
  }

  it('trains, keeps the model as a file named by its content, and scores with it once active', async () => {
    const early = await server.call('POST', '/reports', {
      referenceId: references[0],
      asOf: DEMO_AS_OF,
    });
    expect(early.body.processed).toBe(false);
    const { body } = await server.call('POST', '/trainings', CARD);
    const training = await untilEnded(body.id);
    expect(training).toMatchObject({
      status: 'succeeded',
      progress: 1,
      error: null,
      active: false,
    });
    expect(training.metrics.byCustomer.auc.value).toBeGreaterThan(0.6);
    expect(training.accuracy).toBe(training.metrics.byCustomer.threshold.accuracy);
    expect(training.precision).toBe(training.precission);
    const used = training.metrics.usedOptions.map(({ option }: { option: string }) => option);
    expect(used).toContain('target.settledBy');
    const [file] = readdirSync(join(dataDir, 'models'));
    expect(file).toBe(`${training.binaryPath}.json`);
    const text = readFileSync(join(dataDir, 'models', file));
    expect(createHash('sha256').update(text).digest('hex')).toBe(training.binaryPath);
    expect(training.version).toBe(`v-${training.binaryPath.slice(0, 4)}`);

    const path = `/trainings/${training.id}/activate`;
    const activated = await server.call('POST', path, { reason: 'first' });
    expect(activated.body).toMatchObject({ active: true, warnings: [] });
    expect((await server.call('POST', path, { reason: 'again' })).status).toBe(409);
    let report = early.body;
    while (!report.processed) {
      await sleep(100);
      report = (await server.call('GET', `/reports/${report.id}`)).body;
    }
    expect(report.scoreVersion).toBe(training.version);
  });

  it('gives the same model for the same data, options and seed, and rolls back', async () => {
    const first = (await server.call('GET', '/trainings?_limit=1')).body[0];
    const again = await server.call('POST', '/trainings', CARD);
    const other = await server.call('POST', '/trainings', {
      options: { algorithm: 'scorecard', target: { settledBy: 'anyPayment' } },
    });
    expect((await untilEnded(again.body.id)).binaryPath).toBe(first.binaryPath);
    const changed = await untilEnded(other.body.id);
    expect(changed.binaryPath).not.toBe(first.binaryPath);
    const forward = await server.call('POST', `/trainings/${changed.id}/activate`, {});
    expect(forward.body.warnings).toHaveLength(1);
    const back = await server.call('POST', `/trainings/${first.id}/activate`, { reason: 'worse' });
    expect([back.status, back.body.active]).toEqual([200, true]);
    expect((await server.call('GET', `/trainings/${changed.id}`)).body.active).toBe(false);
    const reigns = (await server.call('GET', '/trainings/activations')).body;
    expect(reigns.map(({ reason }: { reason: string }) => reason)).toEqual(['first', '', 'worse']);
    expect(reigns[1]).toMatchObject({
      training: { id: changed.id },
      version: changed.version,
      activatedBy: 'admin',
      endedAt: reigns[2].activatedAt,
    });
    expect(reigns[2].endedAt).toBeNull();
    const then = `/trainings/activations?activatedAt_lte=${reigns[0].activatedAt}&_sort=activatedAt:DESC&_limit=1`;
    expect((await server.call('GET', then)).body[0].training.id).toBe(first.id);
  });

  it('makes a card and trees by default, compares them, and scores with trees when asked for', async () => {
    const options = { boosting: { algorithm: 'boosting', ...FEW_FEATURES } };
    const auto = await server.call('POST', '/trainings', { options: FEW_FEATURES });
    const chosen = (await untilEnded(auto.body.id)).metrics;
    expect(chosen.comparison.chosen).toBe(chosen.kind);
    expect(chosen.comparison.scorecard.auc).toBeGreaterThan(0.6);
    expect(chosen.comparison.boosting.auc).toBeGreaterThan(0.6);
    const boosting = await server.call('POST', '/trainings', { options: options.boosting });
    const trees = await untilEnded(boosting.body.id);
    expect(trees).toMatchObject({ status: 'succeeded', error: null });
    expect(trees.metrics).toMatchObject({ kind: 'boosting', comparison: null });
    await server.call('POST', `/trainings/${trees.id}/activate`, { reason: 'trees' });
    const report = { referenceId: references[1], asOf: DEMO_AS_OF };
    const { status, body } = await server.call('POST', '/reports', report);
    expect([status, body.processed, body.scoreVersion]).toEqual([200, true, trees.version]);
    const sum = body.features.reduce(
      (total: number, { contribution }: { contribution: number }) => total + contribution,
      body.reference,
    );
    expect(Math.abs(1 / (1 + Math.exp(sum)) - body.pd)).toBeLessThan(1e-9);
    expect(body.interval.pdLow).toBeLessThan(body.pd);
    expect(body.interval.pdHigh).toBeGreaterThan(body.pd);
  }, 240_000);

  it('stops a running training that is cancelled', async () => {
    const { body } = await server.call('POST', '/trainings', CARD);
    await untilRunning(body.id);
    expect((await server.call('POST', `/trainings/cancel/${body.id}`)).status).toBe(200);
    const next = await server.call('POST', '/trainings', CARD);
    expect((await untilEnded(next.body.id)).status).toBe('succeeded');
    expect((await server.call('GET', `/trainings/${body.id}`)).body.status).toBe('cancelled');
  });

  it('hands a running training back when it is stopped, and the next process ends it', async () => {
    const { body } = await server.call('POST', '/trainings', CARD);
    await untilRunning(body.id);
    expect(await server.stop()).toBe(0);
    server = await startServerProcess({
      dataDir,
      environment: { DATABASE_URL: database.databaseUrl },
    });
    expect((await untilEnded(body.id)).status).toBe('succeeded');
  });

  it('fails with the counts and what would help when there is too little', async () => {
    const dates = { observationDates: ['2020-01-31'] };
    const none = await server.call('POST', '/trainings', { options: dates });
    expect(await untilEnded(none.body.id)).toMatchObject({ status: 'failed', metrics: null });
    const outcomes = await server.call('GET', '/outcomes?bad=true&_limit=1000');
    for (const { id } of outcomes.body.slice(0, outcomes.body.length - 31))
      await server.call('DELETE', `/outcomes/${id}`);
    const { body } = await server.call('POST', '/trainings', CARD);
    const failed = await untilEnded(body.id);
    expect(failed.status).toBe('failed');
    expect(failed.error).toContain('31 customers went bad');
    expect(failed.error).toContain('50');
  });
});
