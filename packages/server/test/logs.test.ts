import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { recordChange } from '../src/audit/record-change.js';
import { inTransaction } from '../src/db/transaction.js';
import { SYSTEM_ACTOR } from '../src/http/caller.js';
import { sealLogs } from '../src/logs/sealer.js';
import { startTestServer, type TestServer } from './server.js';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

const get = (path: string, token = server.administrator.token) =>
  server.call('GET', path, { token });

const change = (resourceId: string) => ({ action: 'test', resource: 'tests', resourceId });

async function write(count: number): Promise<void> {
  for (let index = 0; index < count; index++)
    await inTransaction(server.context.db, (trx) =>
      recordChange(trx, server.context.secrets, SYSTEM_ACTOR, change(`row ${index}`)),
    );
}

/** Does what only the owner of the database can: change the log behind the back of its rules. */
async function tamper(statement: string): Promise<void> {
  await inTransaction(server.context.db, async (trx) => {
    await sql`alter table logs disable trigger user`.execute(trx);
    await sql.raw(statement).execute(trx);
    await sql`alter table logs enable trigger user`.execute(trx);
  });
}

describe('GET /logs', () => {
  it('tells who changed what, with personal values until the person is erased', async () => {
    const { token } = server.analyst;
    const made = await server.call('POST', '/customers', {
      token,
      body: { referenceId: 'L-1', addressCity: 'Cali' },
    });
    const entries = (await get(`/logs?customer=${made.body.id}`)).body;
    expect(entries).toHaveLength(1);
    expect(entries[0]).toMatchObject({
      actor: 'analyst',
      actorId: server.analyst.id,
      action: 'create',
      resource: 'customers',
      resourceId: made.body.id,
      personal: { to: { referenceId: 'L-1', addressCity: 'Cali' } },
      erased: false,
      sequence: null,
    });
    await server.call('DELETE', '/customers/L-1', { token });
    const after = await get(`/logs?customer=${made.body.id}&_sort=at:ASC`);
    expect(after.body.map(({ action }: { action: string }) => action)).toEqual([
      'create',
      'delete',
    ]);
    expect(after.body[0]).toMatchObject({ personal: null, erased: true });
    expect(JSON.stringify(after.body)).not.toContain('Cali');
    const count = await get('/logs/count?resource=customers&action_in=create&action_in=delete');
    expect(count.body).toEqual({ count: 2 });
  });

  it('is for those who may, and knows no other fields', async () => {
    expect((await get('/logs', server.analyst.token)).status).toBe(403);
    expect((await get('/logs/verify', server.analyst.token)).status).toBe(403);
    expect((await get('/logs?personal=x')).status).toBe(400);
    expect((await get('/logs/verify?sequence=1')).body.errors[0].field).toBe('mac');
    expect((await get('/logs/verify?sequence=0&mac=x')).body.errors[0].field).toBe('sequence');
  });
});

describe('the database', () => {
  it('refuses to change, delete or empty the log', async () => {
    await write(1);
    const { pool } = server.context.db;
    for (const statement of [
      "update logs set actor = 'someone else'",
      'update logs set chain_sequence = 1000000',
      "update logs set chain_sequence = 1000000, chain_mac = 'x', actor = 'y' where chain_sequence is null",
      'delete from logs',
      'truncate logs',
    ])
      await expect(pool.query(statement), statement).rejects.toThrow('never changed or deleted');
    await sealLogs(server.context);
    await expect(
      pool.query("update logs set chain_sequence = chain_sequence + 1000000, chain_mac = 'x'"),
    ).rejects.toThrow('never changed or deleted');
  });
});

describe('the sealer', () => {
  it('chains a row that commits late after rows that were written later', async () => {
    let commit = (): void => {};
    const held = new Promise<void>((resolve) => {
      commit = resolve;
    });
    let written = (): void => {};
    const isWritten = new Promise<void>((resolve) => {
      written = resolve;
    });
    const late = inTransaction(server.context.db, async (trx) => {
      await recordChange(trx, server.context.secrets, SYSTEM_ACTOR, change('late'));
      written();
      await held;
    });
    await isWritten;
    await write(2);
    await sealLogs(server.context);
    const before = (await get('/logs/head')).body;
    commit();
    await late;
    expect((await get('/logs/verify')).body).toMatchObject({ ok: true, unsealed: { count: 1 } });
    expect(await sealLogs(server.context)).toBe(1);
    const entry = (await get('/logs?resourceId=late')).body[0];
    expect(entry.sequence).toBe(before.sequence + 1);
    expect((await get('/logs/verify')).body).toMatchObject({
      ok: true,
      problem: null,
      unsealed: { count: 0, oldestAt: null },
    });
  });

  it('seals each row once when several run at the same time', async () => {
    const before = (await get('/logs/head')).body.sequence;
    await write(20);
    const counts = await Promise.all([1, 2, 3, 4].map(() => sealLogs(server.context)));
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(20);
    const { body } = await get('/logs/verify');
    expect([body.ok, body.head.sequence]).toEqual([true, before + 20]);
  });

  it('seals more rows than it takes at once', async () => {
    await sql`insert into logs (id, at, actor, action, resource, changes)
      select gen_random_uuid(), now(), 'x', 'y', 'z', jsonb_build_object('n', n)
      from generate_series(1, 2500) n`.execute(server.context.db.kysely);
    expect(await sealLogs(server.context)).toBe(2500);
    expect((await get('/logs/verify')).body.ok).toBe(true);
  });
});

describe('GET /logs/verify finds', () => {
  let head: { sequence: number; mac: string };
  const verify = async () =>
    (await get(`/logs/verify?sequence=${head.sequence}&mac=${head.mac}`)).body;

  beforeEach(async () => {
    await sql`drop table if exists kept`.execute(server.context.db.kysely);
    await write(5);
    await sealLogs(server.context);
    head = (await get('/logs/head')).body;
    expect((await verify()).ok).toBe(true);
    await sql`create table kept as table logs`.execute(server.context.db.kysely);
    return () => tamper('delete from logs; insert into logs table kept');
  });

  it('a changed row', async () => {
    await tamper(`update logs set actor = 'nobody' where chain_sequence = ${head.sequence - 2}`);
    expect(await verify()).toMatchObject({
      ok: false,
      checked: head.sequence - 3,
      problem: { kind: 'changed', sequence: head.sequence - 2 },
    });
  });

  it('a deleted row', async () => {
    await tamper(`delete from logs where chain_sequence = ${head.sequence - 2}`);
    expect((await verify()).problem).toMatchObject({
      kind: 'missing',
      sequence: head.sequence - 2,
    });
  });

  it('two rows that were swapped', async () => {
    const [one, other] = [head.sequence - 3, head.sequence - 1];
    await tamper(`
      create temp table swapped on commit drop as
        select id, chain_sequence, chain_mac from logs where chain_sequence in (${one}, ${other});
      update logs set chain_sequence = -chain_sequence where id in (select id from swapped);
      update logs set chain_sequence = s.chain_sequence, chain_mac = s.chain_mac
        from swapped s where logs.id <> s.id and logs.id in (select id from swapped)`);
    expect((await verify()).problem).toMatchObject({ kind: 'changed', sequence: one });
  });

  it('a tail that was cut off, by the head that was exported before', async () => {
    await tamper(`delete from logs where chain_sequence > ${head.sequence - 2}`);
    expect((await get('/logs/verify')).body.ok).toBe(true);
    expect((await verify()).problem).toMatchObject({
      kind: 'truncated',
      sequence: head.sequence - 1,
    });
    await write(4);
    await sealLogs(server.context);
    expect((await get('/logs/verify')).body.ok).toBe(true);
    expect((await verify()).problem).toMatchObject({ kind: 'replaced', sequence: head.sequence });
  });

  it('a row that was unsealed to be sealed again with other values', async () => {
    await tamper(`update logs set actor = 'nobody', chain_sequence = null, chain_mac = null
      where chain_sequence = ${head.sequence}`);
    await sealLogs(server.context);
    expect((await verify()).problem).toMatchObject({ kind: 'replaced', sequence: head.sequence });
  });
});
