import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Answer, startTestServer, TEST_PASSWORD, type TestServer } from './server.js';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

const asAdministrator = (method: string, path: string, body?: object): Promise<Answer> =>
  server.call(method, path, {
    token: server.administrator.token,
    ...(body ? { body } : {}),
  });

async function makeReport(uuid: string): Promise<void> {
  const body = { uuid, type: 'vector', vector: { attributes: {}, payments: [] } };
  expect((await asAdministrator('POST', '/reports', body)).status).toBe(200);
}

const uuidsOf = (answer: Answer): string[] =>
  answer.body.reports.map((report: { uuid: string }) => report.uuid);

const USER_FIELDS = [
  ...['id', 'username', 'email', 'provider', 'confirmed', 'blocked', 'role', 'reports'],
  ...['created_by', 'updated_by', 'created_at', 'updated_at'],
];

describe('reading users', () => {
  it('shows the caller under /users/me, alone in the role', async () => {
    await server.signUp('peer', 'authenticated');
    const answer = await server.call('GET', '/users/me', { token: server.user.token });
    expect(answer.status).toBe(200);
    expect(Object.keys(answer.body).sort()).toEqual([...USER_FIELDS].sort());
    expect(answer.body).toMatchObject({
      id: server.user.id,
      username: 'plain',
      role: { type: 'authenticated', permissions: ['users-permissions.user.me'], users: ['plain'] },
      reports: [],
    });
  });

  it('shows who may read roles the others of a role, and an administrator every permission', async () => {
    const plain = await asAdministrator('GET', `/users/${server.user.id}`);
    expect(plain.body.role.users).toEqual(expect.arrayContaining(['plain', 'peer']));
    const me = await asAdministrator('GET', '/users/me');
    expect(me.body.role.permissions).toContain('application.trainings.activate');
    expect(me.body.role.users).toEqual(['admin']);
  });

  it.each(['/users', '/users/count', `/users/x`])(
    'is not for plain users or analysts: %s',
    async (path) => {
      for (const { token } of [server.user, server.analyst])
        expect((await server.call('GET', path, { token })).status).toBe(403);
      expect((await server.call('GET', path)).status).toBe(403);
    },
  );

  it.each(['x', '%7Bid%7D', '00000000-0000-7000-8000-000000000000', '%00', 'a'.repeat(300)])(
    'answers 404 for the id %s',
    async (id) => {
      const answer = await asAdministrator('GET', `/users/${id}`);
      expect(answer.status).toBe(404);
      expect(answer.body).toMatchObject({ code: 404, message: expect.any(String) });
    },
  );

  it('lists with filters, order and pages, and counts', async () => {
    for (const name of ['lister-c', 'lister-a', 'lister-b']) await server.signUp(name, 'analyst');
    const path = '/users?role=analyst&_sort=username:DESC&_limit=2&_start=1';
    const answer = await asAdministrator('GET', path);
    expect(answer.body.map((user: { username: string }) => user.username)).toEqual([
      'lister-b',
      'lister-a',
    ]);
    for (const filter of ['role=analyst', 'role=Analyst', 'role.type=analyst'])
      expect((await asAdministrator('GET', `/users/count?${filter}`)).body).toEqual({ count: 4 });
    expect((await asAdministrator('GET', '/users/count?username=plain')).body).toEqual({
      count: 1,
    });
  });

  it.each([
    'password_hash=x',
    'resetPasswordToken=x',
    'reset_token_hash=x',
    'nothing=x',
    'username_like=x',
    'confirmed=maybe',
    '_sort=password_hash',
    '_start=-1',
  ])('refuses the parameter %s', async (parameter) => {
    for (const path of ['/users', '/users/count']) {
      const answer = await asAdministrator('GET', `${path}?${parameter}`);
      expect(answer.status).toBe(400);
      expect(answer.body.errors).toHaveLength(1);
    }
  });
});

describe('POST /users', () => {
  it('makes a user who can sign in', async () => {
    const password = 'una clave bien larga';
    const body = { username: 'Rosa', email: 'Rosa@Example.com', password, role: 'Analyst' };
    const answer = await asAdministrator('POST', '/users', body);
    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({
      username: 'Rosa',
      email: 'rosa@example.com',
      provider: 'local',
      confirmed: false,
      blocked: false,
      role: { type: 'analyst' },
      created_by: 'admin',
    });
    const signIn = await server.call('POST', '/auth/local', { body: { user: 'ROSA', password } });
    expect(signIn.status).toBe(200);
  });

  it('gives new users the role authenticated', async () => {
    const body = { username: 'simple', email: 'simple@example.com', password: TEST_PASSWORD };
    expect((await asAdministrator('POST', '/users', body)).body.role.type).toBe('authenticated');
  });

  const good = { username: 'someone', email: 'someone@example.com', password: TEST_PASSWORD };
  it.each([
    [{ ...good, username: 'plain' }, 409, 'username'],
    [{ ...good, username: 'PLAIN' }, 409, 'username'],
    [{ ...good, email: 'PLAIN@example.com' }, 409, 'email'],
    [{ ...good, username: 'ab' }, 400, 'username'],
    [{ ...good, username: 'a@b' }, 400, 'username'],
    [{ ...good, username: ' padded' }, 400, 'username'],
    [{ ...good, username: 'nul\u0000' }, 400, 'username'],
    [{ ...good, username: 'system' }, 400, 'username'],
    [{ ...good, username: '019f1c5e-0000-7000-8000-000000000000' }, 400, 'username'],
    [{ ...good, email: 'nobody' }, 400, 'email'],
    [{ ...good, password: '1234' }, 400, 'password'],
    [{ ...good, password: 'contraseña' }, 400, 'password'],
    [{ ...good, password: '********' }, 400, 'password'],
    [{ ...good, role: 'no such role' }, 400, 'role'],
    [{ ...good, reports: ['maia-000000000000'] }, 400, 'reports'],
    [{ email: good.email, password: good.password }, 400, 'username'],
  ])('refuses %j with %i naming %s', async (body, status, field) => {
    const before = await asAdministrator('GET', '/users/count');
    const answer = await asAdministrator('POST', '/users', body);
    expect(answer.status).toBe(status);
    expect(answer.body.errors[0].field).toBe(field);
    expect((await asAdministrator('GET', '/users/count')).body).toEqual(before.body);
  });

  it('is for administrators only, whatever a role says', async () => {
    await asAdministrator('POST', '/users-permissions/roles', {
      name: 'Clerks',
      permissions: ['users-permissions.user.create', 'users-permissions.user.delete'],
    });
    const { token } = await server.signUp('clerk', 'clerks');
    expect((await server.call('POST', '/users', { token, body: good })).status).toBe(403);
    const path = `/users/${server.user.id}`;
    expect((await server.call('DELETE', path, { token })).status).toBe(403);
    expect((await asAdministrator('GET', path)).status).toBe(200);
  });
});

describe('PUT /users/{id}', () => {
  it('changes what is sent and nothing else', async () => {
    const { id } = await server.signUp('partial', 'authenticated');
    const { body: before } = await asAdministrator('GET', `/users/${id}`);
    const answer = await asAdministrator('PUT', `/users/${id}`, { confirmed: false, unknown: 1 });
    expect(answer.status).toBe(200);
    expect(answer.body).toEqual({
      ...before,
      confirmed: false,
      updated_by: 'admin',
      updated_at: answer.body.updated_at,
    });
  });

  it('takes a role by id, type or name', async () => {
    const { id } = await server.signUp('promoted', 'authenticated');
    const roles = (await asAdministrator('GET', '/users-permissions/roles?type=analyst')).body;
    for (const role of [roles[0].id, 'authenticated', 'Analyst']) {
      const answer = await asAdministrator('PUT', `/users/${id}`, { role });
      expect([answer.body.role.id, answer.body.role.type, answer.body.role.name]).toContain(role);
    }
  });

  it('makes the named reports this user’s and detaches the others, or changes nothing', async () => {
    const first = await server.signUp('owner-1', 'authenticated');
    const second = await server.signUp('owner-2', 'authenticated');
    for (const uuid of ['own-a', 'own-b', 'own-c']) await makeReport(uuid);
    const reports = ['own-a', 'own-b', 'own-a'];
    const given = await asAdministrator('PUT', `/users/${first.id}`, { reports });
    expect(uuidsOf(given)).toEqual(['own-b', 'own-a']);
    await asAdministrator('PUT', `/users/${second.id}`, { reports: ['own-b', 'own-c'] });
    expect(uuidsOf(await asAdministrator('GET', `/users/${first.id}`))).toEqual(['own-a']);

    const refused = await asAdministrator('PUT', `/users/${second.id}`, {
      username: 'never',
      reports: ['own-a', 'no-such-report'],
    });
    expect(refused.status).toBe(400);
    expect(refused.body.message).toContain('no-such-report');
    const unchanged = await asAdministrator('GET', `/users/${second.id}`);
    expect(unchanged.body.username).toBe('owner-2');
    expect(uuidsOf(unchanged).sort()).toEqual(['own-b', 'own-c']);

    const emptied = await asAdministrator('PUT', `/users/${second.id}`, { reports: null });
    expect(emptied.body.reports).toEqual([]);
    expect((await asAdministrator('GET', '/reports/own-c')).body.users_permissions_user).toBeNull();
  });

  it('ends every token of a user whose password changes, but not for the mask', async () => {
    const { id, token } = await server.signUp('changer', 'authenticated');
    const me = () => server.call('GET', '/users/me', { token });
    const signIn = (password: string) =>
      server.call('POST', '/auth/local', { body: { user: 'changer', password } });
    await server.call('PUT', `/users/${id}`, { token, body: { password: '************' } });
    expect((await me()).status).toBe(200);
    expect((await signIn(TEST_PASSWORD)).status).toBe(200);
    const password = 'otra clave bien larga';
    expect((await server.call('PUT', `/users/${id}`, { token, body: { password } })).status).toBe(
      200,
    );
    expect((await me()).status).toBe(403);
    expect((await signIn(TEST_PASSWORD)).status).toBe(400);
    expect((await signIn(password)).status).toBe(200);
  });

  it('ends every token of a user who is blocked, also after the block ends', async () => {
    const { id, token } = await server.signUp('blocked', 'authenticated');
    for (const blocked of [true, false]) {
      await asAdministrator('PUT', `/users/${id}`, { blocked });
      const answer = await server.call('GET', '/users/me', { token });
      expect(answer.status).toBe(403);
      expect(answer.headers.get('www-authenticate')).toBe('Bearer');
    }
  });

  it('stores tokens as hashes, for one account at a time', async () => {
    const [one, two] = [
      await server.signUp('token-1', 'authenticated'),
      await server.signUp('token-2', 'authenticated'),
    ];
    const resetPasswordToken = 'a-token-of-32-characters-or-more';
    const holders = () =>
      server.context.db.kysely
        .selectFrom('users')
        .select(['id', 'reset_token_expires_at'])
        .where('reset_token_hash', '=', createHash('sha256').update(resetPasswordToken).digest())
        .execute();
    const before = Date.now();
    for (const { id } of [one, two])
      expect((await asAdministrator('PUT', `/users/${id}`, { resetPasswordToken })).status).toBe(
        200,
      );
    const [holder, ...others] = await holders();
    expect(others).toEqual([]);
    expect(holder?.id).toBe(two.id);
    const livesMs = (holder?.reset_token_expires_at?.getTime() ?? 0) - before;
    expect(livesMs).toBeGreaterThanOrEqual(3_600_000);
    expect(livesMs).toBeLessThan(3_660_000);
    await asAdministrator('PUT', `/users/${two.id}`, { resetPasswordToken: null });
    expect(await holders()).toEqual([]);
  });

  it('leaves a line in the log, without secrets', async () => {
    const { id } = await server.signUp('logged', 'authenticated');
    const secrets = {
      password: 'palabra secretísima',
      resetPasswordToken: 'reset-token-of-32-characters-or-more',
      confirmationToken: 'confirm-token-of-32-characters-or-more',
    };
    await asAdministrator('PUT', `/users/${id}`, {
      ...secrets,
      username: 'logged2',
      role: 'analyst',
    });
    const row = await server.context.db.kysely
      .selectFrom('logs')
      .selectAll()
      .where('resource_id', '=', id)
      .executeTakeFirstOrThrow();
    expect(row).toMatchObject({
      actor: 'admin',
      actor_id: server.administrator.id,
      action: 'update',
      resource: 'users',
      changes: {
        username: { from: 'logged', to: 'logged2' },
        role: { from: 'authenticated', to: 'analyst' },
        password: 'set',
        resetPasswordToken: 'set',
        confirmationToken: 'set',
      },
    });
    const { rows } = await server.context.db.pool.query(
      'select users::text, logs::text from users, logs',
    );
    for (const secret of Object.values(secrets)) expect(JSON.stringify(rows)).not.toContain(secret);
  });
});

describe('DELETE /users/{id}', () => {
  it('removes the user and keeps the reports, detached', async () => {
    const { id, token } = await server.signUp('leaver', 'authenticated');
    await makeReport('left-behind');
    await asAdministrator('PUT', `/users/${id}`, { reports: ['left-behind'] });
    const answer = await asAdministrator('DELETE', `/users/${id}`);
    expect(answer.body).toEqual({ code: 200, message: 'OK' });
    expect((await asAdministrator('GET', `/users/${id}`)).status).toBe(404);
    expect((await asAdministrator('DELETE', `/users/${id}`)).status).toBe(404);
    expect((await server.call('GET', '/users/me', { token })).status).toBe(403);
    const report = await asAdministrator('GET', '/reports/left-behind');
    expect(report.body).toMatchObject({ uuid: 'left-behind', users_permissions_user: null });
  });
});
