import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestServer, type TestServer } from './server.js';

// Serves what `npm run build` made.
let server: TestServer;

beforeAll(async () => {
  server = await startTestServer();
});

afterAll(() => server.close());

describe('the console', () => {
  it.each([
    '/console/',
    '/console/index.html',
    '/console/sign-in',
    '/console/reports/0198.a1b2',
    '/console/reports/loan-2026.06',
    '/console/reports/contract.pdf',
  ])('answers %s with its page', async (path) => {
    const { status, body, headers } = await server.call('GET', path);
    expect(status).toBe(200);
    expect(headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(headers.get('cache-control')).toBe('no-store');
    expect(body).toContain('<div id="root">');
  });

  it('gives the files that its page names, to be kept', async () => {
    const { body } = await server.call('GET', '/console/');
    const files: string[] = body.match(/\/console\/assets\/[^"]+/g);
    expect(files.length).toBeGreaterThan(1);
    for (const file of files) {
      const { status, headers } = await server.call('GET', file);
      expect(status).toBe(200);
      expect(headers.get('content-type')).not.toContain('text/html');
      expect(headers.get('cache-control')).toContain('immutable');
    }
  });

  it('has no page for a file that is not there', async () => {
    const { status, body } = await server.call('GET', '/console/assets/index-gone.js');
    expect(status).toBe(404);
    expect(body).toMatchObject({ code: 404, requestId: expect.any(String) });
  });
});
