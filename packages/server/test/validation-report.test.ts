import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Check, Errors } from 'typebox/value';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Database, openDatabase } from '../src/db/connect.js';
import { ValidationReport } from '../src/trainings/report-schemas.js';
import type { AnswerBody } from './answer-body.js';
import { createTestDatabase, type TestDatabase } from './database.js';
import { storeDemoPortfolio } from './portfolio.js';
import { type ServerProcess, startServerProcess } from './server-process.js';

const KNOWN_ON = '2026-06-30';

let database: TestDatabase;
let dataDir: string;
let server: ServerProcess;
let db: Database;
let training: AnswerBody;
let report: AnswerBody;

/** Few, so that a training is quick. */
const FEATURES = ['lateDaysMax.all', 'paidShare.all', 'instalments.all', 'attribute:employment'];

async function train(options: object) {
  const { body } = await server.call('POST', '/trainings', { options });
  for (;;) {
    const { body: training } = await server.call('GET', `/trainings/${body.id}`);
    if (training.status !== 'queued' && training.status !== 'running') return training;
    await sleep(100);
  }
}

beforeAll(async () => {
  database = await createTestDatabase();
  dataDir = mkdtempSync(join(tmpdir(), 'maia-validation-report-'));
  db = await openDatabase({ databaseUrl: database.databaseUrl });
  await storeDemoPortfolio(db, { customers: 900, seed: 7, asOf: '2025-06-30', knownOn: KNOWN_ON });
  // Told apart by the parity of the reference: an attribute that says nothing, protected by its name or by the lender.
  await db.pool.query(`update customers set attributes = attributes || jsonb_build_object(
    'edad', 20 + right(reference_id, 6)::int % 60, 'parity', (right(reference_id, 6)::int % 2)::text)`);
  await db.pool.query(`insert into receipts (payment_id, sequence, amount, received_on, recorded_at)
    select id, 99, 5, '2099-01-01', now() from payments order by id desc limit 3`);
  await db.pool.query(`update payments set customer_id = null
    where customer_id in (select id from customers order by id limit 2)`);
  server = await startServerProcess({
    dataDir,
    environment: { DATABASE_URL: database.databaseUrl },
  });
  const settings = { cutOff: 40, attributes: { parity: { protected: true } } };
  await server.call('PUT', '/company', { settings });
  training = await train({
    algorithm: 'scorecard',
    features: { include: FEATURES },
    target: { badDays: 30, windowMonths: 3 },
  });
  report = training.metrics;
}, 240_000);
afterAll(async () => {
  await server.killTree();
  await db.close();
  await database.drop();
  rmSync(dataDir, { recursive: true, force: true });
});

describe('the validation report', () => {
  it('is as the schema describes it', () => {
    expect(Errors(ValidationReport, report).map((error) => error.instancePath)).toEqual([]);
    expect(Check(ValidationReport, {})).toBe(true);
  });

  it('is answered as it is stored, with all that it has', async () => {
    const { rows } = await db.pool.query<{ metrics: unknown }>(
      'select metrics from trainings where id = $1',
      [training.id],
    );
    expect(report).toEqual(rows[0].metrics);
  });

  it('gives KS with its interval', () => {
    const { ks, auc } = report.byCustomer;
    expect(ks.low).toBeGreaterThan(0);
    expect(ks.low).toBeLessThan(ks.value);
    expect(ks.high).toBeGreaterThan(ks.value);
    // A curve lies nowhere further from the diagonal than its area allows.
    expect(ks.value).toBeLessThan(2 * Math.sqrt((auc.value - 0.5) / 2) + 0.05);
  });

  it('shows scores and bad rates of every month that has a cohort', () => {
    const { stability, portfolio } = report;
    expect(stability.absent).toBeNull();
    const cohorts = new Map(
      portfolio.target.cohorts.map((cohort: { asOf: string; good: number; bad: number }) => [
        cohort.asOf.slice(0, 7),
        { customers: cohort.good + cohort.bad, bad: cohort.bad },
      ]),
    );
    expect(stability.months.length).toBeGreaterThan(12);
    for (const { month, customers, badRate, psi } of stability.months) {
      expect({ customers, bad: Math.round(badRate * customers) }).toEqual(cohorts.get(month));
      if (psi === null) continue;
      expect(psi.limitByChance).toBeGreaterThan(psi.expectedByChance);
    }
  });

  it('audits every protected field at the cut-off of the company', async () => {
    const { fairness } = report;
    expect(fairness).toMatchObject({ cutOff: 40, cutOffIs: 'approvalScore' });
    const fields = new Map(
      fairness.fields.map((each: { field: string }) => [each.field, each]),
    ) as Map<string, AnswerBody>;
    expect([...fields.keys()]).toEqual([
      'addressCity',
      'addressState',
      'age',
      'attribute:edad',
      'attribute:parity',
      'gender',
      'maritalStatus',
    ]);
    const { rows } = await db.pool.query<{ gender: string; customers: number }>(
      `select gender, count(*)::int as customers from customers c where exists
       (select from payments p where p.customer_id = c.id) group by gender`,
    );
    const stored = new Map(rows.map(({ gender, customers }) => [gender, customers]));
    for (const { group, customers } of fields.get('gender')?.groups ?? []) {
      expect(customers).toBeGreaterThan(300);
      expect(customers).toBeLessThanOrEqual(stored.get(group) ?? 0);
    }
    expect(fields.get('attribute:edad')?.groups).toHaveLength(4);
    const [even, odd] = fields.get('attribute:parity')?.groups ?? [];
    const ratio = even.approvalRatio ?? odd.approvalRatio;
    expect(ratio.low).toBeLessThan(1.02);
    expect(ratio.high).toBeGreaterThan(0.98);
    // Ages lean on the risk, and the score follows what is risky.
    const youngest = fields.get('age')?.groups.find(({ group }: AnswerBody) => group === 'under26');
    expect(youngest.approvedShare.value).toBeLessThan(fairness.approvedShare);
  });

  it('tells what looks wrong in the data, and what the probability is not', async () => {
    const { rows } = await db.pool.query(`select
      count(*) filter (where not exists (select from payments p where p.customer_id = c.id))::int as without,
      count(*)::int as customers from customers c`);
    const [{ without, customers }] = rows;
    expect(without).toBe(2);
    const findings = new Map(
      report.findings.map((finding: { code: string }) => [finding.code, finding]),
    );
    expect(findings.get('customersWithoutPayments')).toEqual({
      code: 'customersWithoutPayments',
      count: without,
      share: without / customers,
      examples: [],
    });
    expect(findings.get('receiptsAfterToday')).toMatchObject({ count: 3 });
    expect(findings.get('duplicateInstalments')).toBeUndefined();
    expect(report.meaning.isNot).toContain('ifrs9Pd');
    expect(report.meaning.text.es).toContain('NIIF 9');
  });

  it('lets no protected field into the features, and no customer into the report', () => {
    const codes = report.features.map(({ code }: { code: string }) => code);
    expect(codes).toContain('attribute:income');
    for (const code of ['attribute:edad', 'attribute:parity', 'attribute:gender'])
      expect(codes).not.toContain(code);
    expect(JSON.stringify(report)).not.toMatch(/[A-Z]{2}-\d{6}/);
  });

  it('compares no months where the outcomes are of one day', async () => {
    const { metrics } = await train({
      algorithm: 'scorecard',
      features: { include: FEATURES },
      target: { source: 'outcomes' },
    });
    expect(metrics.stability).toEqual({ absent: 'oneMonth', months: [] });
  }, 240_000);
});
