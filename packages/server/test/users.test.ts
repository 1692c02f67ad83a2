import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestServer, type TestServer } from './server.js';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

describe('GET /users/me', () => {
  it('answers the caller with role and reports', async () => {
    const answer = await server.call('GET', '/users/me', { token: server.user.token });
    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({ username: 'plain', role: { users: ['plain'] } });
  });
});
