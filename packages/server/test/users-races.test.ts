import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type Answer,
  type Person,
  startTestServer,
  TEST_PASSWORD,
  type TestServer,
} from './server.js';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

const put = (person: Person, body: object, token = server.administrator.token): Promise<Answer> =>
  server.call('PUT', `/users/${person.id}`, { token, body });

function statuses(answers: readonly Answer[]): Record<number, number> {
  const counts: Record<number, number> = {};
  for (const { status } of answers) counts[status] = (counts[status] ?? 0) + 1;
  return counts;
}

describe('races', () => {
  it('50 users of one name: one is made, the others hear 409', async () => {
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, i) =>
        server.call('POST', '/users', {
          token: server.administrator.token,
          body: {
            username: i % 2 ? 'Wanted' : 'wanted',
            email: `wanted${i}@example.com`,
            password: TEST_PASSWORD,
          },
        }),
      ),
    );
    expect(statuses(answers)).toEqual({ 200: 1, 409: 49 });
  });

  it('50 users who rename themselves alike: one wins', async () => {
    const people: Person[] = [];
    for (let i = 0; i < 50; i++) people.push(await server.signUp(`renamer${i}`, 'authenticated'));
    const answers = await Promise.all(
      people.map((person) => put(person, { username: 'the one' }, person.token)),
    );
    expect(statuses(answers)).toEqual({ 200: 1, 409: 49 });
  });

  it('50 changes of one user: each whole, one after the other', async () => {
    const person = await server.signUp('busy', 'authenticated');
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, i) =>
        put(person, { username: `busy-${i}`, email: `busy-${i}@example.com` }),
      ),
    );
    expect(statuses(answers)).toEqual({ 200: 50 });
    for (const { body } of answers) expect(body.email).toBe(`${body.username}@example.com`);
    const { rows } = await server.context.db.pool.query<{
      changes: { username: { from: string; to: string } };
    }>(`select changes from logs where resource_id = $1 order by changes->'username'->>'from'`, [
      person.id,
    ]);
    expect(rows).toHaveLength(50);
    // Every change began where another one ended: none was lost.
    const ends = rows.map(({ changes }) => changes.username.to);
    const starts = rows.map(({ changes }) => changes.username.from);
    expect(new Set(ends).size).toBe(50);
    expect(starts.filter((name) => !ends.includes(name))).toEqual(['busy']);
    const last = ends.filter((name) => !starts.includes(name));
    const now = await server.call('GET', `/users/${person.id}`, {
      token: server.administrator.token,
    });
    expect([now.body.username]).toEqual(last);
    expect(now.body.email).toBe(`${now.body.username}@example.com`);
  });

  it('users who each take the same reports: every report has one owner', async () => {
    const reports = ['race-1', 'race-2', 'race-3'];
    for (const uuid of reports)
      await server.call('POST', '/reports', {
        token: server.administrator.token,
        body: { uuid, type: 'vector', vector: { attributes: {}, payments: [] } },
      });
    const people: Person[] = [];
    for (let i = 0; i < 8; i++) people.push(await server.signUp(`taker${i}`, 'authenticated'));
    const answers = await Promise.all(people.map((person) => put(person, { reports })));
    expect(statuses(answers)).toEqual({ 200: 8 });
    const { rows } = await server.context.db.pool.query<{ owners: number }>(
      `select count(distinct user_id)::int as owners from reports where uuid = any($1)`,
      [reports],
    );
    expect(rows[0]?.owners).toBe(1);
  });
});

describe('the last administrator', () => {
  it('can be neither demoted, blocked nor deleted', async () => {
    const { administrator } = server;
    const answers = [
      await put(administrator, { role: 'analyst' }),
      await put(administrator, { blocked: true }),
      await server.call('DELETE', `/users/${administrator.id}`, { token: administrator.token }),
      await server.call('POST', '/users-permissions/roles', {
        token: administrator.token,
        body: { name: 'Trap', users: ['admin'] },
      }),
    ];
    expect(answers.map(({ status }) => status)).toEqual([409, 409, 409, 409]);
    expect((await put(administrator, { role: 'administrator', blocked: false })).status).toBe(200);
  });

  it('remains when two remove each other, in every way, again and again', async () => {
    const { administrator } = server;
    const removals = [
      (victim: Person, actor: Person) => put(victim, { role: 'analyst' }, actor.token),
      (victim: Person, actor: Person) => put(victim, { blocked: true }, actor.token),
      (victim: Person, actor: Person) =>
        server.call('DELETE', `/users/${victim.id}`, { token: actor.token }),
    ];
    for (const [i, one] of removals.entries())
      for (const [j, other] of removals.entries()) {
        const pair: [Person, Person] = [
          await server.signUp(`left${i}${j}`, 'administrator'),
          await server.signUp(`right${i}${j}`, 'administrator'),
        ];
        await server.context.db.pool.query('update users set blocked = true where id = $1', [
          administrator.id,
        ]);
        const answers = await Promise.all([one(pair[1], pair[0]), other(pair[0], pair[1])]);
        const after = await server.context.db.pool.query<{ left: number }>(
          `select count(*)::int as left from users join roles on roles.id = role_id
           where type = 'administrator' and not blocked`,
        );
        expect(after.rows[0]?.left, `${i} and ${j}`).toBe(1);
        expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
        await server.context.db.pool.query('update users set blocked = false where id = $1', [
          administrator.id,
        ]);
        await server.context.db.pool.query(
          `update users set blocked = true where username like 'left%' or username like 'right%'`,
        );
      }
  });

  it('remains when all remove each other at the same moment', async () => {
    const administrators = [server.administrator];
    for (let i = 0; i < 7; i++)
      administrators.push(await server.signUp(`chief${i}`, 'administrator'));
    const removals = administrators.map((actor, i) => {
      const victim = administrators[(i + 1) % administrators.length] ?? actor;
      if (i % 3 === 0) return put(victim, { role: 'analyst' }, actor.token);
      if (i % 3 === 1) return put(victim, { blocked: true }, actor.token);
      return server.call('DELETE', `/users/${victim.id}`, { token: actor.token });
    });
    const answers = await Promise.all(removals);
    for (const { status } of answers) expect([200, 403, 409]).toContain(status);
    const { rows } = await server.context.db.pool.query<{ left: number }>(
      `select count(*)::int as left from users join roles on roles.id = role_id
       where type = 'administrator' and not blocked`,
    );
    expect(rows[0]?.left).toBeGreaterThanOrEqual(1);
  });
});
