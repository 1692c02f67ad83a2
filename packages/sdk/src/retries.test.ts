import type { IncomingMessage } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { type AnswerServer, sendJson, startAnswerServer } from '../test/answer-server.js';
import { createMaiaClient } from './client.js';
import { MaiaTimeoutError, ServerError } from './errors.js';

let server: AnswerServer | undefined;

afterEach(async () => {
  await server?.close();
  server = undefined;
});

/** Answers the statuses one after the other, then 200; collects the requests. */
async function serveStatuses(...statuses: readonly number[]) {
  const requests: IncomingMessage[] = [];
  const left = [...statuses];
  server = await startAnswerServer((request, response) => {
    requests.push(request);
    response.setHeader('Retry-After', '0');
    const status = left.shift() ?? 200;
    sendJson(response, status, { code: status, message: 'an answer' });
  });
  return { requests, maia: createMaiaClient({ baseUrl: server.baseUrl }) };
}

const creation = { body: { referenceId: '92442' } };

describe('retries', () => {
  it.each([429, 502, 503, 504])('repeats a GET after a %i', async (status) => {
    const { requests, maia } = await serveStatuses(status, status);
    await maia.GET('/users/me');
    expect(requests).toHaveLength(3);
  });

  it.each([400, 403, 404, 409, 500])('does not repeat after a %i', async (status) => {
    const { requests, maia } = await serveStatuses(status);
    await expect(maia.GET('/users/me')).rejects.toMatchObject({ status });
    expect(requests).toHaveLength(1);
  });

  it('gives up after the retries that it was given', async () => {
    const { requests, maia } = await serveStatuses(503, 503, 503, 503);
    await expect(maia.GET('/users/me')).rejects.toBeInstanceOf(ServerError);
    expect(requests).toHaveLength(3);
  });

  it('never repeats a POST without a key', async () => {
    const { requests, maia } = await serveStatuses(503);
    await expect(
      maia.POST('/auth/local', { body: { user: 'a', password: 'b' } }),
    ).rejects.toThrow();
    expect(requests).toHaveLength(1);
  });

  it('repeats a POST with a key, with the same key', async () => {
    const { requests, maia } = await serveStatuses(503);
    await maia.POST('/customers', { ...creation, idempotencyKey: 'one' });
    expect(requests.map(({ headers }) => headers['idempotency-key'])).toEqual(['one', 'one']);
  });

  it('never repeats a stream, which is gone once it was sent', async () => {
    const { requests, maia } = await serveStatuses(503);
    const body = new Blob(['referenceId\n1\n']).stream();
    const call = maia.POST('/customers/import', { body, idempotencyKey: 'one' });
    await expect(call).rejects.toThrow();
    expect(requests).toHaveLength(1);
  });

  it('says that an attempt took too long', async () => {
    server = await startAnswerServer(() => {});
    const maia = createMaiaClient({ baseUrl: server.baseUrl, retriesMax: 0, timeoutMs: 50 });
    await expect(maia.GET('/users/me')).rejects.toBeInstanceOf(MaiaTimeoutError);
  });

  it('ends when its caller says so, also while it waits', async () => {
    const stop = new AbortController();
    server = await startAnswerServer((_request, response) => {
      response.setHeader('Retry-After', '20');
      sendJson(response, 503, { code: 503, message: 'later' });
      setImmediate(() => stop.abort(new Error('enough')));
    });
    const maia = createMaiaClient({ baseUrl: server.baseUrl });
    await expect(maia.GET('/users/me', { signal: stop.signal })).rejects.toThrow(/enough/);
  });
});

describe('records', () => {
  const IDS = Array.from({ length: 7 }, (_, index) => String(index));

  async function servePages() {
    const queries: string[] = [];
    server = await startAnswerServer((request, response) => {
      const { searchParams } = new URL(request.url ?? '', 'http://server');
      queries.push(searchParams.toString());
      const after = searchParams.get('id_gt');
      const from = after === null ? Number(searchParams.get('_start')) : IDS.indexOf(after) + 1;
      const page = IDS.slice(from, from + Number(searchParams.get('_limit')));
      sendJson(
        response,
        200,
        page.map((id) => ({ id })),
      );
    });
    return { queries, maia: createMaiaClient({ baseUrl: server.baseUrl }) };
  }

  const idsOf = async (list: AsyncIterable<{ id: string }>) => {
    const ids: string[] = [];
    for await (const { id } of list) ids.push(id);
    return ids;
  };

  it('goes through all pages by id and keeps the filters', async () => {
    const { queries, maia } = await servePages();
    const query = { _limit: 3, dueDate_gte: '2026-01-01' };
    expect(await idsOf(maia.records('/payments', { params: { query } }))).toEqual(IDS);
    expect(queries).toEqual([
      '_limit=3&dueDate_gte=2026-01-01&_sort=id',
      '_limit=3&dueDate_gte=2026-01-01&_sort=id&id_gt=2',
      '_limit=3&dueDate_gte=2026-01-01&_sort=id&id_gt=5',
    ]);
  });

  it('goes by position where the caller sorts', async () => {
    const { queries, maia } = await servePages();
    const query = { _limit: 4, _sort: 'dueDate:DESC' };
    expect(await idsOf(maia.records('/payments', { params: { query } }))).toEqual(IDS);
    expect(queries.at(-1)).toBe('_limit=4&_sort=dueDate%3ADESC&_start=4');
  });
});
