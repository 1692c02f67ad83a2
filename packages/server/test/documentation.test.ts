import { existsSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  nodeClient as node,
  phpClient as php,
  pythonClient as python,
  shellClient as shell,
} from '../src/documentation/clients.js';
import { slugOf } from '../src/documentation/frame.js';
import { type Description, operationsOf } from '../src/openapi/document.js';
import * as printed from './printed-clients.js';
import { startTestServer, type TestServer } from './server.js';

const DOCUMENTED = new URL('../../../../shared/users-id-put.md', import.meta.url);

let server: TestServer;
let description: Description;

beforeAll(async () => {
  server = await startTestServer();
  description = (await server.call('GET', '/openapi.json')).body;
});

afterAll(() => server.close());

const page = (slug: string) => server.call('GET', `/documentation/${slug}`);

/** The texts of the code blocks of a page, as a reader sees them. */
function codeBlocks(markup: string): string[] {
  const unescaped = (text: string) =>
    text
      .replaceAll('&lt;', '<')
      .replaceAll('&gt;', '>')
      .replaceAll('&quot;', '"')
      .replaceAll('&#39;', "'")
      .replaceAll('&amp;', '&');
  return [...markup.matchAll(/<pre [^>]*><code>([\s\S]*?)<\/code><\/pre>/g)].map(([, text]) =>
    unescaped(text ?? '').trim(),
  );
}

describe('the reference at /documentation', () => {
  it('has a page for every call of the description, reached from the overview', async () => {
    const overview = await server.call('GET', '/documentation');
    expect(overview.status).toBe(200);
    for (const call of operationsOf(description)) {
      const slug = slugOf(call);
      expect(overview.body).toContain(`href="/documentation/${slug}"`);
      const { status, body } = await page(slug);
      expect(status, slug).toBe(200);
      for (const answer of Object.keys(call.operation.responses))
        expect(body, slug).toContain(`id="answer-${answer}"`);
      for (const { name } of call.operation.parameters ?? [])
        expect(body, slug).toContain(`<code>${name}</code>`);
      for (const type of Object.keys(call.operation.requestBody?.content ?? {}))
        expect(body, slug).toContain(`data-label="${type}"`);
      for (const client of ['Shell + Curl', 'Node + Native', 'Python + Python3', 'Php + Curl'])
        expect(body, slug).toContain(`data-label="${client}"`);
    }
  });

  it('loads nothing from elsewhere and allows nothing inline', async () => {
    const { headers, body } = await page('users-id-put');
    expect(headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(headers.get('content-security-policy')).not.toContain('unsafe');
    const loaded = [...body.matchAll(/<(?:script|link|img)[^>]+(?:src|href)="([^"]+)"/g)];
    for (const [, address] of loaded) expect(address).toMatch(/^(\/documentation\/assets\/|data:)/);
    expect(body).not.toMatch(/<style|<script(?![^>]*src)|\son[a-z]+="/);
    for (const file of ['reference.js', 'reference.css'])
      expect((await page(`assets/${file}`)).status).toBe(200);
    expect((await page('assets/..%2Fpackage.json')).status).toBe(404);
    expect((await page('no-such-call')).body).toMatchObject({ code: 404 });
  });

  it('is well formed', async () => {
    const { body } = await page('users-id-put');
    const opened = [...body.matchAll(/<(section|div|table|details|form|pre|main|nav|p)[\s>]/g)];
    const closed = [...body.matchAll(/<\/(section|div|table|details|form|pre|main|nav|p)>/g)];
    expect(closed.length).toBe(opened.length);
  });
});

describe('the page of PUT /users/{id}', () => {
  const example = () =>
    description.paths['/users/{id}']?.put?.requestBody?.content['application/json']?.example;

  it('prints the documented clients', () => {
    const request = {
      method: 'PUT',
      origin: 'https://score.example:8443',
      path: '/users/7',
      needsToken: true,
      body: { type: 'application/x-www-form-urlencoded', value: example() },
    };
    const target = { host: 'score.example', port: 8443, id: '7', token: 'REPLACE_BEARER_TOKEN' };
    expect(shell(request)).toBe(printed.shellClient(target));
    expect(node(request)).toBe(printed.nodeClient(target));
    expect(python(request)).toBe(printed.pythonClient(target));
    expect(php(request)).toBe(printed.phpClient(target));
  });

  it.skipIf(!existsSync(DOCUMENTED))(
    'shows every body and client of the documented page (skipped where that page is absent)',
    async () => {
      const documented = readFileSync(DOCUMENTED, 'utf8');
      const printedThere = [...documented.matchAll(/^```(\w+)[^\n]*\n([\s\S]*?)^```/gm)]
        .map(([, , text]) => text?.trim() ?? '')
        .filter((text) => !text.includes('"code": 500') && !text.includes('"created_by"'));
      const blocks = new Set(printedThere);
      const { body } = await page('users-id-put');
      const { host } = new URL(server.url);
      const [hostname = '', port = ''] = host.split(':');
      const shown = codeBlocks(body).map((text) =>
        text
          .replaceAll(`http://${host}`, 'https://maiascore.com')
          .replaceAll(`HTTPConnection("${host}")`, 'HTTPSConnection("maiascore.com")')
          .replaceAll('require("http")', 'require("https")')
          .replaceAll(`"${hostname}"`, '"maiascore.com"')
          .replaceAll(`port: ${port}`, 'port: null'),
      );
      expect(blocks.size).toBe(6);
      for (const block of blocks) expect(shown).toContain(block);
    },
  );
});
