import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { NotFoundError } from '../errors.js';
import { pathParameter } from '../http/route.js';
import { descriptionOf } from '../openapi/describe.js';
import { type Description, operationsOf } from '../openapi/document.js';
import { callPage } from './call-page.js';
import { callLists, frame, slugOf } from './frame.js';
import { html, prose } from './html.js';

const ASSETS_DIR = fileURLToPath(new URL('../../assets/documentation/', import.meta.url));
const ASSETS: Readonly<Record<string, string>> = {
  'reference.css': 'text/css; charset=utf-8',
  'reference.js': 'text/javascript; charset=utf-8',
};
const HEADERS = {
  'Content-Security-Policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cache-Control': 'no-cache',
};

function sendPage(reply: FastifyReply, page: string): FastifyReply {
  return reply.headers(HEADERS).type('text/html; charset=utf-8').send(page);
}

function overview(description: Description): string {
  const { title, description: words } = description.info;
  const main = html`<h1>${title} API</h1><p>${prose(words)}</p>
<p>Sign in with <a href="/documentation/auth-local-post">POST /auth/local</a> and send the answer’s <code>jwt</code> as <code>Authorization: Bearer …</code>. Every error has <code>code</code>, <code>message</code> and <code>requestId</code>, and names wrong fields under <code>errors</code>.</p>
${callLists(description, null, 2)}`;
  return frame({ title: 'Overview', main, navigation: html`` });
}

function pageOf(description: Description, slug: string, origin: string): string {
  const call = operationsOf(description).find((one) => slugOf(one) === slug);
  if (call === undefined)
    throw new NotFoundError('There is no such page; GET /documentation lists every call.');
  const navigation = html`<nav class="side" aria-label="Calls"><details><summary>All calls</summary>${callLists(description, slug, 3)}</details></nav>`;
  const main = callPage(call, description, origin);
  return frame({ title: call.operation.summary, main, navigation });
}

/** The API reference: a page for every call of the description, which loads nothing from elsewhere. */
export function documentationRoutes(app: FastifyInstance): void {
  let described: Description | null = null;
  const description = (): Description => {
    described ??= descriptionOf(app);
    return described;
  };
  const options = { config: { access: 'public' as const }, schema: { hide: true } };
  app.get('/documentation', options, async (_request, reply) =>
    sendPage(reply, overview(description())),
  );
  app.get('/documentation/', options, async (_request, reply) => reply.redirect('/documentation'));
  app.get('/documentation/:slug', options, async (request, reply) => {
    const origin = `${request.protocol}://${request.host}`;
    return sendPage(reply, pageOf(description(), pathParameter(request, 'slug'), origin));
  });
  app.get('/documentation/assets/:file', options, async (request, reply) => {
    const file = pathParameter(request, 'file');
    const type = Object.hasOwn(ASSETS, file) ? ASSETS[file] : undefined;
    if (type === undefined) throw new NotFoundError('There is no such file.');
    return reply
      .headers(HEADERS)
      .type(type)
      .send(await readFile(ASSETS_DIR + file, 'utf8'));
  });
}
