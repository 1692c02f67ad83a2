import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type JobRunner, startJobs } from '../src/jobs/runner.js';
import { DEMO_AS_OF, storeDemoPortfolio } from './portfolio.js';
import { type CallOptions, startTestServer, type TestServer } from './server.js';
import { storeTrainedModel } from './trained-model.js';

let server: TestServer;
let references: string[];
let jobs: JobRunner;
/** Asked for before there was a model. */
let waiting: { reference: string; vector: string };

const analyst = (options: CallOptions = {}): CallOptions => ({
  token: server.analyst.token,
  ...options,
});

const post = (body: object, options: CallOptions = {}) =>
  server.call('POST', '/reports', analyst({ body, ...options }));

const get = (path: string, options: CallOptions = {}) => server.call('GET', path, analyst(options));

async function count(table: 'reports' | 'logs'): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from ${sql.table(table)}`.execute(server.context.db.kysely);
  return rows[0].count;
}

async function untilProcessed(id: string) {
  for (;;) {
    const { body } = await get(`/reports/${id}`);
    if (body.processed) return body;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

const thinVector = {
  attributes: { employment: 'formal', income: 1500 },
  payments: [
    { amountDue: 100, amountPaid: 100, dueDate: '2026-05-10', date: '2026-05-09', loan: 'a' },
    { amountDue: 100, amountPaid: 0, dueDate: '2026-06-10', loan: 'a' },
  ],
};

beforeAll(async () => {
  server = await startTestServer();
  references = await storeDemoPortfolio(server.context.db, { customers: 700, seed: 7 });
  const [early, vector] = await Promise.all([
    post({ type: 'reference', referenceId: references[0], asOf: DEMO_AS_OF }),
    post({ type: 'vector', vector: thinVector, asOf: DEMO_AS_OF }),
  ]);
  expect([early.status, early.body.processed]).toEqual([200, false]);
  expect([vector.status, vector.body.processed, vector.body.score]).toEqual([200, false, null]);
  waiting = { reference: early.body.id, vector: vector.body.id };
  jobs = await startJobs(server.context);
  const trainingId = await storeTrainedModel(server.context);
  const { status, body } = await server.call('POST', `/trainings/${trainingId}/activate`, {
    token: server.administrator.token,
    body: { reason: 'the first' },
  });
  expect([status, body.active]).toEqual([200, true]);
});
afterAll(async () => {
  await jobs.stop();
  await server.close();
});

describe('a report that waited', () => {
  it('is processed without another call, as of the day it was asked for', async () => {
    const report = await untilProcessed(waiting.reference);
    const fresh = await post({ referenceId: references[0], asOf: DEMO_AS_OF });
    for (const field of ['score', 'pd', 'features', 'reference', 'interval', 'asOf'])
      expect(report[field], field).toEqual(fresh.body[field]);
    const vector = await untilProcessed(waiting.vector);
    expect(vector.score).toBeTypeOf('number');
  });
});

describe('POST /reports', () => {
  it('scores a stored customer, with everything that is documented', async () => {
    const { status, body } = await post({ type: 'reference', referenceId: references[1] });
    expect(status).toBe(200);
    expect(body).toMatchObject({
      referenceId: references[1],
      type: 'reference',
      processed: true,
      users_permissions_user: { id: server.analyst.id, username: 'analyst' },
      created_by: 'analyst',
      updated_by: 'analyst',
      asOf: new Date().toISOString().slice(0, 10),
      scale: { min: 0, max: 100 },
    });
    expect(body.uuid).toMatch(/^maia-[0-9a-f]{12}$/);
    expect(body.scoreVersion).toMatch(/^v-[0-9a-f]{4,}$/);
    for (const name of ['score', 'scoreProbability', 'scoreConfidence'])
      expect(Number.isInteger(body[name]), name).toBe(true);
    expect(body.scoreProbability).toBe(Math.round(100 * (1 - body.pd)));
    expect(body.interval.pdLow).toBeLessThanOrEqual(body.pd);
    expect(body.interval.pdHigh).toBeGreaterThanOrEqual(body.pd);
    expect(await get(`/reports/${body.id}`).then((answer) => answer.body)).toEqual(body);
    expect(await get(`/reports/${body.uuid}`).then((answer) => answer.body)).toEqual(body);
  });

  it('explains the score: reference and contributions are its log-odds', async () => {
    for (const referenceId of references.slice(0, 40)) {
      const { body } = await post({ referenceId, asOf: DEMO_AS_OF });
      const sum = body.features.reduce(
        (total: number, { contribution }: { contribution: number }) => total + contribution,
        body.reference,
      );
      expect(sum).toBeCloseTo(Math.log((1 - body.pd) / body.pd), 9);
      expect(body.reasons.length).toBeLessThanOrEqual(4);
      const families = body.reasons.map((reason: { family: string }) => reason.family);
      expect(new Set(families).size).toBe(families.length);
      for (const { points, text } of body.reasons) {
        expect(points).toBeLessThan(0);
        expect(text.length).toBeGreaterThan(5);
      }
    }
  });

  it('gives a vector the score of the stored customer with the same data', async () => {
    const customer = await get(`/customers/${references[2]}`);
    const payments = await get(`/payments?customer=${references[2]}`);
    const vector = { attributes: customer.body.attributes, payments: payments.body };
    const stored = await post({ referenceId: references[2], asOf: DEMO_AS_OF });
    const sent = await post({ type: 'vector', vector, asOf: DEMO_AS_OF });
    expect(sent.status).toBe(200);
    expect(sent.body).toMatchObject({ type: 'vector', referenceId: null });
    for (const field of ['score', 'pd', 'features', 'reference', 'interval', 'reasons'])
      expect(sent.body[field], field).toEqual(stored.body[field]);
  });

  it('ignores scores that are sent, and an owner that a non-administrator names', async () => {
    const { body } = await post({
      referenceId: references[0],
      score: 100,
      scoreProbability: 100,
      scoreVersion: 'v-mine',
      processed: false,
      users_permissions_user: server.administrator.id,
    });
    expect(body.processed).toBe(true);
    expect(body.scoreVersion).not.toBe('v-mine');
    expect(body.users_permissions_user.username).toBe('analyst');
  });

  it('lets an administrator name an owner who exists', async () => {
    const { token } = server.administrator;
    const named = await post(
      { referenceId: references[0], users_permissions_user: 'plain' },
      { token },
    );
    expect(named.body.users_permissions_user).toEqual({ id: server.user.id, username: 'plain' });
    const unknown = await post(
      { referenceId: references[0], users_permissions_user: 'nobody-of-that-name' },
      { token },
    );
    expect(unknown.status).toBe(400);
    expect(unknown.body.errors[0].field).toBe('users_permissions_user');
  });

  it('treats the uuid as an idempotency key of the caller', async () => {
    const body = { uuid: 'loan-77', referenceId: references[3], asOf: DEMO_AS_OF };
    const first = await post(body);
    const again = await post({ asOf: DEMO_AS_OF, referenceId: references[3], uuid: 'loan-77' });
    expect(again.body).toEqual(first.body);
    const other = await post({ ...body, referenceId: references[4] });
    expect(other.status).toBe(409);
    const someoneElse = await post(body, { token: server.administrator.token });
    expect(someoneElse.status).toBe(409);
  });

  it('makes one report of a race with one uuid', async () => {
    const body = { uuid: 'race-1', referenceId: references[5], asOf: DEMO_AS_OF };
    const answers = await Promise.all(Array.from({ length: 10 }, () => post(body)));
    expect(answers.map(({ status }) => status)).toEqual(new Array(10).fill(200));
    expect(new Set(answers.map((answer) => answer.body.id)).size).toBe(1);
  });

  it('gives a person of whom nothing is known the base rate, and says so', async () => {
    const { body } = await post({ type: 'vector', vector: {} });
    expect(body).toMatchObject({ processed: true, scoreConfidence: 0 });
    expect(body.notices[0].code).toBe('noHistory');
    const lowered = body.features[0].contribution < 0;
    expect(body.reasons.map(({ family }: { family: string }) => family)).toEqual(
      lowered ? ['littleHistory'] : [],
    );
    expect((await get(`/reports/${body.id}`)).body).toEqual(body);
    expect(body.strengths).toEqual([]);
    expect(body.features).toMatchObject([{ code: 'noHistory', value: null, valueText: null }]);
    const logOdds = body.reference + body.features[0].contribution;
    expect(logOdds).toBeCloseTo(Math.log((1 - body.pd) / body.pd), 9);
    expect(body.pd).toBeGreaterThan(0.02);
    expect(body.pd).toBeLessThan(0.5);
  });

  it.each([
    ['an unknown customer', { referenceId: 'nobody' }, 404],
    ['no customer and no vector', {}, 400],
    ['a type that is none', { type: 'guess', referenceId: 'x' }, 400],
    ['a day that is none', { referenceId: 'x', asOf: '2026-02-30' }, 400],
    ['a uuid with blanks', { uuid: 'a b', referenceId: 'x' }, 400],
    [
      'money without a day',
      { vector: { payments: [{ amountDue: 1, amountPaid: 1, dueDate: '2026-01-01' }] } },
      400,
    ],
    [
      'a third decimal',
      { vector: { payments: [{ amountDue: 1.005, dueDate: '2026-01-01' }] } },
      400,
    ],
    [
      'a negative amount',
      { vector: { payments: [{ amountDue: -1, dueDate: '2026-01-01' }] } },
      400,
    ],
    ['an attribute that is a list', { vector: { attributes: { income: [1] } } }, 400],
    ['NUL characters', { vector: { attributes: { income: 'a\u0000b' } } }, 400],
  ])('refuses %s and stores nothing', async (_, body, status) => {
    const before = await count('reports');
    const answer = await post(body);
    expect(answer.status).toBe(status);
    expect(answer.body.message.length).toBeGreaterThan(10);
    expect(await count('reports')).toBe(before);
  });

  it('is for callers with the permission', async () => {
    const body = { referenceId: references[0] };
    expect((await server.call('POST', '/reports', { body })).status).toBe(403);
    expect((await post(body, { token: server.user.token })).status).toBe(403);
  });

  it("writes one log row, whose personal part only the customer's key opens", async () => {
    const before = await count('logs');
    const { body } = await post({ referenceId: references[6], asOf: DEMO_AS_OF });
    expect(await count('logs')).toBe(before + 1);
    const row = await server.context.db.kysely
      .selectFrom('logs')
      .selectAll()
      .where('resource_id', '=', body.id)
      .executeTakeFirstOrThrow();
    expect(row).toMatchObject({ action: 'create', resource: 'reports', actor: 'analyst' });
    expect(row.personal).not.toBeNull();
    expect(JSON.stringify(row.changes)).not.toContain(references[6]);
  });
});

describe('texts', () => {
  it('are made at reading, in the language that is asked for', async () => {
    const made = await post({ vector: thinVector, asOf: DEMO_AS_OF });
    const path = `/reports/${made.body.id}`;
    const texts = async (lang: string, header?: string) => {
      const headers: Record<string, string> = header ? { 'accept-language': header } : {};
      const { body } = await get(path + lang, { headers });
      return [...body.reasons, ...body.strengths].map((told: { text: string }) => told.text);
    };
    const spanish = await texts('?lang=es');
    expect(spanish.length).toBeGreaterThan(0);
    expect(await texts('', 'es-MX,es;q=0.9')).toEqual(spanish);
    expect(await texts('', 'fr')).toEqual(await texts('?lang=en'));
    expect(await texts('?lang=pt', 'es')).not.toEqual(spanish);
    expect((await get(`${path}?lang=fr`)).status).toBe(400);
  });

  it('name each input and write its value in the reader’s language', async () => {
    const { body } = await post({ referenceId: references[6], asOf: DEMO_AS_OF });
    const inputs = async (lang: string) =>
      (await get(`/reports/${body.id}?lang=${lang}`)).body.features;
    const [english, spanish] = await Promise.all([inputs('en'), inputs('es')]);
    expect(english.length).toBeGreaterThan(0);
    for (const [index, { code, name, valueText, value }] of english.entries()) {
      expect(valueText, code).not.toBe('');
      expect(spanish[index]).toMatchObject({ code, value });
      if (code.startsWith('attribute:')) expect(name).toBe(code.slice('attribute:'.length));
      else expect(spanish[index].name, code).not.toBe(name);
    }
  });
});

describe('POST /reports/batch', () => {
  it('answers each reference in its place, the unknown with an error', async () => {
    const asked = [references[0], 'nobody', { referenceId: references[1], asOf: '2026-03-31' }];
    const { status, body } = await server.call(
      'POST',
      '/reports/batch',
      analyst({ body: { references: asked, asOf: DEMO_AS_OF } }),
    );
    expect(status).toBe(200);
    expect(body.map((item: { referenceId: string }) => item.referenceId)).toEqual([
      references[0],
      'nobody',
      references[1],
    ]);
    expect(body[1].error.code).toBe(404);
    expect(body[2].report.asOf).toBe('2026-03-31');
    const single = await post({ referenceId: references[0], asOf: DEMO_AS_OF });
    for (const field of ['score', 'pd', 'features', 'reasons'])
      expect(body[0].report[field], field).toEqual(single.body[field]);
  });

  it('scores a thousand at once and logs every score', async () => {
    const thousand = Array.from({ length: 1000 }, (_, index) => references[index % 700]);
    const before = { reports: await count('reports'), logs: await count('logs') };
    const { status, body } = await server.call(
      'POST',
      '/reports/batch',
      analyst({ body: { references: thousand, asOf: DEMO_AS_OF } }),
    );
    expect(status).toBe(200);
    expect(body.every((item: { report?: { processed: boolean } }) => item.report?.processed)).toBe(
      true,
    );
    expect(await count('reports')).toBe(before.reports + 1000);
    expect(await count('logs')).toBe(before.logs + 1000);
  });

  it.each([
    ['everyone and some', { all: true, references: ['x'] }],
    ['nothing', {}],
    ['an empty list', { references: [] }],
    ['numbers', { references: [1] }],
  ])('refuses %s with a sentence', async (_, body) => {
    const answer = await server.call('POST', '/reports/batch', analyst({ body }));
    expect(answer.status).toBe(400);
    expect(answer.body.message.length).toBeGreaterThan(10);
  });
});

describe('GET /reports', () => {
  it('lists, counts and filters', async () => {
    const mine = await get(`/reports?referenceId=${references[0]}&_sort=created_at:DESC&_limit=2`);
    expect(mine.body).toHaveLength(2);
    for (const report of mine.body) expect(report.referenceId).toBe(references[0]);
    const counted = await get(`/reports/count?referenceId=${references[0]}`);
    expect(counted.body.count).toBeGreaterThan(2);
    expect((await get('/reports?request_hash=x')).status).toBe(400);
    expect((await get('/reports/count?nothing=1')).status).toBe(400);
    expect((await get('/reports/019a0000-0000-7000-8000-000000000000')).status).toBe(404);
    expect((await get('/reports/%00')).status).toBeLessThan(500);
  });
});

describe('erasing a customer', () => {
  it('leaves the reports, about nobody', async () => {
    const { body } = await post({ referenceId: references[8], asOf: DEMO_AS_OF });
    const gone = await server.call('DELETE', `/customers/${references[8]}`, analyst());
    expect(gone.body).toBe(1);
    const after = await get(`/reports/${body.id}`);
    expect(after.body).toMatchObject({ referenceId: null, score: body.score });
  });
});

describe('the model file', () => {
  it('is made again from the database when it is gone or damaged', async () => {
    const { readdirSync, readFileSync, writeFileSync } = await import('node:fs');
    const { join } = await import('node:path');
    const { loadModelText } = await import('../src/models/service.js');
    const directory = join(server.context.config.dataDir, 'models');
    const [file] = readdirSync(directory);
    const text = readFileSync(join(directory, file), 'utf8');
    writeFileSync(join(directory, file), text.replace('1', '2'));
    const id = file.replace('.json', '');
    expect(await loadModelText(server.context, id)).toBe(text);
    expect(readFileSync(join(directory, file), 'utf8')).toBe(text);
  });
});
