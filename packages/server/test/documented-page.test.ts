import { execFile, execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { request as httpRequest } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  nodeClient,
  phpClient,
  pythonClient,
  shellClient,
  type Target,
} from './printed-clients.js';
import { type Answer, type Person, startTestServer, type TestServer } from './server.js';

const UUIDS = ['maia-c6cbaa76ba8f', 'maia-3b5a054c593d', 'maia-f95a8582aea5'];

let server: TestServer;

async function makeReport(uuid: string): Promise<void> {
  const answer = await server.call('POST', '/reports', {
    token: server.administrator.token,
    body: { uuid, type: 'vector', vector: { attributes: {}, payments: [] } },
  });
  expect(answer.status).toBe(200);
}

beforeAll(async () => {
  server = await startTestServer();
  const role = await server.call('POST', '/users-permissions/roles', {
    token: server.administrator.token,
    body: { name: 'string', type: 'string', description: 'string', permissions: [] },
  });
  expect(role.status).toBe(200);
  for (const uuid of UUIDS) await makeReport(uuid);
});

afterAll(() => server.close());

const isInstalled = (command: string): boolean =>
  spawnSync(command, ['--version'], { stdio: 'ignore' }).error === undefined;

/** TLS in front of the server, with a certificate made for this run, because the printed clients speak https. */
class TlsFront {
  readonly directory = mkdtempSync(join(tmpdir(), 'maia-tls-'));
  readonly certificate = join(this.directory, 'certificate.pem');
  #server: Server | null = null;

  async listen(target: string): Promise<number> {
    const key = join(this.directory, 'key.pem');
    execFileSync(
      'openssl',
      [
        ...[
          'req',
          '-x509',
          '-newkey',
          'rsa:2048',
          '-nodes',
          '-days',
          '2',
          '-subj',
          '/CN=127.0.0.1',
        ],
        ...['-addext', 'subjectAltName=IP:127.0.0.1', '-keyout', key, '-out', this.certificate],
      ],
      { stdio: 'ignore' },
    );
    this.#server = createServer(
      { key: readFileSync(key), cert: readFileSync(this.certificate) },
      (incoming, outgoing) => {
        const { method, headers } = incoming;
        const forwarded = httpRequest(target + incoming.url, { method, headers }, (answer) => {
          outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
          answer.pipe(outgoing);
        });
        incoming.pipe(forwarded);
      },
    );
    await new Promise<void>((resolve) => this.#server?.listen(0, '127.0.0.1', resolve));
    return (this.#server.address() as AddressInfo).port;
  }

  close(): void {
    this.#server?.close();
    rmSync(this.directory, { recursive: true, force: true });
  }
}

describe.skipIf(!isInstalled('openssl'))('the printed clients of PUT /users/{id}', () => {
  const front = new TlsFront();
  let port: number;
  let account: Person;

  beforeAll(async () => {
    port = await front.listen(server.url);
    account = await server.signUp('printed', 'authenticated');
  });

  afterAll(() => front.close());

  const clients = [
    { name: 'curl', text: shellClient, file: 'client.sh', run: ['sh'] },
    { name: 'node', text: nodeClient, file: 'client.cjs', run: ['node'] },
    { name: 'python3', text: pythonClient, file: 'client.py', run: ['python3'] },
    {
      name: 'php',
      text: phpClient,
      file: 'client.php',
      run: ['php', '-d', 'curl.cainfo=CERTIFICATE'],
    },
  ];

  for (const { name, text, file, run } of clients)
    it.skipIf(!isInstalled(name))(`work as printed: ${name}`, async () => {
      const token = server.administrator.token;
      const target: Target = { host: '127.0.0.1', port, id: account.id, token };
      const path = join(front.directory, file);
      writeFileSync(path, text(target));
      const [command = '', ...args] = run.map((part) =>
        part.replace('CERTIFICATE', front.certificate),
      );
      const { stdout } = await promisify(execFile)(command, [...args, path], {
        env: {
          ...process.env,
          CURL_CA_BUNDLE: front.certificate,
          SSL_CERT_FILE: front.certificate,
          NODE_EXTRA_CA_CERTS: front.certificate,
        },
      });
      const shown = JSON.parse(stdout);
      expect(shown).toMatchObject({
        id: account.id,
        username: 'jlopez',
        email: 'test@mydomain.com',
        provider: 'local',
        confirmed: false,
        blocked: false,
        role: { name: 'string', type: 'string', description: 'string' },
        updated_by: 'admin',
      });
      expect(shown.role.users).toContain('jlopez');
      const reports = shown.reports as { uuid: string; users_permissions_user: string }[];
      expect(reports.map(({ uuid }) => uuid).sort()).toEqual([...UUIDS].sort());
      expect(reports.every((report) => report.users_permissions_user === 'jlopez')).toBe(true);
      expect(Object.keys(reports[0] ?? {})).toEqual(
        expect.arrayContaining([
          ...['id', 'uuid', 'referenceId', 'type', 'processed', 'users_permissions_user'],
          ...['score', 'scoreProbability', 'scoreConfidence', 'scoreVersion'],
        ]),
      );
      expect(stdout).not.toMatch(/password|Token/);
    });
});

describe('who may change which field of a user', () => {
  const values: Record<string, unknown> = {
    username: 'renamed',
    email: 'renamed@example.com',
    password: 'a long new password',
    provider: 'local',
    resetPasswordToken: '26f425d6-9269-442b-89ed-e35ba63bf9c1',
    confirmationToken: 'eddc394a-8664-406e-852f-7a35d84a7fb8',
    confirmed: true,
    blocked: true,
    role: 'administrator',
    reports: [],
  };
  const own = new Set(['username', 'email', 'password']);
  const callers = [
    'nobody',
    'self',
    'other user',
    'analyst',
    'custom role',
    'administrator',
  ] as const;

  let number = 0;
  async function attempt(caller: (typeof callers)[number], field: string): Promise<Answer> {
    number += 1;
    const account = await server.signUp(`subject${number}`, 'authenticated');
    const token = {
      nobody: undefined,
      self: account.token,
      'other user': server.user.token,
      analyst: server.analyst.token,
      'custom role': custom.token,
      administrator: server.administrator.token,
    }[caller];
    const value =
      field === 'username'
        ? `renamed${number}`
        : field === 'email'
          ? `renamed${number}@example.com`
          : values[field];
    const before = await server.call('GET', `/users/${account.id}`, {
      token: server.administrator.token,
    });
    const answer = await server.call('PUT', `/users/${account.id}`, {
      ...(token ? { token } : {}),
      body: { [field]: value },
    });
    if (answer.status !== 200) {
      const after = await server.call('GET', `/users/${account.id}`, {
        token: server.administrator.token,
      });
      expect(after.body).toEqual(before.body);
    }
    return answer;
  }

  let custom: Person;
  beforeAll(async () => {
    await server.call('POST', '/users-permissions/roles', {
      token: server.administrator.token,
      body: {
        name: 'User editors',
        type: 'editors',
        permissions: ['users-permissions.user.update', 'users-permissions.user.find'],
      },
    });
    custom = await server.signUp('editor', 'editors');
  });

  for (const caller of callers)
    for (const field of Object.keys(values)) {
      const isAllowed = caller === 'administrator' || (caller === 'self' && own.has(field));
      it(`${caller}, ${field}: ${isAllowed ? 200 : 403}`, async () => {
        const answer = await attempt(caller, field);
        expect(answer.status).toBe(isAllowed ? 200 : 403);
      });
    }
});
