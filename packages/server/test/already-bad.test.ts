import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { storeDemoPortfolio } from './portfolio.js';
import { startTestServer, type TestServer } from './server.js';
import { activate, storeTrainedModel } from './trained-model.js';

const AS_OF = '2026-06-30';
/** Long enough ago for any definition of bad. */
const LONG_AGO = '2026-01-10';

let server: TestServer;
let models: { ofOutcomes: string; ofPayments: string };

beforeAll(async () => {
  server = await startTestServer();
  const { context } = server;
  await storeDemoPortfolio(context.db, { customers: 800, seed: 7, knownOn: AS_OF });
  const ofOutcomes = await storeTrainedModel(context);
  await context.db.pool.query('delete from outcomes');
  models = { ofOutcomes, ofPayments: await storeTrainedModel(context) };
});
afterAll(() => server.close());

function call(method: string, path: string, body?: object) {
  return server.call(method, path, { token: server.analyst.token, ...(body && { body }) });
}

/** A report on someone who owes one instalment since that day. */
async function reportOn(openSince: string) {
  const paid = ['2025-10-10', '2025-11-10', '2025-12-10'].map((dueDate) => {
    return { amountDue: 100, amountPaid: 100, dueDate, date: dueDate };
  });
  const payments = [...paid, { amountDue: 100, amountPaid: 0, dueDate: openSince }];
  const body = { type: 'vector', vector: { payments }, asOf: AS_OF };
  return (await call('POST', '/reports?lang=en', body)).body;
}

describe('a customer who is bad already', () => {
  it('gets the lowest score, the reason, and no probability where payments are the target', async () => {
    await activate(server.context, models.ofPayments);
    const report = await reportOn(LONG_AGO);
    expect(report).toMatchObject({
      processed: true,
      score: 0,
      scale: { min: 0 },
      pd: null,
      scoreProbability: null,
      scoreConfidence: null,
      interval: null,
      reference: null,
      strengths: [],
      features: [],
      notices: [{ code: 'alreadyBad' }],
    });
    const [reason, ...others] = report.reasons;
    expect(others).toEqual([]);
    expect(reason).toMatchObject({ code: 'overdueDays', family: 'delinquency' });
    expect(reason.points).toBeLessThan(0);
    expect(reason.text).toContain(`${reason.value} days past due`);
    expect(await call('GET', `/reports/${report.id}`)).toMatchObject({ body: { pd: null } });
  });

  it('is told by the explanation that paying what is overdue gives a score', async () => {
    const { id } = await reportOn(LONG_AGO);
    const { body } = await call('GET', `/reports/${id}/explanation?lang=es`);
    expect(body).toMatchObject({ scoreProbability: null, notices: [{ code: 'alreadyBad' }] });
    expect(body.advice[0]).toMatchObject({ code: 'payOverdue', instalments: 1 });
    expect(body.advice[0].score).toBeGreaterThan(0);
    const page = await call('GET', `/reports/${id}/explanation?format=html&lang=en`);
    expect(page.body).toContain('no probability');
    expect(page.body).not.toContain('Of 100 people');
  });

  it('gets a probability while the debt is younger than the definition', async () => {
    const report = await reportOn('2026-06-25');
    expect(report.pd).toBeGreaterThan(0);
    expect(report.notices).toEqual([]);
  });

  it('gets a probability where the lender has told the outcomes', async () => {
    await activate(server.context, models.ofOutcomes);
    const report = await reportOn(LONG_AGO);
    expect(report.pd).toBeGreaterThan(0);
    expect(report.scoreProbability).toBeTypeOf('number');
    expect(report.notices).toEqual([]);
  });
});
