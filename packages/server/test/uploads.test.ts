import { afterAll, beforeAll, expect, it } from 'vitest';
import { dumpDatabase } from './dump.js';
import { type Answer, type Person, startTestServer, type TestServer } from './server.js';

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer({ environment: { MAIA_UPLOAD_BYTES_MAX: '100000' } });
});

afterAll(() => server.close());

async function upload(
  person: Person,
  ...files: [name: string, content: string | Buffer, type: string][]
): Promise<{ status: number; body: Answer['body'] }> {
  const form = new FormData();
  for (const [name, content, type] of files)
    form.append('files', new Blob([new Uint8Array(Buffer.from(content))], { type }), name);
  const response = await fetch(`${server.url}/upload`, {
    method: 'POST',
    headers: { authorization: `Bearer ${person.token}` },
    body: form,
  });
  return { status: response.status, body: await response.json() };
}

function call(person: Person, method: string, path: string, body?: object): Promise<Answer> {
  return server.call(method, path, { token: person.token, ...(body ? { body } : {}) });
}

it.each(['/upload', '/customers/import'])(
  'refuses a form to %s that is cut off within a file',
  async (path) => {
    const start = '--b\r\nContent-Disposition: form-data; name="files"; filename="a.csv"\r\n\r\n';
    const answer = await server.call('POST', path, {
      token: server.administrator.token,
      headers: { 'content-type': 'multipart/form-data; boundary=b' },
      body: `${start}referenceId\n${Array.from({ length: 5000 }, (_, i) => `r-${i}\n`).join('')}`,
    });
    expect(answer).toMatchObject({ status: 400, body: { code: 400 } });
    expect(answer.body.message).toContain('cut off');
  },
);

it('keeps files of their owner, found by name, and gives back every byte as an attachment', async () => {
  const bytes = Buffer.from(Array.from({ length: 256 }, (_, i) => i));
  const { status, body } = await upload(
    server.analyst,
    ['../../data año.csv', bytes, 'text/csv'],
    ['page.html', '<script>alert(1)</script>', 'text/html'],
  );
  expect(status).toBe(200);
  expect(body).toMatchObject([
    { filename: 'data año.csv', mime: 'text/csv', size: 256, created_by: 'analyst' },
    { filename: 'page.html' },
  ]);
  const [{ id, binaryUrl }] = body;
  const response = await fetch(server.url + binaryUrl, {
    headers: { authorization: `Bearer ${server.analyst.token}` },
  });
  expect(Buffer.from(await response.arrayBuffer())).toEqual(bytes);
  expect(response.headers.get('x-content-type-options')).toBe('nosniff');
  expect(response.headers.get('content-disposition')).toBe(
    "attachment; filename*=UTF-8''data%20a%C3%B1o.csv",
  );
  expect((await call(server.analyst, 'GET', '/upload/search/A%C3%91O')).body).toMatchObject([
    { id },
  ]);
  expect((await call(server.analyst, 'GET', '/upload/files/count')).body).toEqual({ count: 2 });
  expect((await call(server.analyst, 'GET', '/upload/files?mime=text/html')).body).toHaveLength(1);

  const other = await server.signUp('other', 'analyst');
  for (const [method, path] of [
    ['GET', `/upload/files/${id}`],
    ['GET', binaryUrl],
    ['DELETE', `/upload/files/${id}`],
    ['GET', '/upload/files/none'],
  ])
    expect((await call(other, method, path)).status).toBe(404);
  expect((await call(other, 'GET', '/upload/files')).body).toEqual([]);
  expect((await call(server.user, 'GET', '/upload/files')).status).toBe(403);
  expect((await call(server.administrator, 'GET', `/upload/files/${id}`)).body.id).toBe(id);
  expect((await call(server.analyst, 'DELETE', `/upload/files/${id}`)).body.id).toBe(id);
  expect((await call(server.analyst, 'GET', binaryUrl)).status).toBe(404);
});

it('takes a file as a data: URL', async () => {
  for (const [binaryUrl, mime, text] of [
    ['data:text/csv;base64,YSxiCg==', 'text/csv', 'a,b\n'],
    ['data:text/plain;charset=utf-8,a%20%C3%B1', 'text/plain', 'a ñ'],
    ['data:,', 'text/plain', ''],
    ['data:te xt/<x>,a', 'application/octet-stream', 'a'],
  ]) {
    const { status, body } = await call(server.analyst, 'POST', '/upload', {
      filename: 'a.csv',
      binaryUrl,
    });
    expect(status).toBe(200);
    expect(body).toMatchObject([{ mime, size: Buffer.byteLength(text) }]);
    expect((await call(server.analyst, 'GET', body[0].binaryUrl)).body).toBe(text);
  }
});

it('refuses what is no file, too large, or fetched from elsewhere, and stores nothing', async () => {
  const before = await dumpDatabase(server.context);
  for (const body of [
    {},
    { filename: 'a' },
    { filename: '', binaryUrl: 'data:,a' },
    { filename: '..', binaryUrl: 'data:,a' },
    { filename: 'a', binaryUrl: 'data:;base64,***' },
    { filename: 'a', binaryUrl: 'data:,%ff' },
    { filename: 'a', binaryUrl: 'http://169.254.169.254/latest' },
    { filename: 'a', binaryUrl: 'file:///etc/passwd' },
  ])
    expect((await call(server.analyst, 'POST', '/upload', body)).status).toBe(400);
  expect((await upload(server.analyst)).status).toBe(400);
  const large = Buffer.alloc(60_000);
  expect((await upload(server.analyst, ['a', large, ''], ['b', large, ''])).status).toBe(413);
  const url = `data:;base64,${Buffer.alloc(101_000).toString('base64')}`;
  const one = await call(server.analyst, 'POST', '/upload', { filename: 'a', binaryUrl: url });
  expect(one.status).toBe(413);
  expect((await upload(server.user, ['a', 'a', ''])).status).toBe(403);
  expect(await dumpDatabase(server.context)).toEqual(before);
});

it('stores a form once for one Idempotency-Key, whatever its boundaries', async () => {
  const send = (content: string, key: string): Promise<Response> => {
    const form = new FormData();
    form.append('files', new Blob([content], { type: 'text/csv' }), 'keyed.csv');
    return fetch(`${server.url}/upload`, {
      method: 'POST',
      headers: { authorization: `Bearer ${server.analyst.token}`, 'idempotency-key': key },
      body: form,
    });
  };
  const first = await send('a', 'form');
  const again = await send('a', 'form');
  expect([first.status, again.status]).toEqual([200, 200]);
  expect(await again.json()).toEqual(await first.json());
  expect(again.headers.get('idempotent-replayed')).toBe('true');
  expect((await send('b', 'form')).status).toBe(422);
  const found = await call(server.analyst, 'GET', '/upload/files/count?filename=keyed.csv');
  expect(found.body).toEqual({ count: 1 });
});
