import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BUILT_IN_ROLES, PERMISSIONS } from '../src/roles/permissions.js';
import { type Answer, startTestServer, type TestServer } from './server.js';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

const ROLES = '/users-permissions/roles';

const asAdministrator = (method: string, path: string, body?: object): Promise<Answer> =>
  server.call(method, path, { token: server.administrator.token, ...(body ? { body } : {}) });

interface Shown {
  id: string;
  enabled: boolean;
}

const enabledOf = (answer: Answer): string[] =>
  answer.body.permissions.filter((one: Shown) => one.enabled).map((one: Shown) => one.id);

describe('permissions', () => {
  it('are named type.controller.action, each once', async () => {
    const answer = await asAdministrator('GET', '/users-permissions/permissions');
    expect(answer.status).toBe(200);
    expect(answer.body.map((one: Shown) => one.id)).toEqual(PERMISSIONS);
    expect(new Set(PERMISSIONS).size).toBe(PERMISSIONS.length);
    for (const { id, type, controller, action } of answer.body) {
      expect(id).toBe(`${type}.${controller}.${action}`);
      expect(id).toBe(id.toLowerCase());
    }
  });

  it('are all the administrator’s, whatever the table says', async () => {
    await server.context.db.kysely
      .updateTable('roles')
      .set({ permissions: [] })
      .where('type', '=', 'administrator')
      .execute();
    const [administrator] = (await asAdministrator('GET', `${ROLES}?type=administrator`)).body;
    const answer = await asAdministrator('GET', `${ROLES}/${administrator.id}`);
    expect(enabledOf(answer)).toEqual(PERMISSIONS);
  });

  it('of the analyst are those of the records, without activating, users, roles or logs', () => {
    const analyst = BUILT_IN_ROLES.find(({ type }) => type === 'analyst');
    expect(analyst?.permissions).toEqual(
      expect.arrayContaining([
        'application.customers.delete',
        'application.trainings.cancel',
        'application.datasources.preview',
        'upload.upload.search',
        'application.company.find',
      ]),
    );
    for (const permission of analyst?.permissions ?? []) {
      expect(PERMISSIONS).toContain(permission);
      expect(permission).not.toMatch(/activate|company\.update|logs|role|token|email|user\.[^m]/);
    }
  });
});

describe('reading roles', () => {
  it('lists, filters and shows one, with every permission and the users', async () => {
    const list = await asAdministrator('GET', `${ROLES}?_sort=type:DESC&_limit=2`);
    expect(list.body.map((role: { type: string }) => role.type)).toEqual([
      'public',
      'authenticated',
    ]);
    const { id } = list.body[1];
    const answer = await asAdministrator('GET', `${ROLES}/${id}`);
    expect(answer.body).toEqual(list.body[1]);
    expect(answer.body.permissions).toHaveLength(PERMISSIONS.length);
    expect(answer.body.permissions[0]).toEqual({
      id: 'application.customers.find',
      type: 'application',
      controller: 'customers',
      action: 'find',
      enabled: false,
      policy: '',
      role: id,
    });
    expect(enabledOf(answer)).toEqual(['users-permissions.user.me']);
    expect(answer.body.users).toHaveLength(1);
    expect(answer.body.users[0]).toMatchObject({ id: server.user.id, username: 'plain' });
    expect(JSON.stringify(answer.body)).not.toMatch(/argon|hash|token_version/);
  });

  it('answers 404 for no such role and 400 for no such field', async () => {
    for (const id of ['x', 'analyst', '00000000-0000-7000-8000-000000000000'])
      expect((await asAdministrator('GET', `${ROLES}/${id}`)).status).toBe(404);
    expect((await asAdministrator('GET', `${ROLES}?permissions=x`)).status).toBe(400);
  });

  it('is not for analysts or plain users', async () => {
    for (const { token } of [server.analyst, server.user])
      for (const path of [ROLES, `${ROLES}/x`, '/users-permissions/permissions'])
        expect((await server.call('GET', path, { token })).status).toBe(403);
  });
});

describe('POST /users-permissions/roles', () => {
  it('makes a role that permits what it names and moves its users', async () => {
    const clerk = await server.signUp('clerk', 'authenticated');
    const answer = await asAdministrator('POST', ROLES, {
      name: 'Mesa de Crédito',
      description: 'Ve clientes',
      permissions: ['application.customers.find', 'application.customers.find'],
      users: [clerk.id, 'CLERK'],
    });
    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({
      name: 'Mesa de Crédito',
      type: 'mesa_de_credito',
      description: 'Ve clientes',
      created_by: 'admin',
      users: [{ username: 'clerk' }],
    });
    expect(enabledOf(answer)).toEqual(['application.customers.find']);
    const { token } = clerk;
    expect((await server.call('GET', '/customers', { token })).status).toBe(200);
    expect((await server.call('GET', '/customers/count', { token })).status).toBe(403);
    expect((await server.call('GET', '/users/me', { token })).status).toBe(403);
  });

  it.each([
    [{ name: 'ab' }, 400, 'name'],
    [{}, 400, 'name'],
    [{ name: '日本語' }, 400, 'type'],
    [{ name: 'Good', type: 'Not Good' }, 400, 'type'],
    [{ name: 'Good', permissions: ['application.customers.fly'] }, 400, 'permissions'],
    [{ name: 'Good', permissions: ['constructor'] }, 400, 'permissions'],
    [{ name: 'Good', users: ['nobody'] }, 400, 'users'],
    [{ name: 'Good', type: 'analyst', users: ['nobody'] }, 400, 'users'],
    [{ name: 'Good', type: 'analyst' }, 409, 'type'],
    [{ name: 'ANALYST', type: 'other' }, 409, 'name'],
  ])('refuses %j with %i naming %s', async (body, status, field) => {
    const before = (await asAdministrator('GET', ROLES)).body.length;
    const answer = await asAdministrator('POST', ROLES, body);
    expect(answer.status).toBe(status);
    expect(answer.body.errors[0].field).toBe(field);
    expect((await asAdministrator('GET', ROLES)).body).toHaveLength(before);
  });

  it('20 roles of one name at once: one is made', async () => {
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => asAdministrator('POST', ROLES, { name: 'Unique role' })),
    );
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 409)).toHaveLength(19);
  });

  it('is for administrators only, whatever a role says', async () => {
    const permissions = ['users-permissions.role.create'];
    await asAdministrator('POST', ROLES, { name: 'Climbers', permissions });
    const { token } = await server.signUp('climber', 'climbers');
    const body = { name: 'Summit', permissions: PERMISSIONS, users: ['climber'] };
    expect((await server.call('POST', ROLES, { token, body })).status).toBe(403);
  });
});
