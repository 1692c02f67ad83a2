import { afterAll, beforeAll, beforeEach, expect } from 'vitest';
import { dumpDatabase } from './dump.js';
import { type Answer, startTestServer, type TestServer } from './server.js';

/** What tests of imports do: send files, as the analyst, to a server without customers and payments. */
export interface Imports {
  server: () => TestServer;
  upload(
    collection: string,
    body: string | Buffer,
    options?: { query?: string; headers?: Record<string, string> },
  ): Promise<Answer>;
  get(path: string): Promise<Answer['body']>;
  /** [created, updated, unchanged] of an import that must succeed. */
  counts(collection: string, body: string): Promise<number[]>;
  /** The errors of an import that must be refused and change nothing. */
  refusal(collection: string, body: string | Buffer): Promise<Answer['body'][]>;
}

/** Starts a server for the tests of this file and empties it before each. */
export function importsUnderTest(environment: Readonly<Record<string, string>> = {}): Imports {
  let server: TestServer;

  beforeAll(async () => {
    server = await startTestServer({ environment });
  });

  afterAll(() => server.close());

  beforeEach(async () => {
    const { pool } = server.context.db;
    await pool.query('delete from customers; delete from payments; delete from customer_keys');
  });

  const upload: Imports['upload'] = (collection, body, options = {}) =>
    server.call('POST', `/${collection}/import${options.query ?? ''}`, {
      token: server.analyst.token,
      body,
      headers: { 'content-type': 'text/csv', ...options.headers },
    });

  return {
    server: () => server,
    upload,
    get: async (path) => (await server.call('GET', path, { token: server.analyst.token })).body,
    counts: async (collection, body) => {
      const answer = await upload(collection, body);
      expect(answer).toMatchObject({ status: 200, body: { code: 200, rejected: 0, errors: [] } });
      return [answer.body.created, answer.body.updated, answer.body.unchanged];
    },
    refusal: async (collection, body) => {
      const before = await dumpDatabase(server.context);
      const answer = await upload(collection, body);
      expect(await dumpDatabase(server.context)).toEqual(before);
      expect(answer).toMatchObject({
        status: 400,
        body: { code: 400, created: 0, updated: 0, unchanged: 0, requestId: expect.any(String) },
      });
      return answer.body.errors;
    },
  };
}
