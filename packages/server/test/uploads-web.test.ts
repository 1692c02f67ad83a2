import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { parseConfig } from '../src/config.js';
import { fetchBytes } from '../src/outgoing/fetch-bytes.js';
import type { Resolve } from '../src/outgoing/guarded-lookup.js';
import { dumpDatabase } from './dump.js';
import { type Answer, startTestServer, type TestServer } from './server.js';

const BYTES_MAX = 100_000;

/** Another server, on loopback, and the paths that it was asked for. */
let files: Server;
let port: number;
let asked: string[] = [];
let server: TestServer;

function startFiles(): Server {
  return createServer((request, response) => {
    asked.push(request.url ?? '');
    if (request.url === '/redirect')
      return response.writeHead(302, { location: `http://127.0.0.1:${port}/file.csv` }).end();
    if (request.url === '/large') {
      // Endless, and without a length that would tell.
      const more = (): void => {
        if (!response.destroyed) response.write(Buffer.alloc(16_384), () => setImmediate(more));
      };
      return more();
    }
    if (request.url === '/announced')
      return response.writeHead(200, { 'content-length': BYTES_MAX + 1 }).write('a');
    if (request.url === '/slow') return response.writeHead(200).write('a');
    if (request.url === '/broken') return response.destroy();
    if (request.url === '/zip')
      return response.writeHead(200, { 'content-encoding': 'gzip' }).end('a');
    if (request.url === '/missing') return response.writeHead(404).end('a secret of that server');
    return response
      .writeHead(200, { 'content-type': request.url === '/odd' ? '<script>' : 'Text/CSV; a=b' })
      .end('a,b\n');
  });
}

beforeAll(async () => {
  files = startFiles();
  await new Promise<void>((resolve) => files.listen(0, '127.0.0.1', resolve));
  port = (files.address() as AddressInfo).port;
  const origins = [
    `http://127.0.0.1:${port} private`,
    `http://localhost:${port}`,
    'http://169.254.169.254 private',
    'http://[::ffff:a9fe:a9fe] private',
  ];
  server = await startTestServer({
    environment: {
      MAIA_UPLOAD_BYTES_MAX: String(BYTES_MAX),
      MAIA_UPLOAD_ORIGINS: origins.join(', '),
    },
  });
});
afterAll(async () => {
  await server.close();
  files.closeAllConnections();
  files.close();
});
beforeEach(() => {
  asked = [];
});

const upload = (binaryUrl: string, key?: string): Promise<Answer> =>
  server.call('POST', '/upload', {
    token: server.analyst.token,
    body: { filename: 'a.csv', binaryUrl },
    ...(key ? { headers: { 'idempotency-key': key } } : {}),
  });

const at = (path: string): string => `http://127.0.0.1:${port}${path}`;

describe('POST /upload with an http URL', () => {
  it('fetches the bytes and a harmless type from an allowed origin', async () => {
    const { status, body } = await upload(at('/file.csv?x=1'));
    expect(status).toBe(200);
    expect(body).toMatchObject([{ filename: 'a.csv', mime: 'text/csv', size: 4 }]);
    const { token } = server.analyst;
    expect((await server.call('GET', body[0].binaryUrl, { token })).body).toBe('a,b\n');
    expect((await upload(at('/odd'))).body).toMatchObject([{ mime: 'application/octet-stream' }]);
  });

  it('fetches once for one Idempotency-Key', async () => {
    const first = await upload(at('/file.csv'), 'fetched');
    const again = await upload(at('/file.csv'), 'fetched');
    expect(again.body).toEqual(first.body);
    expect(asked).toHaveLength(1);
    expect((await upload(at('/other.csv'), 'fetched')).status).toBe(422);
  });

  it.each([
    ['a redirect, even to an allowed place', '/redirect', /redirect/],
    ['more bytes than are taken, without a length', '/large', /larger than 100000/],
    ['more bytes than are taken, by its length', '/announced', /larger than 100000/],
    ['a file that there is not', '/missing', /answered 404/],
    ['an answer that breaks off', '/broken', /broke off/],
    ['an answer that is compressed', '/zip', /compressed/],
  ])('refuses %s', async (_, path, message) => {
    const before = await dumpDatabase(server.context);
    const { status, body } = await upload(at(path));
    expect([status, body.errors?.[0].field]).toEqual([400, 'binaryUrl']);
    expect(body.message).toMatch(message);
    expect(body.message).not.toContain('secret');
    expect(asked).toEqual([path]);
    expect(await dumpDatabase(server.context)).toEqual(before);
  });

  it.each([
    ['an origin that is not listed', () => 'https://elsewhere.example/a', /MAIA_UPLOAD_ORIGINS/],
    ['another port', () => 'http://127.0.0.1:1/a', /MAIA_UPLOAD_ORIGINS/],
    ['a user in the URL', () => `http://me@127.0.0.1:${port}/a`, /user/],
    ['no URL', () => 'http://[', /not a URL/],
    ['a private address by a name', () => `http://localhost:${port}/a`, /private network/],
    ['the metadata address, though listed', () => 'http://169.254.169.254/a', /link-local/],
    ['the same, written as IPv6', () => 'http://[::ffff:169.254.169.254]/a', /link-local/],
  ])('connects to nothing for %s', async (_, url, message) => {
    const { status, body } = await upload(url());
    expect([status, body.errors?.[0].field]).toEqual([400, 'binaryUrl']);
    expect(body.message).toMatch(message);
    expect(asked).toEqual([]);
  });
});

describe('fetching from elsewhere', () => {
  const bounds = { bytesMax: BYTES_MAX, timeoutMs: 30_000 };
  const resolvingTo =
    (...addresses: string[]): Resolve =>
    (_, answer) =>
      answer(
        null,
        addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
      );
  const named = (): URL => new URL(`http://files.example:${port}/file.csv`);

  it('connects to the address that was checked', async () => {
    const resolve = resolvingTo('127.0.0.1');
    const { content } = await fetchBytes(named(), { ...bounds, allowsPrivate: true, resolve });
    expect(content.toString()).toBe('a,b\n');
  });

  it.each([
    [false, ['127.0.0.1'], /private network/],
    [false, ['8.8.8.8', '10.0.0.1'], /private network/],
    [true, ['169.254.169.254'], /link-local/],
    [true, ['127.0.0.1', 'fe80::1'], /link-local/],
    [true, [], /cannot be found/],
  ])('with private %s refuses a name that leads to %j', async (allowsPrivate, found, message) => {
    const resolve = resolvingTo(...found);
    await expect(fetchBytes(named(), { ...bounds, allowsPrivate, resolve })).rejects.toThrow(
      message,
    );
    expect(asked).toEqual([]);
  });

  it('gives up on a server that never ends its answer', async () => {
    const slow = fetchBytes(new URL(at('/slow')), {
      bytesMax: BYTES_MAX,
      allowsPrivate: true,
      timeoutMs: 200,
    });
    await expect(slow).rejects.toThrow(/took longer than 0.2 seconds/);
  });
});

it.each(['files.example', 'https://a.example/', 'ftp://a.example', 'https://a.example public'])(
  'MAIA_UPLOAD_ORIGINS does not take %s',
  (value) => {
    expect(() => parseConfig({ MAIA_UPLOAD_ORIGINS: value })).toThrow(/MAIA_UPLOAD_ORIGINS has/);
  },
);
