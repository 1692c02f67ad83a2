import { computeFeatures } from '@maia/engine';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DEFAULT_SETTINGS } from '../src/company/settings.js';
import { newId } from '../src/db/ids.js';
import { inTransaction } from '../src/db/transaction.js';
import { dayFromIso } from '../src/scoring/days.js';
import { observedThrough, readHistories } from '../src/scoring/subjects.js';
import { readTrainingTable, type TrainingTable } from '../src/scoring/training-table.js';
import { historyOfVector, type VectorPayment } from '../src/scoring/vector.js';
import { requestOf } from '../src/trainings/options.js';
import { DEMO_AS_OF, storeDemoPortfolio } from './portfolio.js';
import { startTestServer, type TestServer } from './server.js';

const COMPARED = 500;
const asOf = dayFromIso(DEMO_AS_OF);

let server: TestServer;
let table: TrainingTable;

async function readTable(): Promise<TrainingTable> {
  const request = requestOf({}, DEFAULT_SETTINGS);
  const read = (): Promise<TrainingTable> =>
    inTransaction(server.context.db, (trx) => readTrainingTable(trx, request, () => {}), {
      isolation: 'repeatable read',
    });
  return read();
}

beforeAll(async () => {
  server = await startTestServer();
  await storeDemoPortfolio(server.context.db, {
    customers: 700,
    seed: 7,
    recordedAt: new Date('2026-07-05T12:00:00Z'),
  });
  table = await readTable();
});
afterAll(() => server.close());

/** The row of the training, by the customer's reference. */
function trainingRows({ data }: TrainingTable): Map<string, number[]> {
  return new Map(
    data.customers.map((referenceId, row) => [
      referenceId,
      data.columns.map((column) => column[row]),
    ]),
  );
}

async function storedCustomers(referenceIds: readonly string[]) {
  return server.context.db.kysely
    .selectFrom('customers')
    .select(['id', 'reference_id', 'attributes'])
    .where('reference_id', 'in', referenceIds)
    .execute();
}

/** Rows as scoring a stored customer computes them. */
async function storedRows(referenceIds: readonly string[]): Promise<Map<string, number[]>> {
  const { db } = server.context;
  const customers = await storedCustomers(referenceIds);
  const histories = await readHistories(db, customers);
  const viewpoint = { asOf, observedThrough: await observedThrough(db, DEFAULT_SETTINGS, asOf) };
  return new Map(
    customers.map(({ id, reference_id }) => {
      const history = histories.get(id);
      if (history === undefined) throw new Error(`no history of ${reference_id}`);
      return [reference_id, [...computeFeatures(table.data.featureSpace, history, viewpoint)]];
    }),
  );
}

/** What a caller who knows the API's records would send as a vector. */
async function vectorOf(customerId: string): Promise<VectorPayment[]> {
  const { rows } = await sql<VectorPayment>`
    select p.amount_due::float8 as "amountDue", p.amount_paid::float8 as "amountPaid",
      p.due_date::text as "dueDate", p.date::text as date, p.loan, p.opened_on::text as "openedOn",
      p.restructured, p.currency,
      (select json_agg(json_build_object('amount', r.amount, 'receivedOn', r.received_on,
         'recordedAt', r.recorded_at) order by r.sequence)
       from receipts r where r.payment_id = p.id) as receipts
    from payments p where p.customer_id = ${customerId} order by p.id desc`.execute(
    server.context.db.kysely,
  );
  return rows;
}

describe('features', () => {
  it('are the same bits in training, for a stored customer, and for a vector', async () => {
    const { db } = server.context;
    const fitted = trainingRows(table);
    const referenceIds = [...fitted.keys()].slice(0, COMPARED);
    expect(referenceIds).toHaveLength(COMPARED);
    const stored = await storedRows(referenceIds);
    const viewpoint = { asOf, observedThrough: await observedThrough(db, DEFAULT_SETTINGS, asOf) };
    for (const { id, reference_id, attributes } of await storedCustomers(referenceIds)) {
      const payments = await vectorOf(id);
      const history = historyOfVector({ attributes, payments }, new Date());
      const fromVector = computeFeatures(table.data.featureSpace, history, viewpoint);
      expect(stored.get(reference_id)).toEqual(fitted.get(reference_id));
      expect([...fromVector]).toEqual(fitted.get(reference_id));
    }
    const known = [...fitted.values()].flat().filter((value) => !Number.isNaN(value));
    expect(known.length).toBeGreaterThan(COMPARED * 20);
  });

  it('do not change when a payment and a receipt after the as-of day are added', async () => {
    const before = trainingRows(table);
    const referenceIds = [...before.keys()].slice(0, COMPARED);
    const customers = await storedCustomers(referenceIds);
    const at = new Date('2026-08-20T12:00:00Z');
    const later = customers.map(({ id }) => ({
      id: newId(),
      customer_id: id,
      amount_due: '123.45',
      amount_paid: '123.45',
      due_date: '2026-08-15',
      date: '2026-08-16',
      published_at: at,
      created_by: 'test',
      updated_by: 'test',
      created_at: at,
      updated_at: at,
    }));
    const { kysely } = server.context.db;
    await kysely.insertInto('payments').values(later).execute();
    await kysely
      .insertInto('receipts')
      .values(
        later.map((payment) => ({
          payment_id: payment.id,
          sequence: 1,
          amount: '123.45',
          received_on: '2026-08-16',
          recorded_at: at,
        })),
      )
      .execute();
    await sql`insert into receipts (payment_id, sequence, amount, received_on, recorded_at)
      select id, 2, 1.00, '2026-08-17', now() from payments
      where customer_id is not null and due_date <= '2026-06-30'`.execute(kysely);
    const stored = await storedRows(referenceIds);
    const after = trainingRows(await readTable());
    for (const referenceId of referenceIds) {
      expect(after.get(referenceId)).toEqual(before.get(referenceId));
      expect(stored.get(referenceId)).toEqual(before.get(referenceId));
    }
  });
});

describe('observedThrough', () => {
  it("does not see the receipts of a payment that is nobody's", async () => {
    const { db } = server.context;
    const before = await observedThrough(db, DEFAULT_SETTINGS, asOf + 400);
    for (let number = 0; number < 30; number++)
      await server.call('POST', '/payments', {
        token: server.analyst.token,
        body: { amountDue: 5, amountPaid: 5, dueDate: '2026-12-01', date: '2026-12-01' },
      });
    expect(await observedThrough(db, DEFAULT_SETTINGS, asOf + 400)).toBe(before);
    const set = { observedThrough: '2026-05-31' };
    expect(await observedThrough(db, set, asOf)).toBe(dayFromIso('2026-05-31'));
    expect(await observedThrough(db, set, dayFromIso('2026-01-31'))).toBe(dayFromIso('2026-01-31'));
  });
});

describe('training table', () => {
  it('leaves out what the request leaves out, and says how much', async () => {
    const request = { ...requestOf({ asOf: '2026-01-01' }, DEFAULT_SETTINGS) };
    const narrowed = await inTransaction(
      server.context.db,
      (trx) => readTrainingTable(trx, request, () => {}),
      { isolation: 'repeatable read' },
    );
    expect(narrowed.data.labels).toHaveLength(0);
    expect(narrowed.exclusions).toEqual([{ reason: 'afterAsOf', rows: table.data.labels.length }]);
  });

  it('has no protected attribute and none that the lender marked', async () => {
    const request = requestOf(
      {},
      { ...DEFAULT_SETTINGS, attributes: { income: { ignored: true } } },
    );
    const { data } = await inTransaction(
      server.context.db,
      (trx) => readTrainingTable(trx, request, () => {}),
      { isolation: 'repeatable read' },
    );
    const keys = data.featureSpace.attributes.map(({ key }) => key);
    expect(keys).toContain('employment');
    expect(keys).not.toContain('income');
  });
});
