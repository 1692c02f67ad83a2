import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PERMISSIONS } from '../src/roles/permissions.js';
import { dumpDatabase } from './dump.js';
import { type Answer, startTestServer, TEST_PASSWORD, type TestServer } from './server.js';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

const ROLES = '/users-permissions/roles';

const asAdministrator = (method: string, path: string, body?: object): Promise<Answer> =>
  server.call(method, path, { token: server.administrator.token, ...(body ? { body } : {}) });

const makeRole = async (name: string, more: object = {}): Promise<string> =>
  (await asAdministrator('POST', ROLES, { name, ...more })).body.id;

const roleTypeOf = async (userId: string): Promise<string> =>
  (await asAdministrator('GET', `/users/${userId}`)).body.role.type;

const enabledOf = (answer: Answer): string[] =>
  answer.body.permissions
    .filter((one: { enabled: boolean }) => one.enabled)
    .map((one: { id: string }) => one.id);

describe('PUT /users-permissions/roles/:id', () => {
  it('changes what is sent, by id or type, at once for who has the role', async () => {
    const id = await makeRole('Desk', { permissions: ['application.customers.find'] });
    const { token } = await server.signUp('deskman', 'desk');
    const first = await asAdministrator('PUT', `${ROLES}/desk`, { description: 'Front desk' });
    expect(first.body).toMatchObject({ id, name: 'Desk', description: 'Front desk', type: 'desk' });
    expect(enabledOf(first)).toEqual(['application.customers.find']);
    expect((await server.call('GET', '/customers', { token })).status).toBe(200);
    const second = await asAdministrator('PUT', `${ROLES}/${id}`, {
      name: 'Counter',
      type: 'counter',
      permissions: ['application.payments.find'],
    });
    expect(second.body).toMatchObject({ id, name: 'Counter', type: 'counter' });
    expect((await server.call('GET', '/customers', { token })).status).toBe(403);
    expect((await server.call('GET', '/payments', { token })).status).toBe(200);
  });

  it('gives the role to the users named and takes it from those left out', async () => {
    await makeRole('Team');
    const [anna, bea] = [
      await server.signUp('anna', 'team'),
      await server.signUp('bea', 'analyst'),
    ];
    const answer = await asAdministrator('PUT', `${ROLES}/team`, { users: ['BEA'] });
    expect(answer.body.users.map((user: { username: string }) => user.username)).toEqual(['bea']);
    expect(await roleTypeOf(anna.id)).toBe('authenticated');
    expect(await roleTypeOf(bea.id)).toBe('team');
    await asAdministrator('PUT', `${ROLES}/team`, { name: 'Team 2' });
    expect(await roleTypeOf(bea.id)).toBe('team');
  });

  it('edits built-in roles but for their part in the whole', async () => {
    const edited = await asAdministrator('PUT', `${ROLES}/authenticated`, {
      name: 'Everyone',
      permissions: ['users-permissions.user.me', 'application.company.find'],
    });
    expect(edited.status).toBe(200);
    const { token } = server.user;
    expect((await server.call('GET', '/company', { token })).status).toBe(200);
    for (const [type, body, field] of [
      ['authenticated', { type: 'other' }, 'type'],
      ['administrator', { permissions: [] }, 'permissions'],
      ['public', { permissions: ['application.customers.find'] }, 'permissions'],
    ] as const) {
      const answer = await asAdministrator('PUT', `${ROLES}/${type}`, body);
      expect(answer.status).toBe(400);
      expect(answer.body.errors[0].field).toBe(field);
    }
    const whole = await asAdministrator('PUT', `${ROLES}/administrator`, {
      permissions: PERMISSIONS,
      description: 'Runs it',
    });
    expect(whole.body).toMatchObject({ type: 'administrator', description: 'Runs it' });
  });

  it.each([
    ['no-such-role', { name: 'x' }, 404],
    ['analyst', { name: 'ab' }, 400],
    ['analyst', { permissions: ['application.customers.fly'] }, 400],
    ['analyst', { users: ['nobody at all'] }, 400],
    ['analyst', { name: 'administrator' }, 409],
    ['analyst', { users: ['admin'] }, 409],
    ['administrator', { users: [] }, 409],
  ])('refuses for %s %j with %i and changes nothing', async (type, body, status) => {
    const before = await dumpDatabase(server.context);
    const answer = await asAdministrator('PUT', `${ROLES}/${type}`, body);
    expect(answer.status).toBe(status);
    expect(await dumpDatabase(server.context)).toEqual(before);
  });

  it('does not take a role from users that its list does not show', async () => {
    await makeRole('Crowd');
    await server.context.db.pool.query(
      `insert into users (id, username, email, role_id, created_by, updated_by, created_at, updated_at)
       select gen_random_uuid(), 'crowd' || n, 'crowd' || n || '@example.com', roles.id, 'x', 'x', now(), now()
       from roles, generate_series(1, 101) n where type = 'crowd'`,
    );
    expect((await asAdministrator('PUT', `${ROLES}/crowd`, { users: [] })).status).toBe(409);
  });
});

describe('DELETE /users-permissions/roles/:id', () => {
  it('deletes a role, whose users become authenticated', async () => {
    const id = await makeRole('Passing');
    const user = await server.signUp('passenger', 'passing');
    const answer = await asAdministrator('DELETE', `${ROLES}/${id}`);
    expect([answer.status, answer.body]).toEqual([200, { code: 200, message: 'OK' }]);
    expect(await roleTypeOf(user.id)).toBe('authenticated');
    expect((await asAdministrator('DELETE', `${ROLES}/${id}`)).status).toBe(404);
    for (const type of ['public', 'authenticated', 'analyst', 'administrator'])
      expect((await asAdministrator('DELETE', `${ROLES}/${type}`)).status).toBe(409);
  });

  it('and giving the role at the same time leave everyone with a role', async () => {
    const id = await makeRole('Contested');
    const people = [];
    for (let i = 0; i < 10; i++) people.push(await server.signUp(`contested${i}`, 'authenticated'));
    const answers = await Promise.all([
      ...people.map((person) => asAdministrator('PUT', `/users/${person.id}`, { role: id })),
      asAdministrator('DELETE', `${ROLES}/${id}`),
      ...people.map((_, i) =>
        asAdministrator('POST', '/users', {
          username: `newcomer${i}`,
          email: `newcomer${i}@example.com`,
          password: TEST_PASSWORD,
          role: id,
        }),
      ),
      asAdministrator('PUT', `${ROLES}/${id}`, { users: people.map((person) => person.id) }),
    ]);
    for (const { status } of answers) expect([200, 400, 404]).toContain(status);
    expect(answers[10]?.status).toBe(200);
    for (const person of people) expect(await roleTypeOf(person.id)).toBe('authenticated');
    const { rows } = await server.context.db.pool.query(
      `select count(*)::int as n from users where role_id not in (select id from roles)`,
    );
    expect(rows).toEqual([{ n: 0 }]);
  });
});

describe('GET /users-permissions/search/:id', () => {
  it('finds users by id or a part of name or address, without secrets', async () => {
    const { id } = await server.signUp('señora_ñu', 'analyst');
    const find = async (text: string): Promise<string[]> => {
      const { body } = await asAdministrator(
        'GET',
        `/users-permissions/search/${encodeURIComponent(text)}`,
      );
      expect(JSON.stringify(body)).not.toMatch(/argon|hash/);
      return body.map((user: { username: string }) => user.username);
    };
    expect(await find(id)).toEqual(['señora_ñu']);
    expect(await find('ORA_Ñ')).toEqual(['señora_ñu']);
    expect(await find('plain@EXAMPLE')).toEqual(['plain']);
    expect(await find('%')).toEqual([]);
    expect(await find('\\')).toEqual([]);
  });
});

it('a NUL character is in the name of no role and of nobody', async () => {
  for (const method of ['PUT', 'DELETE'])
    expect(await asAdministrator(method, '/users-permissions/roles/a%00', {})).toMatchObject({
      status: 404,
    });
  expect(await asAdministrator('GET', '/users-permissions/search/a%00')).toMatchObject({
    status: 200,
    body: [],
  });
});

it('roles are changed by administrators only, whatever a role says', async () => {
  await makeRole('Climbers', {
    permissions: ['users-permissions.role.update', 'users-permissions.role.delete'],
  });
  const { token } = await server.signUp('climber', 'climbers');
  for (const [method, body] of [
    ['PUT', { permissions: PERMISSIONS }],
    ['DELETE', undefined],
  ] as const)
    expect(
      (await server.call(method, `${ROLES}/climbers`, { token, ...(body ? { body } : {}) })).status,
    ).toBe(403);
});
