import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { computeFeatures } from '@maia/engine';
import { inTransaction } from '../src/db/transaction.js';
import { dayFromIso } from '../src/scoring/days.js';
import { observedThrough, readHistories } from '../src/scoring/subjects.js';
import { trainModel } from '../src/scoring/train.js';
import { readTrainingTable } from '../src/scoring/training-table.js';
import { historyOfVector } from '../src/scoring/vector.js';
import { requestOf } from '../src/trainings/options.js';
import { DEFAULT_SETTINGS } from '../src/company/settings.js';
import { storeDemoPortfolio } from './portfolio.js';
import { startTestServer, type TestServer } from './server.js';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
  await storeDemoPortfolio(server.context.db, { customers: 700, seed: 7 });
});
afterAll(() => server.close());

describe('x', () => {
  it('t', async () => {
    const { db } = server.context;
    const request = requestOf({}, DEFAULT_SETTINGS);
    const t0 = Date.now();
    const outcome = await trainModel(db, request, () => {});
    console.log(Date.now() - t0, JSON.stringify(outcome).slice(0, 3000));
  });
});
