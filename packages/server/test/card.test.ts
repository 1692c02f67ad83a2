import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DEMO_AS_OF, storeDemoPortfolio } from './portfolio.js';
import { startTestServer, type TestServer } from './server.js';
import { activate, storeTrainedModel } from './trained-model.js';

let server: TestServer;
let trainingId: string;
let references: string[];

beforeAll(async () => {
  server = await startTestServer();
  references = await storeDemoPortfolio(server.context.db, { customers: 700, seed: 7 });
  trainingId = await storeTrainedModel(server.context);
  await activate(server.context, trainingId);
}, 240_000);
afterAll(() => server.close());

const get = (path: string) => server.call('GET', path, { token: server.analyst.token });

interface Report {
  referenceId: string;
  score: number;
  pd: number;
  features: { code: string; value: number | string | null }[];
}

async function reportsOf(): Promise<Report[]> {
  const { body } = await server.call('POST', '/reports/batch', {
    token: server.analyst.token,
    body: { references, asOf: DEMO_AS_OF },
  });
  return body.map(({ report }: { report: Report }) => report);
}

describe('the card', () => {
  it('is a table whose bins cover every value, and whose points are those of the scale', async () => {
    const { status, body } = await get(`/trainings/${trainingId}/card`);
    expect(status).toBe(200);
    expect(body.characteristics.length).toBeGreaterThan(2);
    for (const { bins, otherPoints } of body.characteristics) {
      const ranges = bins.filter(({ kind }: { kind: string }) => kind === 'range');
      ranges.forEach((bin: { from: number | null; to: number | null }, index: number) => {
        expect(bin.from).toBe(index === 0 ? null : ranges[index - 1].to);
      });
      if (ranges.length > 0) expect(ranges.at(-1).to).toBeNull();
      for (const { woe, points } of bins) if (woe > 0) expect(points).toBeGreaterThan(otherPoints);
    }
    const csv = await get(`/trainings/${trainingId}/card?format=csv`);
    expect(csv.headers.get('content-type')).toContain('text/csv');
    const rows: Record<string, string>[] = parse(csv.body, { columns: true });
    const [first] = body.characteristics;
    expect(rows[0]).toMatchObject({ code: first.code, points: String(first.bins[0].points) });
    const bins = body.characteristics.flatMap((each: { bins: object[] }) => each.bins);
    expect(rows).toHaveLength(bins.length + body.characteristics.length);
  });

  it('as SQL gives the score and the probability of the API on every row', async () => {
    const { body: card } = await get(`/trainings/${trainingId}/card`);
    const sql = await get(`/trainings/${trainingId}/card?format=sql`);
    expect(sql.headers.get('content-type')).toContain('application/sql');
    const reports = await reportsOf();
    expect(reports).toHaveLength(references.length);
    const nobody = await server.call('POST', '/reports', {
      token: server.analyst.token,
      body: { type: 'vector', vector: { attributes: {}, payments: [] }, asOf: DEMO_AS_OF },
    });
    reports.push({ ...nobody.body, referenceId: 'nobody' });
    const columns: { code: string; column: string; isText: boolean }[] = card.characteristics.map(
      (each: { code: string; column: string; bins: { kind: string }[] }) => ({
        ...each,
        isText: each.bins.some(({ kind }) => kind === 'categories'),
      }),
    );
    const { db } = server.context;
    const definition = columns.map(
      ({ column, isText }) => `"${column}" ${isText ? 'text' : 'double precision'}`,
    );
    await db.pool.query(`create table features (reference text, ${definition.join(', ')})`);
    const values = reports.map(({ referenceId, features }) => {
      const byCode = new Map(features.map(({ code, value }) => [code, value]));
      return [referenceId, ...columns.map(({ code }) => byCode.get(code) ?? null)];
    });
    for (const row of values)
      await db.pool.query(
        `insert into features values (${row.map((_, index) => `$${index + 1}`).join(', ')})`,
        row,
      );
    const { rows } = await db.pool.query<Record<string, string>>(sql.body);
    const byReference = new Map(rows.map((row) => [row.reference, row]));
    expect(byReference.size).toBe(reports.length);
    for (const { referenceId, score, pd } of reports) {
      const row = byReference.get(referenceId);
      expect([referenceId, Math.round(Number(row?.score))]).toEqual([referenceId, score]);
      expect(Math.abs(Number(row?.pd) - pd)).toBeLessThan(1e-9);
    }
  }, 120_000);

  it('is not there for a training that has none, nor in another format', async () => {
    const queued = await server.call('POST', '/trainings', {
      token: server.analyst.token,
      body: {},
    });
    const missing = await get(`/trainings/${queued.body.id}/card`);
    expect([missing.status, missing.body.message]).toEqual([
      404,
      'The training is queued; only one that succeeded has a card.',
    ]);
    expect((await get('/trainings/nothing/card')).status).toBe(404);
    const wrong = await get(`/trainings/${trainingId}/card?format=pmml`);
    expect([wrong.status, wrong.body.errors[0].field]).toEqual([400, 'format']);
  });
});
