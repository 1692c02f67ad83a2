import { readFileSync } from 'node:fs';
import { Validator } from '@seriousme/openapi-schema-validator';
import { Check, Errors } from 'typebox/value';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { csvOf } from '../src/batches/results.js';
import { coerce } from '../src/http/coerce.js';
import { parseBody } from '../src/http/parse-body.js';
import {
  type Content,
  type Description,
  type JsonSchema,
  operationsOf,
} from '../src/openapi/document.js';
import { startTestServer, type TestServer } from './server.js';

const COMMITTED = new URL('../../../openapi.json', import.meta.url);
const FORM = 'application/x-www-form-urlencoded';
const XML = 'application/xml';

let server: TestServer;
let description: Description;

beforeAll(async () => {
  server = await startTestServer();
  description = (await server.call('GET', '/openapi.json')).body;
});

afterAll(() => server.close());

/** The schema with every reference replaced by what it names. */
function resolved(schema: JsonSchema): JsonSchema {
  const text = JSON.stringify(schema, (_key, value) => {
    const name = /^#\/components\/schemas\/(.+)$/.exec(value?.$ref ?? '')?.[1];
    return name === undefined ? value : resolved(description.components.schemas[name] ?? {});
  });
  return JSON.parse(text);
}

function problemsOf(schema: JsonSchema, value: unknown): string[] {
  const whole = resolved(schema);
  if (Check(whole, value)) return [];
  return Errors(whole, value).map((error) => `${error.instancePath} ${error.message}`);
}

const calls = () => operationsOf(description);

describe('openapi.json', () => {
  it('is served as it is committed', () => {
    expect(description).toEqual(JSON.parse(readFileSync(COMMITTED, 'utf8')));
  });

  it('is valid OpenAPI 3.1', async () => {
    const result = await new Validator().validate({ ...structuredClone(description) });
    expect(result.errors ?? []).toEqual([]);
    expect(result.valid).toBe(true);
  });

  it('names each call once and says what it does, who may call it and how it can fail', () => {
    const ids = calls().map(({ operation }) => operation.operationId);
    expect(new Set(ids).size).toBe(ids.length);
    const tags = description.tags.map(({ name }) => name);
    for (const { path, operation } of calls()) {
      expect(operation.operationId).toMatch(/^[a-z]+[A-Z][A-Za-z0-9]*$/);
      expect(operation.summary, path).not.toBe('');
      expect(operation.description, path).toMatch(
        /signed in may call|without a token|Needs the perm/,
      );
      expect(tags).toContain(operation.tags[0]);
      expect(Object.keys(operation.responses).at(-1)).toBe('default');
      if (operation.security === undefined) expect(operation.responses).toHaveProperty('403');
      const named = [...path.matchAll(/\{([^}]+)\}/g)].map(([, name]) => name);
      const described = (operation.parameters ?? []).filter((one) => one.in === 'path');
      expect(described.map(({ name }) => name)).toEqual(named);
    }
  });

  it('calls the documented page by its name', () => {
    expect(description.paths['/users/{id}']?.put?.operationId).toBe('updateUser');
  });

  it('has an example for each body and answer, which its schema accepts', () => {
    const problems: string[] = [];
    const check = (where: string, content: Content = {}) => {
      for (const [type, { schema, example }] of Object.entries(content)) {
        if (example === undefined) problems.push(`${where} ${type}: no example`);
        if (type === XML) continue;
        for (const problem of problemsOf(schema, example))
          problems.push(`${where} ${type}: ${problem}`);
      }
    };
    for (const { operation } of calls()) {
      check(`${operation.operationId} body`, operation.requestBody?.content);
      for (const [status, { content }] of Object.entries(operation.responses))
        check(`${operation.operationId} ${status}`, content);
    }
    expect(problems).toEqual([]);
  });

  it('shows the columns that the results of a batch have', async () => {
    const results = description.paths['/reports/batch/{id}/results']?.get?.responses['200'];
    const header = await csvOf((async function* () {})()).next();
    const example = String(results?.content?.['text/csv']?.example);
    expect(example.slice(0, example.indexOf('\n') + 1)).toBe(header.value);
  });

  it('has XML examples that the server reads as the JSON one, but for what needs JSON', () => {
    for (const { operation } of calls()) {
      const { [XML]: xml, 'application/json': json } = operation.requestBody?.content ?? {};
      if (xml === undefined || json === undefined) continue;
      const { value } = parseBody('xml', String(xml.example));
      const read = Object(coerce(resolved(json.schema), value));
      // Which attribute is a number is for the customers to say, not for the schema.
      delete read.attributes;
      expect(json.example, operation.operationId).toMatchObject(read);
    }
  });
});

describe('the examples, sent', () => {
  /** In the order in which a lender would make them; each removes what it made, for the next format. */
  const CREATED = [
    { path: '/users-permissions/roles' },
    { path: '/users', remove: '/users' },
    { path: '/customers', remove: '/customers' },
    { path: '/trainings' },
    { path: '/reports' },
  ];
  it.each(CREATED)('POST $path is answered as described', async ({ path, remove }) => {
    const { token } = server.administrator;
    const { requestBody, responses } = description.paths[path]?.post ?? {};
    const schema = responses?.['200']?.content?.['application/json']?.schema ?? {};
    if (path === '/reports')
      await server.call('POST', '/customers', { token, body: { referenceId: '92442' } });
    const types = remove === undefined ? ['application/json'] : ['application/json', XML, FORM];
    for (const type of types) {
      const { example } = requestBody?.content[type] ?? {};
      const answer = await server.call('POST', path, {
        token,
        headers: { 'content-type': type },
        body: typeof example === 'string' ? example : JSON.stringify(example),
      });
      expect(answer, `${type}: ${JSON.stringify(answer.body)}`).toMatchObject({ status: 200 });
      expect(problemsOf(schema, answer.body)).toEqual([]);
      if (remove === undefined) continue;
      const gone = await server.call('DELETE', `${remove}/${answer.body.id}`, { token });
      expect(gone.status).toBe(200);
    }
  });

  it.each(['customers', 'payments', 'outcomes'])(
    'POST /%s/import takes the file of its example',
    async (collection) => {
      const operation = description.paths[`/${collection}/import`]?.post;
      const answer = await server.call('POST', `/${collection}/import`, {
        token: server.administrator.token,
        headers: { 'content-type': 'text/csv' },
        body: String(operation?.requestBody?.content['text/csv']?.example),
      });
      expect(answer, JSON.stringify(answer.body)).toMatchObject({ status: 200 });
    },
  );

  it.each(['payments', 'outcomes'])('POST /%s is answered as described', async (collection) => {
    const { requestBody, responses } = description.paths[`/${collection}`]?.post ?? {};
    const answer = await server.call('POST', `/${collection}`, {
      token: server.administrator.token,
      body: Object(requestBody?.content['application/json']?.example),
    });
    expect(answer, JSON.stringify(answer.body)).toMatchObject({ status: 200 });
    const schema = responses?.['200']?.content?.['application/json']?.schema ?? {};
    expect(problemsOf(schema, answer.body)).toEqual([]);
  });
});
