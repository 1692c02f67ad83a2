import { mkdtempSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { buildApp } from '../src/app.js';
import { hashPassword } from '../src/auth/password-hash.js';
import { tokenCodec } from '../src/auth/tokens.js';
import { parseConfig } from '../src/config.js';
import type { Context, Log } from '../src/context.js';
import { openDatabase } from '../src/db/connect.js';
import { newId } from '../src/db/ids.js';
import { deriveSecrets } from '../src/secrets.js';
import { prepareFirstRun } from '../src/setup/service.js';
import type { AnswerBody } from './answer-body.js';
import { createTestDatabase } from './database.js';

/** The password of everyone whom the harness signs in. */
export const TEST_PASSWORD = 'correct horse battery';

/** The installation's secret, for a process beside this one on the same database. */
export const TEST_SECRET = 'a secret of the tests, not of anyone';

export interface Answer {
  status: number;
  /** Parsed when it is JSON, else the text. */
  body: AnswerBody;
  headers: Headers;
}

export interface CallOptions {
  token?: string;
  /** An object is sent as JSON; a text as it is, with the content type of `headers`. */
  body?: object | string | Buffer;
  headers?: Record<string, string>;
}

export interface Person {
  id: string;
  username: string;
  token: string;
}

export interface TestServer {
  url: string;
  context: Context;
  /** One-time token of the setup; null unless started without an administrator. */
  setupToken: string | null;
  administrator: Person;
  analyst: Person;
  /** With the role `authenticated`. */
  user: Person;
  call(method: string, path: string, options?: CallOptions): Promise<Answer>;
  /** Another user with the role of that type, signed in. */
  signUp(username: string, roleType: string): Promise<Person>;
  close(): Promise<void>;
}

export interface TestServerOptions {
  /** Settings beside those of the harness. */
  environment?: Readonly<Record<string, string>>;
  /** Leave the installation without anyone, as it is at its first start. */
  empty?: boolean;
  /** In place of one that says nothing. */
  log?: Log;
}

const ADMINISTRATOR_ENVIRONMENT = {
  MAIA_ADMIN_USERNAME: 'admin',
  MAIA_ADMIN_EMAIL: 'admin@example.com',
  MAIA_ADMIN_PASSWORD: TEST_PASSWORD,
};

let passwordHash: Promise<string> | null = null;

/** Stores a user straight in the database: hashing a password for each would take most of a test's time. */
async function insertPerson(context: Context, username: string, roleType: string): Promise<Person> {
  passwordHash ??= hashPassword(TEST_PASSWORD);
  const id = newId();
  const now = new Date();
  const { kysely } = context.db;
  await kysely
    .insertInto('users')
    .values({
      id,
      username,
      email: `${username}@example.com`,
      provider: 'local',
      password_hash: await passwordHash,
      confirmed: true,
      blocked: false,
      role_id: kysely.selectFrom('roles').select('id').where('type', '=', roleType),
      created_by: 'system',
      updated_by: 'system',
      created_at: now,
      updated_at: now,
    })
    .execute();
  const codec = tokenCodec(context.secrets, context.config);
  return { id, username, token: codec.sign({ userId: id, version: 0 }) };
}

async function signedInAdministrator(context: Context): Promise<Person> {
  const { id, username } = await context.db.kysely
    .selectFrom('users')
    .select(['id', 'username'])
    .executeTakeFirstOrThrow();
  const codec = tokenCodec(context.secrets, context.config);
  return { id, username, token: codec.sign({ userId: id, version: 0 }) };
}

const NOBODY: Person = { id: '', username: '', token: '' };

function bodyText(body: object | string | Buffer): string | Uint8Array<ArrayBuffer> {
  if (typeof body === 'string') return body;
  return Buffer.isBuffer(body) ? new Uint8Array(body) : JSON.stringify(body);
}

async function call(
  url: string,
  method: string,
  path: string,
  options: CallOptions = {},
): Promise<Answer> {
  const { body } = options;
  const isObject = typeof body === 'object' && !Buffer.isBuffer(body);
  const response = await fetch(url + path, {
    method,
    redirect: 'manual',
    headers: {
      ...(options.token ? { authorization: `Bearer ${options.token}` } : {}),
      ...(isObject ? { 'content-type': 'application/json' } : {}),
      ...options.headers,
    },
    ...(body === undefined ? {} : { body: bodyText(body) }),
  });
  const text = await response.text();
  const isJson = response.headers.get('content-type')?.startsWith('application/json');
  return {
    status: response.status,
    body: isJson ? JSON.parse(text) : text,
    headers: response.headers,
  };
}

/**
 * The application in this process, on a database of its own, listening on 127.0.0.1, with an administrator, an analyst
 * and a plain user signed in. Runs no jobs. Call `close()` in `afterAll`.
 */
export async function startTestServer(options: TestServerOptions = {}): Promise<TestServer> {
  const database = await createTestDatabase();
  const dataDir = mkdtempSync(join(tmpdir(), 'maia-test-data-'));
  const config = parseConfig({
    MAIA_DATA_DIR: dataDir,
    DATABASE_URL: database.databaseUrl,
    ...(options.empty ? {} : ADMINISTRATOR_ENVIRONMENT),
    ...options.environment,
  });
  const context: Context = {
    config,
    db: await openDatabase({ databaseUrl: database.databaseUrl }),
    secrets: deriveSecrets(TEST_SECRET),
    log: options.log ?? pino({ level: process.env.LOG_LEVEL ?? 'silent' }),
  };
  const setupToken = await prepareFirstRun(context);
  const app = await buildApp(context);
  await app.listen({ host: '127.0.0.1', port: 0 });
  const url = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`;
  const person = (username: string, roleType: string) => insertPerson(context, username, roleType);
  return {
    url,
    context,
    setupToken,
    administrator: options.empty ? NOBODY : await signedInAdministrator(context),
    analyst: options.empty ? NOBODY : await person('analyst', 'analyst'),
    user: options.empty ? NOBODY : await person('plain', 'authenticated'),
    call: (method, path, callOptions) => call(url, method, path, callOptions),
    signUp: person,
    close: async () => {
      await app.close();
      await context.db.close();
      await database.drop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
