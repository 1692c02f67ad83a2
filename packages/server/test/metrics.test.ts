import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { jobEndedChannel, scoredChannel } from '../src/metrics/channels.js';
import { startTestServer, type TestServer } from './server.js';

const TOKEN = 'a-token-for-the-scraper';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer({ environment: { MAIA_METRICS_TOKEN: TOKEN } });
});
afterAll(() => server.close());

/** The value of one line of the exposition format. */
function valueAt(text: string, series: string): number | undefined {
  const line = text.split('\n').find((candidate) => candidate.startsWith(`${series} `));
  return line === undefined ? undefined : Number(line.slice(series.length + 1));
}

describe('GET /metrics', () => {
  it('is there only with a token of its own', async () => {
    for (const token of ['', 'wrong', server.administrator.token]) {
      const { status, headers } = await server.call('GET', '/metrics', { token });
      expect([status, headers.get('www-authenticate')]).toEqual([403, 'Bearer']);
    }
    const without = await startTestServer();
    const answer = await without.call('GET', '/metrics', { token: TOKEN });
    await without.close();
    expect(answer.status).toBe(404);
  });

  it('counts requests by route and status, jobs, scores, and what waits', async () => {
    const { token } = server.analyst;
    await server.call('GET', '/customers/one', { token });
    await server.call('GET', '/customers/two', { token });
    await server.call('GET', '/no/such/path');
    await server.call('POST', '/trainings', { token, body: {} });
    await server.call('POST', '/reports', {
      token,
      body: { vector: { payments: [{ amountDue: 1, dueDate: '2026-01-01' }] } },
    });
    scoredChannel.publish({ seconds: 0.002 });
    jobEndedChannel.publish({ name: 'training', outcome: 'done', seconds: 3 });
    const { status, body, headers } = await server.call('GET', '/metrics', { token: TOKEN });
    expect(status).toBe(200);
    expect(headers.get('content-type')).toMatch(/^text\/plain; version=0\.0\.4/);
    const requests = (labels: string) =>
      valueAt(body, `maia_http_request_duration_seconds_count{${labels}}`);
    expect(requests('method="GET",route="/customers/:id",status="404"')).toBe(2);
    expect(requests('method="GET",route="unknown",status="404"')).toBe(1);
    expect(valueAt(body, 'maia_jobs{task="training",state="queued"}')).toBe(1);
    expect(valueAt(body, 'maia_reports_waiting')).toBe(1);
    expect(valueAt(body, 'maia_workers_alive')).toBe(0);
    // The administrator, the training and the report.
    expect(valueAt(body, 'maia_logs_unsealed')).toBe(3);
    expect(valueAt(body, 'maia_logs_sealed_lag_seconds')).toBeGreaterThan(0);
    expect(valueAt(body, 'maia_database_up')).toBe(1);
    expect(valueAt(body, 'maia_database_connections{state="waiting"}')).toBe(0);
    expect(valueAt(body, 'maia_score_duration_seconds_count')).toBe(1);
    expect(valueAt(body, 'maia_job_duration_seconds_count{task="training",outcome="done"}')).toBe(
      1,
    );
    expect(body).toContain('process_resident_memory_bytes');
  });
});
