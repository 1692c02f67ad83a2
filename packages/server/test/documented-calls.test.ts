import { readFileSync } from 'node:fs';
import { stringify } from 'qs';
import { Check, Errors } from 'typebox/value';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  type Description,
  type JsonSchema,
  type MediaType,
  operationsOf,
  type PlacedOperation,
} from '../src/openapi/document.js';
import { CALL_ROWS } from './documented-calls.js';
import {
  type Arrange,
  type CallRow,
  type Sending,
  startWorld,
  untilSomeoneWaits,
  type World,
} from './documented-world.js';
import type { Answer } from './server.js';

const FORM = 'application/x-www-form-urlencoded';
const MULTIPART = 'multipart/form-data';
const NOWHERE = '00000000-0000-7000-8000-000000000000';

// As it is committed; openapi.test.ts proves that it is also what is served.
const description: Description = JSON.parse(
  readFileSync(new URL('../../../openapi.json', import.meta.url), 'utf8'),
);
const calls = operationsOf(description);

let world: World;
let addresses = 0;

beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.close());
beforeEach(() => world.tidy());

/** A body as it goes over the wire. */
interface Wire {
  name: string;
  type: string;
  body: string | FormData;
}

function multipartBody(example: unknown): FormData {
  const form = new FormData();
  for (const [field, value] of Object.entries(Object(example)))
    for (const content of Array.isArray(value) ? value : [value])
      form.append(field, new Blob([String(content)], { type: 'text/csv' }), 'file.csv');
  return form;
}

/** The example of one type in each way in which it may be written. */
function wiresOf(type: string, { example }: MediaType, { body, fill = {} }: Sending): Wire[] {
  const filled = (text: string) =>
    Object.entries(fill).reduce((so, [from, to]) => so.replaceAll(from, to), text);
  if (typeof body === 'string') return [{ name: type, type, body }];
  if (type === MULTIPART) return [{ name: type, type, body: multipartBody(example) }];
  if (typeof example === 'string') return [{ name: type, type, body: filled(example) }];
  const value = { ...Object(example), ...body };
  const json = { name: type, type, body: filled(JSON.stringify(value)) };
  if (type !== FORM) return [json];
  return [
    { ...json, name: 'JSON under the form type' },
    { name: FORM, type, body: filled(stringify(value)) },
  ];
}

function contentOf({ operation }: PlacedOperation): [string, MediaType][] {
  return Object.entries(operation.requestBody?.content ?? {});
}

async function send(
  { method, path, operation }: PlacedOperation,
  sending: Sending,
  wire: Wire | null,
): Promise<Answer> {
  const server = sending.server ?? world.server;
  const filled = path.replace(/\{(\w+)\}/g, (_whole, name) =>
    encodeURIComponent(sending.params?.[name] ?? NOWHERE),
  );
  // An address of its own each time, so that only what means to meets the limits of auth calls.
  addresses += 1;
  const isPublic = operation.security !== undefined;
  const token = sending.token ?? (isPublic ? '' : server.administrator.token);
  const response = await fetch(server.url + filled + (sending.query ?? ''), {
    method: method.toUpperCase(),
    redirect: 'manual',
    headers: {
      'x-forwarded-for': `10.8.${addresses >> 8}.${addresses & 255}`,
      ...(token ? { authorization: `Bearer ${token}` } : {}),
      ...(wire && typeof wire.body === 'string' ? { 'content-type': wire.type } : {}),
      ...sending.headers,
    },
    ...(wire ? { body: wire.body } : {}),
  });
  const text = await response.text();
  const isJson = response.headers.get('content-type')?.startsWith('application/json');
  return {
    status: response.status,
    body: isJson ? JSON.parse(text) : text,
    headers: response.headers,
  };
}

/** The schema with every reference replaced by what it names. */
function resolved(schema: JsonSchema): JsonSchema {
  const text = JSON.stringify(schema, (_key, value) => {
    const name = /^#\/components\/schemas\/(.+)$/.exec(value?.$ref ?? '')?.[1];
    return name === undefined ? value : resolved(description.components.schemas[name] ?? {});
  });
  return JSON.parse(text);
}

/** That an answer is the one that the description shows for its status. */
function expectDocumented({ operation }: PlacedOperation, answer: Answer, status: string): void {
  const told = `${operation.operationId} ${answer.status}: ${JSON.stringify(answer.body)}`;
  if (status !== 'default') expect(answer.status, told).toBe(Number(status));
  const { content } = operation.responses[status] ?? {};
  const type = answer.headers.get('content-type')?.split(';', 1)[0] ?? '';
  if (content === undefined || answer.status === 302) return;
  const json = content['application/json'];
  if (type !== 'application/json' || json === undefined) {
    const isBytes = 'application/octet-stream' in content;
    if (!isBytes) expect(Object.keys(content), told).toContain(type);
    return;
  }
  const schema = resolved(json.schema);
  const problems = Check(schema, answer.body) ? [] : Errors(schema, answer.body);
  expect(problems, told).toEqual([]);
  if (answer.status < 400 || operation.tags.includes('graphql')) return;
  if (answer.status === 503 && 'status' in answer.body) return;
  expect(answer.body).toMatchObject({ code: answer.status, requestId: expect.any(String) });
  expect(answer.body.message).not.toMatch(/\bat .*\.[jt]s|select |insert |\/packages\//i);
}

const rowOf = ({ operation }: PlacedOperation): CallRow => CALL_ROWS[operation.operationId] ?? {};
const arrangeOf = (call: PlacedOperation): Arrange => rowOf(call).arrange ?? (async () => ({}));

/** The first body of a call as it is arranged, or none. */
function firstWire(call: PlacedOperation, sending: Sending): Wire | null {
  const [first] = contentOf(call);
  return first ? (wiresOf(...first, sending)[0] ?? null) : null;
}

async function sendHeld(call: PlacedOperation, sending: Sending): Promise<Answer> {
  const { server } = world;
  const holder = await server.context.db.pool.connect();
  try {
    await holder.query(`begin; ${sending.heldBy}`);
    const answer = send(call, sending, firstWire(call, sending));
    await untilSomeoneWaits(server);
    await holder.query('commit');
    return await answer;
  } finally {
    holder.release();
  }
}

/** Refusals that calls of a kind have in common, of a call that would else succeed. */
const COMMON: Readonly<Record<number, (call: PlacedOperation) => Promise<Answer>>> = {
  400: async (call) => {
    const sending = await arrangeOf(call)(world);
    const type = contentOf(call)[0]?.[0] ?? '';
    return send(call, sending, { name: 'broken', type, body: '{' });
  },
  403: async (call) => {
    const sending = await arrangeOf(call)(world);
    return send(call, { ...sending, token: 'not.a.token' }, firstWire(call, sending));
  },
  404: async (call) => {
    const { params: _, ...sending } = await arrangeOf(call)(world);
    return send(call, sending, firstWire(call, sending));
  },
  409: async (call) => {
    const sending = await arrangeOf(call)(world);
    const keyed = { ...sending, headers: { 'idempotency-key': 'key-1' } };
    const holder = await world.server.context.db.pool.connect();
    try {
      // Each creation writes to the log, so the first attempt is under way for as long as this holds.
      await holder.query('begin; lock table logs in exclusive mode');
      const first = send(call, keyed, firstWire(call, sending));
      await untilSomeoneWaits(world.server);
      const second = await send(call, keyed, firstWire(call, sending));
      await holder.query('commit');
      expect((await first).status).toBe(200);
      return second;
    } finally {
      holder.release();
    }
  },
  413: async (call) => {
    const sending = await arrangeOf(call)(world);
    const type = contentOf(call)[0]?.[0] ?? '';
    const bytes = call.operation.operationId === 'postReportsBatch' ? 2 ** 25 : 2 ** 20;
    return send(call, sending, { name: 'large', type, body: JSON.stringify('x'.repeat(bytes)) });
  },
  415: async (call) => {
    const sending = await arrangeOf(call)(world);
    return send(call, sending, { name: 'YAML', type: 'application/yaml', body: 'a: 1' });
  },
  422: async (call) => {
    const sending = await arrangeOf(call)(world);
    const keyed = { ...sending, headers: { 'idempotency-key': 'key-1' } };
    expect((await send(call, keyed, firstWire(call, keyed))).status).toBe(200);
    const changed = { ...keyed, body: { ...Object(sending.body), another: 'field' } };
    return send(call, changed, firstWire(call, changed));
  },
  429: async (call) => {
    const sending = await arrangeOf(call)(world);
    const server = sending.server ?? world.server;
    const headers = { 'x-forwarded-for': `10.7.0.${calls.indexOf(call)}`, ...sending.headers };
    for (let count = 0; count < 60; count++)
      await server.call('POST', '/auth/forgot-password', { headers, body: {} });
    const answer = await send(call, { ...sending, headers }, firstWire(call, sending));
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
    return answer;
  },
};

const nameOf = ({ method, path }: PlacedOperation): string => `${method.toUpperCase()} ${path}`;
const successOf = ({ operation }: PlacedOperation): string =>
  Object.keys(operation.responses)[0] ?? '';

it('has a row for every call of the description and no other', () => {
  const ids = calls.map(({ operation }) => operation.operationId).sort();
  expect(Object.keys(CALL_ROWS).sort()).toEqual(ids);
});

describe.each(calls.map((call) => [nameOf(call), call] as const))('%s', (_name, call) => {
  const success = successOf(call);
  const content = contentOf(call);

  if (content.length === 0)
    it(`answers ${success} as described`, async () => {
      expectDocumented(call, await send(call, await arrangeOf(call)(world), null), success);
    });
  for (const [type, media] of content)
    for (const [index, { name }] of wiresOf(type, media, {}).entries())
      it(`answers ${success} to its example as ${name}`, async () => {
        const sending = await arrangeOf(call)(world);
        const wire = wiresOf(type, media, sending)[index] ?? null;
        expectDocumented(call, await send(call, sending, wire), success);
      });

  const { otherAnswers = {}, refusals = {} } = rowOf(call);
  const others = Object.keys(call.operation.responses).filter(
    (status) => status !== success && status !== 'default' && status !== '500',
  );
  it.each(others)('answers %s as described', async (status) => {
    const arrange = otherAnswers[Number(status)] ?? refusals[Number(status)];
    const common = COMMON[Number(status)];
    if (arrange === undefined) {
      if (common === undefined) throw new Error(`Nothing provokes ${status}; give it a row.`);
      expectDocumented(call, await common(call), status);
      return;
    }
    const sending = await arrange(world);
    const answer = sending.heldBy
      ? await sendHeld(call, sending)
      : await send(call, sending, firstWire(call, sending));
    expectDocumented(call, answer, status);
  });

  it('provokes nothing that is not described', () => {
    const provoked = [...Object.keys(otherAnswers), ...Object.keys(refusals)];
    expect(Object.keys(call.operation.responses)).toEqual(expect.arrayContaining(provoked));
  });
});

/** Calls that need none of our tables, find out without one that they refuse, or only queue a job. */
const WITHOUT_TABLES = new Set<string>([
  'getHealthLive',
  'getHealthReady',
  'getMetrics',
  'listConnect',
  'getConnect',
  'getAuthCallback',
  'postAuthProviderCallback',
  'getAuthEmailConfirmation',
  'postAuthForgotPassword',
  'postAuthSendEmailConfirmation',
]);

it('tells an unexpected failure of any call as described, and nothing of its cause', async () => {
  await world.sql('alter schema public rename to gone');
  try {
    for (const call of calls) {
      if (WITHOUT_TABLES.has(call.operation.operationId)) continue;
      const answer = await send(call, {}, firstWire(call, {}));
      expect(answer.status, nameOf(call)).toBe(500);
      const status = '500' in call.operation.responses ? '500' : 'default';
      expectDocumented(call, answer, status);
    }
  } finally {
    await world.sql('alter schema gone rename to public');
  }
});
