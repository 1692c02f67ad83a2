import { computeFeatures, isoFromDay } from '@maia/engine';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DEFAULT_SETTINGS } from '../src/company/settings.js';
import { inTransaction } from '../src/db/transaction.js';
import { dayFromIso } from '../src/scoring/days.js';
import { observedThrough, readHistories } from '../src/scoring/subjects.js';
import { readTrainingTable, type TrainingTable } from '../src/scoring/training-table.js';
import { requestOf } from '../src/trainings/options.js';
import { type Lender, lenderOf } from './replayed-lender.js';
import { startTestServer, type TestServer } from './server.js';

const FIRST_DAY = dayFromIso('2025-03-03');
const DAYS = 120;
/** Every so many days the live server's features are kept. */
const KEPT_EVERY = 8;

let server: TestServer;
let lender: Lender;
/** The features that the live server computed, by customer and day. */
const live = new Map<string, number[]>();

async function send(collection: string, body: string): Promise<void> {
  const headers = { 'content-type': 'text/csv' };
  const { token } = server.analyst;
  const answer = await server.call('POST', `/${collection}/import`, { token, body, headers });
  expect(answer, JSON.stringify(answer.body)).toMatchObject({ status: 200 });
}

function readTable(): Promise<TrainingTable> {
  const request = requestOf({ target: { source: 'outcomes' } }, DEFAULT_SETTINGS);
  return inTransaction(server.context.db, (trx) => readTrainingTable(trx, request, () => {}), {
    isolation: 'repeatable read',
  });
}

/** Imports a day's file as it would have been on that day: the clock is the only thing that is not real. */
async function liveThrough(day: number): Promise<void> {
  const file = lender.fileOf(day);
  if (file !== null) await send('payments', file);
  await server.context.db.pool.query(
    `update receipts set recorded_at = $1::date + interval '20 hours' where recorded_at > now() - interval '1 hour'`,
    [isoFromDay(day)],
  );
}

/** What scoring every customer on this day reads, with the features of a model that is trained on it. */
async function keepFeatures(day: number): Promise<void> {
  const verdicts = lender.references.map(
    (name, at) => `${name},${isoFromDay(day)},${at % 2 === 0}`,
  );
  await send('outcomes', `customer,asOf,bad\n${verdicts.join('\n')}\n`);
  const { db } = server.context;
  const space = (await readTable()).data.featureSpace;
  const customers = await db.kysely
    .selectFrom('customers')
    .select(['id', 'reference_id', 'attributes'])
    .execute();
  const histories = await readHistories(db, customers);
  const viewpoint = {
    asOf: day,
    observedThrough: await observedThrough(db, DEFAULT_SETTINGS, day),
  };
  for (const { id, reference_id } of customers) {
    const history = histories.get(id);
    if (history === undefined) throw new Error(`no history of ${reference_id}`);
    live.set(`${reference_id} ${day}`, [...computeFeatures(space, history, viewpoint)]);
  }
}

beforeAll(async () => {
  server = await startTestServer();
  lender = lenderOf({ seed: 11, firstDay: FIRST_DAY, days: DAYS, customers: 40 });
  await send('customers', `referenceId\n${lender.references.join('\n')}\n`);
  for (let day = FIRST_DAY; day < FIRST_DAY + DAYS; day++) {
    await liveThrough(day);
    if ((day - FIRST_DAY) % KEPT_EVERY === KEPT_EVERY - 1) await keepFeatures(day);
  }
}, 240_000);
afterAll(() => server.close());

describe('imports replayed day by day', () => {
  it('hold partial payments and corrections', async () => {
    const { rows } = await server.context.db.pool.query(`select
      count(*) filter (where sequence > 2)::int as parts, count(*) filter (where amount < 0)::int as corrections,
      count(distinct recorded_at)::int as days from receipts`);
    expect(rows[0].parts).toBeGreaterThan(30);
    expect(rows[0].corrections).toBeGreaterThan(10);
    expect(rows[0].days).toBeGreaterThan(DAYS / 2);
  });

  it('give training the same bits for a past day as the live server had on it', async () => {
    const { data } = await readTable();
    expect(data.labels.length).toBe(live.size);
    expect(live.size).toBe(lender.references.length * Math.floor(DAYS / KEPT_EVERY));
    const codes = data.featureSpace.definitions.map(({ code }) => code);
    let known = 0;
    data.customers.forEach((reference, row) => {
      const before = live.get(`${reference} ${data.asOf[row]}`) ?? [];
      const differing = codes.filter((_, column) => {
        const value = data.columns[column][row];
        if (!Number.isNaN(value)) known += 1;
        return !Object.is(value, before[column]);
      });
      expect([reference, isoFromDay(data.asOf[row]), differing]).toEqual([
        reference,
        isoFromDay(data.asOf[row]),
        [],
      ]);
    });
    expect(known).toBeGreaterThan(live.size * 50);
  });
});
