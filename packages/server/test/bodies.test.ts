import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dumpDatabase } from './dump.js';
import { type Answer, type Person, startTestServer, type TestServer } from './server.js';

const JSON_TYPE = 'application/json';
const XML = 'application/xml';
const FORM = 'application/x-www-form-urlencoded';

let server: TestServer;
let person: Person;

beforeAll(async () => {
  server = await startTestServer();
  person = await server.signUp('subject', 'authenticated');
  for (const uuid of ['r-1', 'r-2'])
    await server.call('POST', '/reports', {
      token: server.administrator.token,
      body: { uuid, type: 'vector', vector: { attributes: {}, payments: [] } },
    });
});
afterAll(() => server.close());

function put(contentType: string, body: string | Buffer, token?: string): Promise<Answer> {
  return server.call('PUT', `/users/${person.id}`, {
    token: token ?? server.administrator.token,
    headers: { 'content-type': contentType },
    body,
  });
}

describe('one body in every format', () => {
  const fields = { confirmed: true, blocked: false, role: 'analyst', reports: ['r-1'] };
  const xml = `<?xml version="1.0" encoding="utf-8"?>
    <item><username>NAME</username><confirmed>1</confirmed><blocked>false</blocked>
    <role>analyst</role><reports>r-1</reports></item>`;
  const cases = [
    ['JSON', JSON_TYPE, JSON.stringify({ ...fields, username: 'NAME' })],
    [
      'JSON with a charset',
      `${JSON_TYPE}; charset=utf-8`,
      JSON.stringify({ ...fields, username: 'NAME' }),
    ],
    ['XML', XML, xml],
    ['XML as text', 'text/xml', xml],
    ['form', FORM, 'username=NAME&confirmed=1&blocked=false&role=analyst&reports=r-1'],
    ['form with []', FORM, 'username=NAME&confirmed=true&blocked=0&role=analyst&reports[]=r-1'],
    [
      'form with [0]',
      FORM,
      'username=NAME&confirmed=true&blocked=0&role=analyst&reports%5B0%5D=r-1',
    ],
    ['JSON under a form type', FORM, ` \n${JSON.stringify({ ...fields, username: 'NAME' })}`],
  ] as const;

  for (const [index, [name, type, text]] of cases.entries())
    it(`is read as ${name}`, async () => {
      const username = `señor ${index}`;
      const isForm = type === FORM && !text.trimStart().startsWith('{');
      const body = text.replace('NAME', isForm ? encodeURIComponent(username) : username);
      const answer = await put(type, body);
      expect(answer.status).toBe(200);
      expect(answer.body).toMatchObject({
        username,
        confirmed: true,
        blocked: false,
        role: { type: 'analyst' },
        reports: [{ uuid: 'r-1' }],
      });
    });

  it('takes repeated elements and keys as an array', async () => {
    const xmlAnswer = await put(XML, '<item><reports>r-1</reports><reports>r-2</reports></item>');
    expect(xmlAnswer.body.reports).toHaveLength(2);
    const none = await put(XML, '<item><reports/></item>');
    expect(none.body.reports).toEqual([]);
    const formAnswer = await put(FORM, 'reports=r-1&reports=r-2');
    expect(formAnswer.body.reports).toHaveLength(2);
  });

  it('keeps escaped characters of XML', async () => {
    const answer = await put(XML, '<item><username>R&amp;D &lt;1&gt;</username></item>');
    expect(answer.body.username).toBe('R&D <1>');
  });
});

const deep = (levels: number): string => `${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`;

describe('wrong bodies answer what is documented and change nothing', () => {
  const wrong: readonly (readonly [string, string, string, number])[] = [
    ['broken JSON', JSON_TYPE, '{"username": ', 400],
    ['an empty body', JSON_TYPE, '', 400],
    ['an array', JSON_TYPE, '[]', 400],
    ['a string', JSON_TYPE, '"username"', 400],
    ['null', JSON_TYPE, 'null', 400],
    ['JSON with a number for a text', JSON_TYPE, '{"username": 12345}', 400],
    ['JSON with a text for a boolean', JSON_TYPE, '{"confirmed": "true"}', 400],
    ['JSON with a text for a list', JSON_TYPE, '{"reports": "r-1"}', 400],
    ['JSON with a number in a list', JSON_TYPE, '{"reports": [1]}', 400],
    ['null where nothing may be empty', JSON_TYPE, '{"username": null}', 400],
    ['a NUL character', JSON_TYPE, '{"username": "abc\\u0000"}', 400],
    ['a NUL character in a report', JSON_TYPE, '{"reports": ["\\u0000"]}', 400],
    ['a NUL character in a role', JSON_TYPE, '{"role": "\\u0000"}', 400],
    ['a NUL character in a password', JSON_TYPE, '{"password": "long enough\\u0000"}', 400],
    ['a provider that is not configured', JSON_TYPE, '{"provider": "google"}', 400],
    ['a short token', JSON_TYPE, '{"resetPasswordToken": "short"}', 400],
    ['an unknown role', JSON_TYPE, '{"role": "nobody has it"}', 400],
    ['an unknown report', JSON_TYPE, '{"reports": ["r-1", "r-3"]}', 400],
    ['a name that is somebody’s', JSON_TYPE, '{"username": "ADMIN"}', 409],
    ['an address that is somebody’s', JSON_TYPE, '{"email": "Admin@Example.com"}', 409],
    ['an invalid and a taken value', JSON_TYPE, '{"username": "admin", "role": "none"}', 400],
    ['__proto__', JSON_TYPE, '{"username": "abc", "__proto__": {"confirmed": true}}', 400],
    ['constructor, deep', JSON_TYPE, '{"x": [{"constructor": {"prototype": 1}}]}', 400],
    ['nesting without end', JSON_TYPE, deep(10_000), 400],
    ['broken XML', XML, '<item><username>abc</item>', 400],
    ['XML with another root', XML, '<user><username>abc</username></user>', 400],
    ['XML with two roots', XML, '<item/><item/>', 400],
    ['XML that is text', XML, 'username=abc', 400],
    ['XML with a bad boolean', XML, '<item><confirmed>yes</confirmed></item>', 400],
    ['XML with an element in a text', XML, '<item><username><b>abc</b></username></item>', 400],
    ['XML with a prototype', XML, '<item><__proto__>abc</__proto__></item>', 400],
    ['XML with a DOCTYPE', XML, '<!DOCTYPE item><item><username>abc</username></item>', 400],
    [
      'XML with an external entity',
      XML,
      '<!DOCTYPE i [<!ENTITY x SYSTEM "file:///etc/passwd">]><item><username>&x;</username></item>',
      400,
    ],
    [
      'XML with entities in entities',
      XML,
      `<!DOCTYPE i [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><item><username>&b;</username></item>`,
      400,
    ],
    [
      'XML nested without end',
      XML,
      `<item>${'<a>'.repeat(5000)}${'</a>'.repeat(5000)}</item>`,
      400,
    ],
    ['a form with a bad boolean', FORM, 'confirmed=on', 400],
    ['a form with a bad escape', FORM, '%E0%A4%A=1', 400],
    ['JSON with half of a surrogate pair', JSON_TYPE, '{"username": "abc\\ud800"}', 400],
    ['a form nested without end', FORM, `username${'[a]'.repeat(40)}=abc`, 400],
    ['a form with more fields than are read', FORM, 'reports=r-1&'.repeat(10_001), 400],
    ['a form with a prototype', FORM, '__proto__[confirmed]=1', 400],
    ['a form with an escaped prototype', FORM, 'a[%5F_proto__]=1', 400],
    ['a form with broken JSON', FORM, '{"username"', 400],
    ['YAML', 'application/yaml', 'username: abc', 415],
    ['text', 'text/plain', '{"username": "abc"}', 415],
    ['multipart', 'multipart/form-data; boundary=x', '--x--', 415],
    ['a body larger than 1 MiB', JSON_TYPE, JSON.stringify({ x: 'x'.repeat(1_048_576) }), 413],
    ['a body of 10 MB', FORM, `username=${'x'.repeat(10_000_000)}`, 413],
  ];

  for (const [name, type, body, status] of wrong)
    it(`${name}: ${status}`, async () => {
      const before = await dumpDatabase(server.context);
      const answer = await put(type, body);
      expect(answer.status).toBe(status);
      expect(answer.body).toMatchObject({ code: status, message: expect.any(String) });
      expect(answer.body.requestId).toEqual(expect.any(String));
      expect(answer.body.message).not.toMatch(/\bat .*\.[jt]s|select |insert |\/packages\//i);
      expect(await dumpDatabase(server.context)).toEqual(before);
    });

  it('no body at all: 400', async () => {
    const answer = await server.call('PUT', `/users/${person.id}`, {
      token: server.administrator.token,
    });
    expect(answer.status).toBe(400);
  });
});

describe('the order of checks', () => {
  const admin = () => server.administrator.token;
  const nowhere = '/users/00000000-0000-7000-8000-000000000000';
  const send = (path: string, body: string, token?: string): Promise<Answer> =>
    server.call('PUT', path, {
      ...(token ? { token } : {}),
      headers: { 'content-type': JSON_TYPE },
      body,
    });

  it('route, token, syntax, field permission, record, validation, conflict', async () => {
    const self = `/users/${person.id}`;
    expect((await send('/nowhere', '{')).status).toBe(404);
    expect((await send(self, '{')).status).toBe(403);
    expect((await send(self, '{', 'not.a.token')).status).toBe(403);
    expect((await send(self, '{', person.token)).status).toBe(400);
    expect((await send(self, '{"role": 5, "username": 5}', person.token)).status).toBe(403);
    expect((await send(nowhere, '{"username": 5}', person.token)).status).toBe(403);
    expect((await send(nowhere, '{"username": 5}', admin())).status).toBe(404);
    expect(
      (await send(self, '{"username": 5, "email": "admin@example.com"}', admin())).status,
    ).toBe(400);
    expect((await send(self, '{"email": "admin@example.com"}', admin())).status).toBe(409);
  });

  it('the route’s permission before the body', async () => {
    const options = {
      token: server.user.token,
      headers: { 'content-type': 'text/plain' },
      body: 'x',
    };
    expect((await server.call('POST', '/users', options)).status).toBe(403);
  });

  it('a token that is missing or bad says so in a header; a lacking permission does not', async () => {
    const missing = await server.call('GET', '/users');
    expect(missing.headers.get('www-authenticate')).toBe('Bearer');
    const lacking = await server.call('GET', '/users', { token: server.user.token });
    expect(lacking.status).toBe(403);
    expect(lacking.headers.get('www-authenticate')).toBeNull();
  });
});
