import type { RequestListener } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { type AnswerServer, sendJson, startAnswerServer } from '../test/answer-server.js';
import { createMaiaClient } from './client.js';
import { AuthenticationError, ForbiddenError, InvalidRequestError, MaiaError } from './errors.js';

let server: AnswerServer | undefined;

afterEach(async () => {
  await server?.close();
  server = undefined;
});

async function serve(answer: RequestListener): Promise<string> {
  server = await startAnswerServer(answer);
  return server.baseUrl;
}

/** What a call that must fail throws. */
async function errorOf(call: Promise<unknown>): Promise<unknown> {
  try {
    await call;
  } catch (error) {
    return error;
  }
  throw new Error('The call succeeded.');
}

const oneReport = { params: { path: { id: 'maia/1 é' } } };

describe('createMaiaClient', () => {
  it('sends the token, encodes the path and answers with the data', async () => {
    const baseUrl = await serve((request, response) =>
      sendJson(response, 200, { uuid: request.url, created_by: request.headers.authorization }),
    );
    const maia = createMaiaClient({ baseUrl, token: 'abc' });
    expect(await maia.GET('/reports/{id}', oneReport)).toEqual({
      uuid: '/reports/maia%2F1%20%C3%A9',
      created_by: 'Bearer abc',
    });
  });

  it('asks a token function at every request and sends no header for null', async () => {
    const baseUrl = await serve((request, response) =>
      sendJson(response, 200, { id: request.headers.authorization ?? 'none' }),
    );
    const tokens = ['first', null];
    const maia = createMaiaClient({ baseUrl, token: () => tokens.shift() ?? null });
    expect(await maia.GET('/users/me')).toEqual({ id: 'Bearer first' });
    expect(await maia.GET('/users/me')).toEqual({ id: 'none' });
  });

  it('throws a MaiaError with what the server said', async () => {
    const errors = [{ field: 'referenceId', message: 'is missing' }];
    const baseUrl = await serve((_request, response) =>
      sendJson(response, 400, {
        code: 400,
        message: 'referenceId: is missing',
        errors,
        requestId: 'r1',
      }),
    );
    const maia = createMaiaClient({ baseUrl });
    const error = await errorOf(maia.POST('/reports', { body: { type: 'reference' } }));
    expect(error).toBeInstanceOf(InvalidRequestError);
    expect(error).toBeInstanceOf(MaiaError);
    expect(error).toMatchObject({
      status: 400,
      message: 'referenceId: is missing',
      errors,
      requestId: 'r1',
      tokenRefused: false,
    });
  });

  it('tells a refused token from a missing permission', async () => {
    const baseUrl = await serve((request, response) => {
      if (request.headers.authorization === 'Bearer stale')
        response.setHeader('WWW-Authenticate', 'Bearer');
      sendJson(response, 403, { code: 403, message: 'no', requestId: 'r2' });
    });
    const stale = createMaiaClient({ baseUrl, token: 'stale' });
    const narrow = createMaiaClient({ baseUrl, token: 'narrow' });
    expect(await errorOf(stale.GET('/users/me'))).toBeInstanceOf(AuthenticationError);
    expect(await errorOf(narrow.GET('/users/me'))).toBeInstanceOf(ForbiddenError);
  });

  it('survives an error page that is not of this API', async () => {
    const baseUrl = await serve((_request, response) =>
      response.writeHead(502, { 'content-type': 'text/html' }).end('<h1>Bad gateway</h1>'),
    );
    const maia = createMaiaClient({ baseUrl, retriesMax: 0 });
    expect(await errorOf(maia.GET('/users/me'))).toMatchObject({
      name: 'ServerError',
      status: 502,
      requestId: null,
      errors: [],
    });
  });

  it('leaves an unreachable server to what fetch throws', async () => {
    const baseUrl = await serve(() => {});
    await server?.close();
    server = undefined;
    const maia = createMaiaClient({ baseUrl, retriesMax: 0 });
    expect(await errorOf(maia.GET('/users/me'))).toBeInstanceOf(TypeError);
  });
});
