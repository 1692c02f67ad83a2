import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { pathParameter } from '../http/route.js';

/** Where the build of the console lies, seen from `src` and from `dist` alike. */
const CONSOLE_DIR = fileURLToPath(new URL('../../../console/dist/', import.meta.url));
const NONCE_MARK = /__CSP_NONCE__/g;
const YEAR_MS = 31_536_000_000;

function securityHeaders(nonce: string): Record<string, string> {
  return {
    'Content-Security-Policy': [
      "default-src 'none'",
      "script-src 'self'",
      `style-src 'self' 'nonce-${nonce}'`,
      "img-src 'self' data:",
      "font-src 'self'",
      "connect-src 'self'",
      "base-uri 'none'",
      "form-action 'self'",
      "frame-ancestors 'none'",
    ].join('; '),
    'X-Content-Type-Options': 'nosniff',
    'Referrer-Policy': 'no-referrer',
    'Cross-Origin-Opener-Policy': 'same-origin',
  };
}

async function sendPage(reply: FastifyReply): Promise<FastifyReply> {
  const nonce = randomBytes(16).toString('base64');
  const page = await readFile(`${CONSOLE_DIR}index.html`, 'utf8');
  return reply
    .headers(securityHeaders(nonce))
    .header('Cache-Control', 'no-store')
    .type('text/html; charset=utf-8')
    .send(page.replace(NONCE_MARK, nonce));
}

/**
 * The web console under `/console/`; `/` leads to it. The build puts every file but its page under `assets/`,
 * so that all other paths are pages: an id in a path may look like the name of a file.
 */
export function consoleRoutes(app: FastifyInstance): void {
  app.register(fastifyStatic, { root: CONSOLE_DIR, serve: false });
  const options = { config: { access: 'public' as const }, schema: { hide: true } };
  app.get('/', options, async (_request, reply) => reply.redirect('/console/'));
  app.get('/console', options, async (_request, reply) => reply.redirect('/console/'));
  app.get('/console/*', options, async (request, reply) => {
    const path = pathParameter(request, '*');
    if (!path.startsWith('assets/')) return sendPage(reply);
    // File names under assets hold a hash of the content.
    return reply
      .header('X-Content-Type-Options', 'nosniff')
      .sendFile(path, { maxAge: YEAR_MS, immutable: true });
  });
}
