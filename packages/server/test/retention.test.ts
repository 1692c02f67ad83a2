import { afterAll, beforeAll, expect, it } from 'vitest';
import { newId } from '../src/db/ids.js';
import { forgetOldReports } from '../src/reports/retention.js';
import { startTestServer, type TestServer } from './server.js';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

const NOW = new Date('2026-06-30T12:00:00Z');

async function insertReport(uuid: string, madeOn: string, processed = true): Promise<void> {
  await server.context.db.pool.query(
    `insert into reports (id, uuid, reference_id, type, as_of, processed, request_hash, vector, score,
       published_at, created_by, updated_by, created_at, updated_at)
     values ($1, $2, 'person', 'vector', $3::timestamptz, $4, 'hash', '{"attributes": {}}', 50,
       $3::timestamptz, 'x', 'x', $3::timestamptz, $3::timestamptz)`,
    [newId(), uuid, madeOn, processed],
  );
}

const known = async (): Promise<string[]> => {
  const { rows } = await server.context.db.pool.query(
    `select uuid from reports where reference_id is not null and vector is not null
     and request_hash <> '' order by uuid`,
  );
  return rows.map((row) => row.uuid);
};

it('reports forget whom they are about after the days that the lender keeps them', async () => {
  await insertReport('new', '2026-06-02T00:00:00Z');
  await insertReport('old', '2026-05-01T00:00:00Z');
  await insertReport('waiting', '2026-05-01T00:00:00Z', false);
  const { pool } = server.context.db;
  await pool.query(
    `insert into reports (id, uuid, reference_id, type, as_of, processed, request_hash, published_at,
       created_by, updated_by, created_at, updated_at)
     select gen_random_uuid(), 'many' || n, 'person', 'reference', '2020-01-01', true, 'hash',
       '2020-01-01', 'x', 'x', '2020-01-01', '2020-01-01' from generate_series(1, 1000) n`,
  );
  expect(await forgetOldReports(server.context, NOW)).toBe(0);
  const answer = await server.call('PUT', '/company', {
    token: server.administrator.token,
    body: { settings: { retention: { reportDays: 30 } } },
  });
  expect(answer.status).toBe(200);
  expect(await forgetOldReports(server.context, NOW)).toBe(1001);
  expect(await known()).toEqual(['new', 'waiting']);
  expect(await forgetOldReports(server.context, NOW)).toBe(0);
  const { rows } = await pool.query(`select score from reports where uuid = 'old'`);
  expect(rows).toEqual([{ score: 50 }]);
  const log = await pool.query(
    `select sum((changes->>'reports')::int)::int as n from logs where action = 'anonymize'`,
  );
  expect(log.rows).toEqual([{ n: 1001 }]);
});
