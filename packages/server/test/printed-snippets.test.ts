import { execFile, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  nodeClient,
  type PrintedRequest,
  phpClient,
  pythonClient,
  shellClient,
} from '../src/documentation/clients.js';
import { slugOf } from '../src/documentation/frame.js';
import { type Description, operationsOf, type PlacedOperation } from '../src/openapi/document.js';
import { CALL_ROWS } from './documented-calls.js';
import { type Sending, startWorld, type World } from './documented-world.js';

// The programs that pages of the reference show, run as a reader would: with token and names filled in.

const NASTY = `O'Higgins "5" $HOME \${HOME} \\n %41 & <b> ñ 😀`;

const LANGUAGES = [
  { label: 'Shell + Curl', print: shellClient, run: ['sh', 'client.sh'], probe: ['curl', '-V'] },
  { label: 'Node + Native', print: nodeClient, run: ['node', 'client.cjs'], probe: ['node', '-v'] },
  {
    label: 'Python + Python3',
    print: pythonClient,
    run: ['python3', 'client.py'],
    probe: ['python3', '-V'],
  },
  {
    label: 'Php + Curl',
    print: phpClient,
    run: ['php', 'client.php'],
    probe: ['php', '-r', 'exit(extension_loaded("curl") ? 0 : 1);'],
  },
].map((language) => {
  const [command = '', ...args] = language.probe;
  const isMissing = spawnSync(command, args, { stdio: 'ignore' }).status !== 0;
  return { ...language, isMissing, reason: isMissing ? ' (skipped: not installed here)' : '' };
});

/** Calls of each method, with and without token, parameters in path and query, and bodies; and what they answer. */
const CALLS: Readonly<Record<string, unknown>> = {
  listConnect: [{ provider: 'sso' }, { provider: 'gone' }],
  getAuthEmailConfirmation: { code: 200 },
  getCustomer: { referenceId: '92442' },
  searchUpload: [{ filename: 'a.csv' }],
  countPayments: { count: 0 },
  postAuthLocal: { code: 200, user: { username: 'jlopez' } },
  createCustomer: { referenceId: '92442', addressCity: 'Bogotá' },
  createReport: { processed: true, referenceId: '92442' },
  importCustomers: { code: 200, created: 2 },
  postUpload: [{ mime: 'text/csv' }],
  postGraphql: { data: expect.any(Object) },
  updateCustomer: { referenceId: '92442', addressCity: 'Bogotá' },
  deleteCustomer: 1,
};

const folder = mkdtempSync(join(tmpdir(), 'maia-snippets-'));
let world: World;
let description: Description;

beforeAll(async () => {
  world = await startWorld();
  description = (await world.server.call('GET', '/openapi.json')).body;
});
afterAll(async () => {
  await world.close();
  rmSync(folder, { recursive: true, force: true });
});
beforeEach(() => world.tidy());

function callNamed(operationId: string): PlacedOperation {
  const call = operationsOf(description).find((one) => one.operation.operationId === operationId);
  if (call === undefined) throw new Error(`There is no call ${operationId}.`);
  return call;
}

const arranged = async (operationId: string): Promise<Sending> =>
  (await CALL_ROWS[operationId]?.arrange?.(world)) ?? {};

/** A code block of a page, by the label of its tab, as a reader copies it. */
async function shown(call: PlacedOperation, label: string): Promise<string> {
  const { body } = await world.server.call('GET', `/documentation/${slugOf(call)}`);
  const [, panel = ''] = String(body).split(`data-label="${label}"><p`);
  const [, text = ''] = /<code>([\s\S]*?)<\/code>/.exec(panel) ?? [];
  return text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&');
}

/** A program with what the documentation leaves to its reader. */
function filled(program: string, { params = {}, query = '', fill = {} }: Sending): string {
  const names = { ...params, ...Object.fromEntries(new URLSearchParams(query)) };
  const values = Object.entries(names).map(([name, value]): [string, string] => [
    `%7B${name}%7D`,
    encodeURIComponent(value),
  ]);
  const { token } = world.server.administrator;
  const all: [string, string][] = [
    ...values,
    ...Object.entries(fill),
    ['REPLACE_BEARER_TOKEN', token],
  ];
  return all.reduce((text, [from, to]) => text.replaceAll(from, to), program);
}

async function run([command = '', file = '']: readonly string[], text: string): Promise<unknown> {
  writeFileSync(join(folder, file), text);
  const { stdout } = await promisify(execFile)(command, [file], { cwd: folder });
  return JSON.parse(stdout);
}

function expectAnswer(answer: unknown, expected: unknown): void {
  if (Array.isArray(expected)) expect(answer).toMatchObject(expected);
  else if (typeof expected === 'object') expect(answer).toMatchObject(Object(expected));
  else expect(answer).toBe(expected);
}

for (const { label, print, run: command, isMissing, reason } of LANGUAGES)
  describe.skipIf(isMissing)(`${label}${reason}`, () => {
    it.each(Object.keys(CALLS))('does what its page says: %s', async (operationId) => {
      const call = callNamed(operationId);
      const sending = await arranged(operationId);
      const program = filled(await shown(call, label), sending);
      expectAnswer(await run(command, program), CALLS[operationId]);
    });

    const request = (type: string, value: unknown): PrintedRequest => ({
      method: 'POST',
      origin: world.server.url,
      path: type.includes('nd') || type.includes('csv') ? '/customers/import' : '/customers',
      needsToken: true,
      body: { type, value },
    });

    it.each([
      ['application/json', { referenceId: '1', addressStreet: NASTY }],
      ['application/x-www-form-urlencoded', { referenceId: '1', addressStreet: NASTY }],
      [
        'application/x-www-form-urlencoded',
        new URLSearchParams({ referenceId: '1', addressStreet: NASTY }).toString(),
      ],
      [
        'application/xml',
        `<item>\n  <referenceId>1</referenceId>\n  <addressStreet><![CDATA[${NASTY}]]></addressStreet>\n</item>\n`,
      ],
      ['application/x-ndjson', `${JSON.stringify({ referenceId: '1', addressStreet: NASTY })}\n`],
      ['text/csv', `referenceId,addressStreet\n1,"${NASTY.replaceAll('"', '""')}"\n`],
    ])('keeps every character of a body: %s', async (type, value) => {
      await run(command, filled(print(request(type, value)), {}));
      const { token } = world.server.administrator;
      const { body } = await world.server.call('GET', '/customers/1', { token });
      expect(body.addressStreet).toBe(NASTY);
    });
  });

describe.skipIf(LANGUAGES[0]?.isMissing)('the files that curl sends in a form', () => {
  it.each([
    ['importCustomers', 'customers.csv', { code: 200, created: 1 }],
    ['postUpload', 'upload.csv', [{ filename: 'upload.csv' }]],
  ])('%s', async (operationId, file, expected) => {
    writeFileSync(join(folder, file), 'referenceId\n4711\n');
    const program = filled(await shown(callNamed(operationId), 'multipart/form-data'), {});
    expectAnswer(await run(['sh', 'form.sh'], program), expected);
  });
});
