import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DEFAULT_SETTINGS } from '../src/company/settings.js';
import { type Database, openDatabase } from '../src/db/connect.js';
import { inTransaction } from '../src/db/transaction.js';
import { readTrainingTable, type TrainingTable } from '../src/scoring/training-table.js';
import { requestOf } from '../src/trainings/options.js';
import type { TrainingOptionsIn } from '../src/trainings/schemas.js';
import { createTestDatabase, type TestDatabase } from './database.js';
import { storeDemoPortfolio } from './portfolio.js';
import { type ServerProcess, startServerProcess } from './server-process.js';

/** A portfolio looked at on a day whose year is over: its true outcomes are those of that year. */
const AS_OF = '2025-06-30';
const KNOWN_ON = '2026-06-30';

let database: TestDatabase;
let dataDir: string;
let server: ServerProcess;
let db: Database;
let truth: Map<string, boolean>;

beforeAll(async () => {
  database = await createTestDatabase();
  dataDir = mkdtempSync(join(tmpdir(), 'maia-payment-target-'));
  db = await openDatabase({ databaseUrl: database.databaseUrl });
  const portfolio = { customers: 900, seed: 7, asOf: AS_OF, knownOn: KNOWN_ON };
  await storeDemoPortfolio(db, portfolio);
  const { rows } = await db.pool.query<{ reference_id: string; bad: boolean }>(
    'select c.reference_id, o.bad from outcomes o join customers c on c.id = o.customer_id',
  );
  truth = new Map(rows.map(({ reference_id, bad }) => [reference_id, bad]));
  await db.pool.query('delete from outcomes');
  server = await startServerProcess({
    dataDir,
    environment: { DATABASE_URL: database.databaseUrl },
  });
});
afterAll(async () => {
  await server.killTree();
  await db.close();
  await database.drop();
  rmSync(dataDir, { recursive: true, force: true });
});

function readTable(options: TrainingOptionsIn, live?: { badDays: number; windowMonths: number }) {
  const request = requestOf(
    options,
    { ...DEFAULT_SETTINGS, observedThrough: KNOWN_ON },
    live ?? null,
  );
  return inTransaction(db, (trx) => readTrainingTable(trx, request, () => {}), {
    isolation: 'repeatable read',
  });
}

function bytesOf({ data }: TrainingTable): Buffer {
  const arrays = [...data.columns, data.labels, data.asOf];
  return Buffer.concat(
    arrays.map(({ buffer, byteOffset, byteLength }) => Buffer.from(buffer, byteOffset, byteLength)),
  );
}

/** Few, so that a training is quick. */
const FEATURES = {
  include: ['lateDaysMax.all', 'paidShare.all', 'lateDaysMax.90d', 'instalments.all'],
};

async function train(options: object) {
  const { body } = await server.call('POST', '/trainings', { options });
  for (;;) {
    const { body: training } = await server.call('GET', `/trainings/${body.id}`);
    if (training.status !== 'queued' && training.status !== 'running') return training;
    await sleep(100);
  }
}

describe('the rows of a training without outcomes', () => {
  it('say of each customer what really became of them', async () => {
    const target = { source: 'payments' as const, badDays: 90, windowMonths: 12 };
    const { data, portfolio } = await readTable({ observationDates: [AS_OF], target });
    expect(data.labels.length).toBeGreaterThan(600);
    const derived = new Map(data.customers.map((name, row) => [name, data.labels[row] === 1]));
    const strangers = [...derived.keys()].filter((name) => !truth.has(name));
    // The applicant whom the demo shows has payments and no outcome.
    expect(strangers.length).toBeLessThanOrEqual(1);
    for (const [name, bad] of derived)
      if (truth.has(name)) expect([name, bad]).toEqual([name, truth.get(name)]);
    const { good, bad } = portfolio.target?.cohorts[0] ?? { good: 0, bad: 0 };
    expect(good + bad).toBe(derived.size);
    const cohort = [...truth].filter(([name]) => derived.has(name));
    expect(bad).toBe(cohort.filter(([, isBad]) => isBad).length);
  });

  it('have the features that were known on their day, whatever came later', async () => {
    const options = { target: { source: 'payments' as const, badDays: 30, windowMonths: 3 } };
    const before = bytesOf(await readTable(options));
    // What is received after the last window changes neither an outcome nor a feature.
    await db.pool.query(`insert into receipts (payment_id, sequence, amount, received_on, recorded_at)
      select id, 99, 5, '2026-07-01', '2026-07-01' from payments`);
    const after = bytesOf(await readTable(options));
    await db.pool.query('delete from receipts where sequence = 99');
    expect(after.equals(before)).toBe(true);
    expect(before.length).toBeGreaterThan(1_000_000);
  });

  it('put all rows of a customer under one name, one for each day', async () => {
    const { data } = await readTable({});
    const keys = new Set(data.customers.map((name, row) => `${name} ${data.asOf[row]}`));
    expect(keys.size).toBe(data.labels.length);
  });
});

describe('the definition', () => {
  const derived = async (options: TrainingOptionsIn, live?: Parameters<typeof readTable>[1]) => {
    const table: TrainingTable = await readTable(options, live);
    if (table.portfolio.target === null) throw new Error('outcomes were the target');
    return table.portfolio.target;
  };

  it('is the first usual one with 150 who went bad, and says what the others have', async () => {
    const target = await derived({});
    const chosen = target.tried.findIndex(
      ({ badDays, windowMonths }) =>
        badDays === target.badDays && windowMonths === target.windowMonths,
    );
    const wanted = target.tried.findIndex(({ badCustomers }) => badCustomers >= 150);
    expect(target.tried).toHaveLength(7);
    expect(chosen).toBe(wanted);
    expect(target.why).toBe('enoughBads');
  });

  it('is what was asked for, part by part, else that of the live model', async () => {
    expect(await derived({ target: { badDays: 60, windowMonths: 3 } })).toMatchObject({
      badDays: 60,
      windowMonths: 3,
      why: 'asked',
    });
    expect((await derived({ target: { badDays: 60 } })).tried.map((each) => each.badDays)).toEqual([
      60, 60, 60,
    ]);
    const live = { badDays: 45, windowMonths: 5 };
    expect(await derived({}, live)).toMatchObject({ ...live, why: 'live' });
    expect(await derived({ target: { badDays: 60 } }, live)).toMatchObject({ badDays: 60 });
  });

  it('counts every customer of a cohort once', async () => {
    const { cohorts, observationDates } = await derived({});
    expect(observationDates[0]).toBe(cohorts[0].asOf);
    const { rows } = await db.pool.query<{ count: number }>(
      `select count(distinct customer_id)::int as count from payments
       where least(due_date, opened_on) <= $1`,
      [cohorts[0].asOf],
    );
    const { good, bad, alreadyBad, notExposed } = cohorts[0];
    expect(good + bad + alreadyBad + notExposed).toBe(rows[0].count);
  });
});

describe('over the API', () => {
  it('a training learns from payments where there are no outcomes, and tells how', async () => {
    const training = await train({ algorithm: 'scorecard', features: FEATURES });
    expect(training).toMatchObject({ status: 'succeeded', error: null });
    const { metrics } = training;
    expect(metrics.target.source).toBe('payments');
    expect(metrics.byCustomer.auc.value).toBeGreaterThan(0.65);
    const used = new Map<string, { value: unknown; why: string }>(
      metrics.usedOptions.map((each: { option: string }) => [each.option, each]),
    );
    expect(used.get('target.source')).toMatchObject({
      value: 'payments',
      why: expect.stringContaining('no outcomes were sent'),
    });
    expect(used.get('target.badDays')?.value).toBe(metrics.target.badDays);
    expect(used.get('target.badDays')?.why).toContain('went bad by');
    const { portfolio } = metrics;
    expect(portfolio.rollRates.rows).toHaveLength(8);
    expect(portfolio.cures.length).toBeGreaterThan(4);
    const shares = portfolio.vintages.vintages.flatMap(
      ({ everBadShares }: { everBadShares: (number | null)[] }) => everBadShares,
    );
    expect(shares.some((share: number | null) => share !== null && share > 0)).toBe(true);
    const reasons = metrics.exclusions.map(({ reason }: { reason: string }) => reason);
    expect(reasons).toContain('windowNotOver');
  }, 240_000);

  it('takes definition and buckets from the company', async () => {
    const settings = {
      target: { badDays: 30, windowMonths: 6 },
      daysPastDueBuckets: [10, 40],
    };
    expect((await server.call('PUT', '/company', { settings })).status).toBe(200);
    const { metrics } = await train({ algorithm: 'scorecard', features: FEATURES });
    expect(metrics.target).toEqual({ source: 'payments', badDays: 30, windowMonths: 6 });
    expect(
      metrics.portfolio.rollRates.rows.map(({ bucket }: { bucket: object }) => bucket),
    ).toEqual([
      { from: 0, to: 0 },
      { from: 1, to: 10 },
      { from: 11, to: 40 },
      { from: 41, to: null },
    ]);
    const why = metrics.usedOptions.find(
      ({ option }: { option: string }) => option === 'target.badDays',
    );
    expect(why).toEqual({ option: 'target.badDays', value: 30, why: 'company setting' });
    await server.call('PUT', '/company', { settings: { target: null, daysPastDueBuckets: null } });
  }, 240_000);

  it('says with the numbers what is missing', async () => {
    const few = await train({
      observationDates: ['2023-09-30'],
      target: { badDays: 90, windowMonths: 12 },
    });
    expect(few.status).toBe('failed');
    expect(few.error).toMatch(/^\d+ customers? went bad and \d+ did not; 50 of each are needed\./);
    const nobody = await train({ target: { badDays: 3000, windowMonths: 12 } });
    expect(nobody.error).toContain('Nobody can be told good or bad by 3000 days past due');
    const young = await train({ target: { source: 'payments', windowMonths: 120 } });
    expect(young.error).toContain('No window has ended yet');
    const none = await train({ target: { source: 'outcomes' } });
    expect(none.error).toContain('There are no outcomes to learn from');
    const both = { target: { source: 'outcomes', badDays: 30 } };
    const refused = await server.call('POST', '/trainings', { options: both });
    expect([refused.status, refused.body.errors[0].field]).toEqual([400, 'options.target.badDays']);
  }, 240_000);
});
