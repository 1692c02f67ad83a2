import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { FastifyInstance, RouteOptions } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildApp } from '../src/app.js';
import { newId } from '../src/db/ids.js';
import { PERMISSIONS, PERSONAL_PERMISSIONS } from '../src/roles/permissions.js';
import { hashToken } from '../src/secrets.js';
import { PERMISSIONS_TABLE, POSTS_WITHOUT_KEY, type Row } from './permissions-table.js';
import { startTestServer, type TestServer } from './server.js';

let server: TestServer;
let routes: RouteOptions[];
beforeAll(async () => {
  server = await startTestServer();
  routes = await registeredRoutes();
});
afterAll(() => server.close());

/** The routes of the whole application. Fastify adds a HEAD to each GET, which has its access. */
async function registeredRoutes(): Promise<RouteOptions[]> {
  const found: RouteOptions[] = [];
  const watch = (message: unknown): void => {
    const { fastify } = message as { fastify: FastifyInstance };
    fastify.addHook('onRoute', (route) => {
      if (route.method !== 'HEAD') found.push(route);
    });
  };
  subscribe('fastify.initialization', watch);
  const app = await buildApp(server.context);
  await app.ready();
  await app.close();
  unsubscribe('fastify.initialization', watch);
  return found;
}

const nameOf = ({ method, url }: RouteOptions): string => `${method} ${url}`;

/** A name as good as any other: whoever is let in hears that there is no such record, or that the body is wrong. */
async function isLetIn(name: string, token: string | null): Promise<'in' | 'out'> {
  const [method = '', url = ''] = name.split(' ');
  const path = url.replace(/:[A-Za-z]+/g, newId()).replace('*', '');
  const isImport = path.endsWith('/import');
  const sent = {
    body: isImport ? 'x\n' : '{}',
    headers: { 'content-type': isImport ? 'text/csv' : 'application/json' },
  };
  const { status } = await server.call(method, path, {
    ...(token === null ? {} : { token }),
    ...(method === 'POST' || method === 'PUT' ? sent : {}),
  });
  expect(status, name).toBeLessThan(500);
  return status === 403 ? 'out' : 'in';
}

let people = 0;

/** A user, signed in, whose role holds exactly these permissions. */
async function userHolding(permissions: readonly string[]): Promise<string> {
  people += 1;
  const type = `table_${people}`;
  await server.context.db.pool.query(
    `insert into roles (id, name, type, permissions, created_by, updated_by, created_at, updated_at)
     values ($1, $2, $2, $3, 'test', 'test', now(), now())`,
    [newId(), type, permissions],
  );
  return (await server.signUp(`table-${people}`, type)).token;
}

async function newAdministrator(): Promise<string> {
  people += 1;
  return (await server.signUp(`table-${people}`, 'administrator')).token;
}

/** An administrator's API token, put straight into the table, so that it can name what nobody may give it. */
async function tokenNaming(permissions: readonly string[]): Promise<string> {
  const token = `maia_${newId()}`;
  await server.context.db.pool.query(
    `insert into api_tokens values ($1, $2, 'table', $3, $4, now() + interval '1 hour', now())`,
    [newId(), server.administrator.id, permissions, hashToken(token)],
  );
  return token;
}

async function met(name: string, { permissions }: Row): Promise<Omit<Row, 'permissions'>> {
  const needed = permissions ?? [];
  const others = PERMISSIONS.filter((permission) => !needed.includes(permission));
  return {
    nobody: await isLetIn(name, null),
    without: await isLetIn(name, await userHolding(others)),
    with: await isLetIn(name, await userHolding(needed)),
    // A new one each time, because one of the calls ends all sessions of its caller.
    administrator: await isLetIn(name, await newAdministrator()),
    token: await isLetIn(name, await tokenNaming(needed)),
  };
}

describe('the table of permissions', () => {
  it('has a row for every route and no other', () => {
    expect(Object.keys(PERMISSIONS_TABLE).sort()).toEqual([...new Set(routes.map(nameOf))].sort());
  });

  it('names permissions that there are', () => {
    const named = Object.values(PERMISSIONS_TABLE).flatMap((row) => row.permissions ?? []);
    expect(named.filter((permission) => !PERMISSIONS.includes(permission))).toEqual([]);
  });

  it.each(Object.entries(PERMISSIONS_TABLE))('holds for %s', async (name, row) => {
    const { permissions, ...cells } = row;
    expect(await met(name, row)).toEqual(cells);
    // One of several permissions is not enough, and a token that names all the others gets nowhere either.
    if (permissions === null) return;
    const others = PERMISSIONS.filter((permission) => !permissions.includes(permission));
    expect(await isLetIn(name, await tokenNaming(others))).toBe('out');
    if (permissions.length === 1) return;
    for (const permission of permissions)
      expect(await isLetIn(name, await userHolding([permission]))).toBe('out');
  });

  it('keeps systems from what is for people, whatever their tokens name', () => {
    const personal = Object.values(PERMISSIONS_TABLE).filter(
      ({ permissions }) => permissions?.some((name) => PERSONAL_PERMISSIONS.has(name)) ?? false,
    );
    expect(personal.length).toBeGreaterThan(0);
    expect(personal.filter((row) => row.token === 'in')).toEqual([]);
  });
});

describe('who may not make a call', () => {
  // Of a user's record the refusal depends on the fields, so these are read first.
  const writes = Object.entries(PERMISSIONS_TABLE).filter(
    ([name, { permissions }]) =>
      /^(POST|PUT) /.test(name) && permissions !== null && name !== 'PUT /users/:id',
  );

  it.each(writes)('hears so before anything of its body: %s', async (name, row) => {
    const [method = '', url = ''] = name.split(' ');
    const others = PERMISSIONS.filter((permission) => !row.permissions?.includes(permission));
    const held = row.with === 'out' ? [others, row.permissions ?? []] : [others];
    for (const permissions of held) {
      const { status } = await server.call(method, url.replace(/:[A-Za-z]+/g, newId()), {
        token: await userHolding(permissions),
        body: '{"no JSON',
        headers: { 'content-type': 'application/json', 'idempotency-key': 'with a space' },
      });
      expect(status).toBe(403);
    }
  });
});

describe('every call that creates', () => {
  it('takes an Idempotency-Key, or is named as one that needs none', () => {
    const keyed = routes.filter(({ schema }) => schema?.headers !== undefined).map(nameOf);
    const posts = routes.filter(({ method }) => method === 'POST').map(nameOf);
    expect([...keyed, ...POSTS_WITHOUT_KEY].sort()).toEqual(posts.sort());
  });
});
