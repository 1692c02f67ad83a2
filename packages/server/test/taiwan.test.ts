import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ServerProcess, startServerProcess } from './server-process.js';
import { areaUnderCurve, readTaiwan, TAIWAN_AS_OF, type Taiwan, taiwanProblem } from './taiwan.js';

const problem = process.env.MAIA_BENCH
  ? taiwanProblem()
  : 'a benchmark that takes minutes: node bench/taiwan-api/run.js';
const BATCH = 1000;
const CALL_MS_MAX = 600_000;

interface Scored {
  referenceId: string;
  report: {
    pd: number;
    score: number;
    reference: number;
    features: { family: string; contribution: number }[];
    reasons: { family: string }[];
  };
}

/** Shown by the command under bench/; a test run stays quiet. */
function figure(name: string, value: string | number): void {
  if (process.env.MAIA_BENCH) process.stdout.write(`${name.padEnd(44)} ${value}\n`);
}

describe.skipIf(problem !== null)(`Taiwan through the API${problem ? ` (${problem})` : ''}`, () => {
  let dataDir: string;
  let server: ServerProcess;
  let taiwan: Taiwan;
  let reports: Scored[];

  beforeAll(async () => {
    taiwan = readTaiwan();
    dataDir = mkdtempSync(join(tmpdir(), 'maia-taiwan-data-'));
    server = await startServerProcess({ dataDir });
  }, CALL_MS_MAX);
  afterAll(async () => {
    await server?.killTree();
    rmSync(dataDir, { recursive: true, force: true });
  });

  async function timed<T>(name: string, work: () => Promise<T>): Promise<T> {
    const startedAt = performance.now();
    const result = await work();
    figure(name, `${((performance.now() - startedAt) / 1000).toFixed(1)} s`);
    return result;
  }

  const files = () =>
    [
      ['customers', taiwan.customersCsv, 30_000],
      ['payments', taiwan.paymentsCsv, 130_561],
      ['outcomes', taiwan.outcomesCsv, 23_933],
    ] as const;

  it('imports customers, payments and the outcomes of the train part', {
    timeout: CALL_MS_MAX,
  }, async () => {
    for (const [kind, csv, created] of files()) {
      const { body } = await timed(`import of ${kind}`, () =>
        server.call('POST', `/${kind}/import`, { csv }),
      );
      expect(body).toMatchObject({ code: 200, created, updated: 0, rejected: 0 });
    }
  });

  it('changes nothing when the same files come again', { timeout: CALL_MS_MAX }, async () => {
    for (const [kind, csv, unchanged] of files()) {
      const { body } = await server.call('POST', `/${kind}/import`, { csv });
      expect(body).toMatchObject({ created: 0, updated: 0, unchanged, rejected: 0 });
    }
  });

  it('trains on the payments alone', { timeout: CALL_MS_MAX }, async () => {
    const options = {
      target: { settledBy: 'anyPayment' },
      features: { exclude: ['attribute:education', 'attribute:creditLimit'] },
    };
    const { body } = await server.call('POST', '/trainings', { options });
    const training = await timed('training', async () => {
      for (;;) {
        const now = await server.call('GET', `/trainings/${body.id}`);
        if (now.body.status !== 'queued' && now.body.status !== 'running') return now.body;
        await sleep(500);
      }
    });
    expect(training).toMatchObject({ status: 'succeeded', error: null });
    const { auc, ks, brier, logLoss, ece } = training.metrics.byCustomer;
    figure('AUC, cross-validated on the train part', auc.value.toFixed(4));
    figure(
      'KS, Brier, log-loss, ECE there',
      [ks.value, brier, logLoss, ece].map((n) => n.toFixed(4)).join('  '),
    );
    const activated = await server.call('POST', `/trainings/${training.id}/activate`, {});
    expect(activated.body.active).toBe(true);
  });

  it('scores the test part by batches with an AUC of 0.757 or more', {
    timeout: CALL_MS_MAX,
  }, async () => {
    reports = [];
    await timed('scoring of 6,067 customers', async () => {
      for (let start = 0; start < taiwan.test.length; start += BATCH) {
        const references = taiwan.test
          .slice(start, start + BATCH)
          .map(({ referenceId }) => referenceId);
        const { status, body } = await server.call('POST', '/reports/batch', {
          references,
          asOf: TAIWAN_AS_OF,
        });
        expect(status).toBe(200);
        reports.push(...body);
      }
    });
    const auc = areaUnderCurve(
      taiwan.test.map(({ bad }, index) => ({ bad, pd: reports[index].report.pd })),
    );
    figure('AUC on the test part', auc.toFixed(4));
    const memory = readFileSync(`/proc/${server.pid}/status`, 'utf8');
    figure('peak memory of the server', /VmHWM:\s+(.*)/.exec(memory)?.[1] ?? 'unknown');
    expect(reports).toHaveLength(6067);
    expect(auc).toBeGreaterThanOrEqual(0.757);
  });

  it('explains every score', () => {
    for (const { report } of reports) {
      expect(report.features.length).toBeGreaterThan(0);
      const byFamily = new Map<string, number>();
      let sum = report.reference;
      for (const { family, contribution } of report.features) {
        sum += contribution;
        byFamily.set(family, (byFamily.get(family) ?? 0) + contribution);
      }
      expect(Math.abs(sum - Math.log((1 - report.pd) / report.pd))).toBeLessThan(1e-9);
      const lowered = [...byFamily.values()].some((contribution) => contribution < -1e-9);
      if (lowered) expect(report.reasons.length).toBeGreaterThan(0);
    }
  });
});
