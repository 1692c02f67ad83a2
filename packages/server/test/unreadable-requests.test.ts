import { connect } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTestServer, type TestServer } from './server.js';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

/** What the server says to these bytes before it closes the connection. */
function say(bytes: string): Promise<string> {
  const { hostname, port } = new URL(server.url);
  return new Promise((resolve) => {
    const socket = connect({ host: hostname, port: Number(port) });
    let heard = '';
    socket.on('data', (chunk) => {
      heard += chunk;
    });
    socket.on('error', () => {});
    socket.on('close', () => resolve(heard));
    socket.write(bytes);
  });
}

it.each([
  ['no HTTP at all', 'hello\r\n\r\n', 400],
  [
    'a length that is no number',
    'POST /email HTTP/1.1\r\nHost: x\r\nContent-Length: x\r\n\r\n',
    400,
  ],
  [
    'a path that is badly escaped',
    'GET /payments/% HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n',
    400,
  ],
  [
    'a path with an endless part',
    `GET /payments/${'a'.repeat(301)} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`,
    414,
  ],
  [
    'an expectation that is not kept',
    'GET /health HTTP/1.1\r\nHost: x\r\nExpect: a miracle\r\n\r\n',
    417,
  ],
  ['endless headers', `GET / HTTP/1.1\r\nHost: x\r\nX: ${'a'.repeat(20_000)}\r\n\r\n`, 431],
])('answers %s in the shape of every error', async (_, bytes, status) => {
  const [head = '', body = ''] = (await say(bytes)).split('\r\n\r\n');
  expect(head).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
  expect(head.toLowerCase()).toContain('x-request-id: ');
  expect(JSON.parse(body)).toEqual({
    code: status,
    message: expect.any(String),
    requestId: expect.any(String),
  });
});
