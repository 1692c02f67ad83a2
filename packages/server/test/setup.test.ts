import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ConfigError } from '../src/config.js';
import { SYSTEM_ACTOR } from '../src/http/caller.js';
import { createAdministrator, prepareFirstRun } from '../src/setup/service.js';
import { dumpDatabase } from './dump.js';
import { type Answer, startTestServer, TEST_PASSWORD, type TestServer } from './server.js';

const person = { username: 'primera', email: 'primera@example.com', password: TEST_PASSWORD };

describe('an installation without an administrator', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startTestServer({ empty: true });
  });
  afterAll(() => server.close());

  const setup = (body: object): Promise<Answer> => server.call('POST', '/setup', { body });

  it('has the built-in roles, the company, and a one-time token of 128 bits that is not stored', async () => {
    const { kysely } = server.context.db;
    const roles = await kysely.selectFrom('roles').select('type').orderBy('type').execute();
    expect(roles.map(({ type }) => type)).toEqual([
      'administrator',
      'analyst',
      'authenticated',
      'public',
    ]);
    expect(Buffer.from(server.setupToken ?? '', 'base64url')).toHaveLength(16);
    const { rows } = await server.context.db.pool.query(
      'select setup_tokens::text from setup_tokens',
    );
    expect(rows).toHaveLength(1);
    expect(JSON.stringify(rows)).not.toContain(server.setupToken);
  });

  it('prints another token at the next start, which alone works; nothing else is made twice', async () => {
    const before = await dumpDatabase(server.context);
    const former = server.setupToken;
    server.setupToken = await prepareFirstRun(server.context);
    expect(await dumpDatabase(server.context)).toEqual({
      ...before,
      setup_tokens: expect.stringContaining('1 rows'),
    });
    expect((await setup({ ...person, token: former ?? '' })).status).toBe(400);
  });

  it.each([
    [{ token: 'wrong' }, 'token'],
    [{ token: '' }, 'token'],
    [{ username: 'a@b' }, 'username'],
    [{ email: 'nobody' }, 'email'],
    [{ password: 'password1' }, 'password'],
    [{ password: '********' }, 'password'],
  ])('refuses %j and waits on', async (change, field) => {
    const answer = await setup({ ...person, token: server.setupToken ?? '', ...change });
    expect(answer.status).toBe(400);
    expect(answer.body.errors[0].field).toBe(field);
    const users = await server.context.db.kysely.selectFrom('users').selectAll().execute();
    expect(users).toEqual([]);
  });

  it('gets its first administrator from one of many who hold the token; afterwards 404', async () => {
    const answers = await Promise.all(
      Array.from({ length: 6 }, (_, i) =>
        setup({
          token: server.setupToken ?? '',
          username: `first-${i}`,
          email: `first-${i}@example.com`,
          password: TEST_PASSWORD,
        }),
      ),
    );
    const made = answers.filter(({ status }) => status === 200);
    expect(made).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 404)).toHaveLength(5);
    const me = await server.call('GET', '/users/me', { token: made[0]?.body.jwt });
    expect(me.body).toMatchObject({
      role: { type: 'administrator' },
      created_by: me.body.username,
    });
    expect((await setup({})).status).toBe(404);
    expect(await prepareFirstRun(server.context)).toBeNull();
    const tokens = await server.context.db.kysely.selectFrom('setup_tokens').selectAll().execute();
    expect(tokens).toEqual([]);
  });
});

describe('MAIA_ADMIN_*', () => {
  it('makes the first administrator, once, also when several servers start together', async () => {
    const server = await startTestServer({ empty: true });
    const { context } = server;
    const configured = { ...context, config: { ...context.config, admin: person } };
    try {
      await Promise.all([1, 2, 3].map(() => prepareFirstRun(configured)));
      const answer = await server.call('POST', '/auth/local', {
        body: { user: person.email, password: TEST_PASSWORD },
      });
      expect(answer.body.user).toMatchObject({ username: 'primera', created_by: 'system' });
      expect((await server.call('POST', '/setup', { body: {} })).status).toBe(404);
      const changed = { ...person, username: 'segunda', email: 'segunda@example.com' };
      await prepareFirstRun({ ...context, config: { ...context.config, admin: changed } });
      const { rows } = await context.db.pool.query('select username from users');
      expect(rows).toEqual([{ username: 'primera' }]);
    } finally {
      await server.close();
    }
  });

  it('that cannot be used stop the start with a sentence that names them', async () => {
    const server = await startTestServer({ empty: true });
    const { context } = server;
    const admin = { ...person, password: 'password' };
    try {
      const start = prepareFirstRun({ ...context, config: { ...context.config, admin } });
      await expect(start).rejects.toThrow(ConfigError);
      await expect(start).rejects.toThrow(/MAIA_ADMIN_.*password/);
    } finally {
      await server.close();
    }
  });
});

it('maia admin create makes further administrators and ends a waiting setup', async () => {
  const server = await startTestServer({ empty: true });
  try {
    await createAdministrator(server.context, SYSTEM_ACTOR, person);
    const second = { ...person, username: 'otra', email: 'otra@example.com' };
    await createAdministrator(server.context, SYSTEM_ACTOR, second);
    await expect(createAdministrator(server.context, SYSTEM_ACTOR, second)).rejects.toMatchObject({
      status: 409,
    });
    const body = { ...person, username: 'late', token: server.setupToken };
    expect((await server.call('POST', '/setup', { body })).status).toBe(404);
  } finally {
    await server.close();
  }
});
