import { setTimeout as sleep } from 'node:timers/promises';
import { hashPassword } from '../src/auth/password-hash.js';
import { newId } from '../src/db/ids.js';
import { hashToken } from '../src/secrets.js';
import { Browser } from './browser.js';
import { CLIENT, startOidcIssuer } from './oidc-issuer.js';
import { storeDemoPortfolio } from './portfolio.js';
import { type Person, startTestServer, type TestServer } from './server.js';
import { activate, storeTrainedModel } from './trained-model.js';

const PUBLIC_URL = 'https://maia.lender.example';

/** Where one call goes, and what is filled into its example. */
export interface Sending {
  params?: Readonly<Record<string, string>>;
  /** With its question mark. */
  query?: string;
  headers?: Readonly<Record<string, string>>;
  /** The administrator's when left out. */
  token?: string;
  /** Texts of the example that stand for what only this server knows, and what they are here. */
  fill?: Readonly<Record<string, string>>;
  /** Fields to send with those of the example, or a text instead of it. */
  body?: object | string;
  /** Runs in a transaction that ends once the call waits for it. */
  heldBy?: string;
  /** The one of `world` when left out. */
  server?: TestServer;
}

/** A provider's answer, and the cookies of the browser that brings it. */
export interface SignInAnswer {
  /** The query, without ?. */
  answer: string;
  headers: Record<string, string>;
}

/** Makes what a call presumes, on a server that was tidied. */
export type Arrange = (world: World) => Promise<Sending>;

export interface CallRow {
  /** For the success, and for what is refused in spite of it. */
  arrange?: Arrange;
  /** Answers beside the first success that are no refusals of the common kinds. */
  otherAnswers?: Readonly<Record<number, Arrange>>;
  refusals?: Readonly<Record<number, Arrange>>;
}

/** A server with a model that scores, a provider and metrics, and what tests make on it. */
export interface World {
  server: TestServer;
  /** Without anyone, metrics and a queue of jobs. */
  other: TestServer;
  /** The training whose model scores. */
  training: string;
  sql(statement: string, values?: readonly unknown[]): Promise<void>;
  user(username: string, password?: string): Promise<Person>;
  role(type: string): Promise<string>;
  customer(referenceId: string): Promise<void>;
  /** Makes a record through the API; returns its id. */
  made(collection: string, fields?: object): Promise<string>;
  /** A report on customer 92442, who is made for it; returns its id. */
  report(fields?: object): Promise<string>;
  batch(status: string): Promise<string>;
  registration(isOpen: boolean): Promise<void>;
  oneTimeToken(kind: 'reset' | 'confirmation', token: string, server?: TestServer): Promise<void>;
  /** What a browser brings back from the provider, of a sign-in that ends in JSON or in the console. */
  signInAnswer(to?: 'console'): Promise<SignInAnswer>;
  tidy(): Promise<void>;
  close(): Promise<void>;
}

/** Everything that tests made, in an order that the tables allow. */
const TIDY = `
  update company set settings = '{}';
  delete from api_tokens; delete from idempotency_keys; delete from files; delete from mails;
  delete from report_batches; delete from reports; delete from outcomes; delete from payments;
  delete from customers;
  delete from trainings where created_by <> 'test';
  delete from identities; delete from users where username not in ('admin', 'analyst', 'plain');
  delete from roles where not built_in;`;

type Portfolio = Pick<World, 'customer' | 'made' | 'report' | 'batch'>;

function portfolio(server: TestServer): Portfolio {
  const post = async (path: string, body: object): Promise<string> => {
    const answer = await server.call('POST', path, { token: server.administrator.token, body });
    if (answer.status !== 200) throw new Error(JSON.stringify(answer.body));
    return answer.body.id;
  };
  const customer = async (referenceId: string): Promise<void> => {
    const { rows } = await server.context.db.pool.query(
      'select id from customers where reference_id = $1',
      [referenceId],
    );
    if (rows.length === 0) await post('/customers', { referenceId });
  };
  return {
    customer,
    made: (collection, fields = {}) => post(`/${collection}`, fields),
    report: async (fields = {}) => {
      await customer('92442');
      return post('/reports', { type: 'reference', referenceId: '92442', ...fields });
    },
    batch: async (status) => {
      await server.context.db.pool.query(
        `insert into report_batches (id, user_id, status, as_of, everyone, total, created_by, updated_by, created_at, updated_at)
         values ($1, $2, $3, '2026-06-30', false, 0, 'admin', 'admin', now(), now())`,
        [newId(), server.administrator.id, status],
      );
      const { rows } = await server.context.db.pool.query<{ id: string }>(
        'select id from report_batches order by id desc limit 1',
      );
      return String(rows[0]?.id);
    },
  };
}

function accounts(
  server: TestServer,
): Pick<World, 'user' | 'role' | 'registration' | 'oneTimeToken'> {
  const { pool } = server.context.db;
  const user = async (username: string, password?: string) => {
    const person = await server.signUp(username, 'authenticated');
    if (password !== undefined)
      await pool.query('update users set password_hash = $2 where id = $1', [
        person.id,
        await hashPassword(password),
      ]);
    return person;
  };
  return {
    user,
    role: async (type) => {
      const id = newId();
      await pool.query(
        `insert into roles (id, name, type, permissions, created_by, updated_by, created_at, updated_at)
         values ($1, $2, $2, '{}', 'test', 'test', now(), now())`,
        [id, type],
      );
      return id;
    },
    registration: async (isOpen) => {
      await pool.query('update company set settings = $1', [
        JSON.stringify({ registration: isOpen }),
      ]);
    },
    oneTimeToken: async (kind, token, at = server) => {
      const { id } = await at.signUp('jlopez', 'authenticated');
      await at.context.db.pool.query(
        `update users set ${kind}_token_hash = $2, ${kind}_token_expires_at = now() + interval '1 hour' where id = $1`,
        [id, hashToken(token)],
      );
    },
  };
}

async function waitForProvider(server: TestServer, browser: Browser, query: string): Promise<URL> {
  let next: URL | string = `${server.url}/connect/sso${query}`;
  for (let step = 0; step < 10; step++) {
    const visit = await browser.visit(next, { 'x-forwarded-for': '10.9.0.1' });
    if (!visit.location) throw new Error(`The provider stopped with ${JSON.stringify(visit.body)}`);
    if (visit.location.origin === PUBLIC_URL) return visit.location;
    next = visit.location;
  }
  throw new Error('The provider leads in a circle.');
}

/** Waits until a connection of this database waits for another's lock. */
export async function untilSomeoneWaits(server: TestServer): Promise<void> {
  for (;;) {
    const { rows } = await server.context.db.pool.query(
      `select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
    );
    if (rows.length > 0) return;
    await sleep(20);
  }
}

export async function startWorld(): Promise<World> {
  const issuer = await startOidcIssuer(`${PUBLIC_URL}/auth/sso/callback`);
  issuer.people.set('newcomer', {
    email: 'newcomer@example.com',
    email_verified: true,
    preferred_username: 'newcomer',
  });
  issuer.signsInAs = 'newcomer';
  const server = await startTestServer({
    environment: {
      MAIA_TRUSTED_PROXIES: '127.0.0.1',
      MAIA_METRICS_TOKEN: 'metrics-token-of-the-tests',
      MAIA_MAILS_PER_DAY_MAX: '2',
      MAIA_IMPORT_BYTES_MAX: '4096',
      MAIA_UPLOAD_BYTES_MAX: '4096',
      MAIA_PROVIDERS: JSON.stringify([
        { name: 'sso', issuer: issuer.url, ...CLIENT },
        { name: 'gone', issuer: 'http://127.0.0.1:1', ...CLIENT },
      ]),
      PUBLIC_URL,
    },
  });
  const other = await startTestServer({
    empty: true,
    environment: {
      MAIA_TRUSTED_PROXIES: '127.0.0.1',
      MAIA_CONFIRMATION_REDIRECT_URL: 'https://lender.example/confirmed',
    },
  });
  await storeDemoPortfolio(server.context.db, { customers: 700, seed: 7 });
  const training = await storeTrainedModel(server.context);
  const { pool } = server.context.db;
  return {
    server,
    other,
    training,
    ...portfolio(server),
    ...accounts(server),
    sql: async (statement, values = []) => {
      await pool.query(statement, [...values]);
    },
    signInAnswer: async (to) => {
      const browser = new Browser();
      const url = await waitForProvider(server, browser, to === undefined ? '' : `?to=${to}`);
      const cookies = [...browser.cookies(new URL(server.url).host)];
      const cookie = cookies.map(([name, value]) => `${name}=${value}`).join('; ');
      return { answer: url.search.slice(1), headers: { cookie } };
    },
    tidy: async () => {
      await pool.query(TIDY);
      await other.context.db.pool.query(
        `delete from users where username = 'jlopez'; delete from idempotency_keys`,
      );
      await pool.query('delete from activations');
      await activate(server.context, training);
    },
    close: async () => {
      await server.close();
      await other.close();
      await issuer.close();
    },
  };
}
