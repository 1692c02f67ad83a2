import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newId } from '../src/db/ids.js';
import { inTransaction } from '../src/db/transaction.js';
import { storeModel } from '../src/models/service.js';
import { hashToken } from '../src/secrets.js';
import { type Answer, startTestServer, TEST_PASSWORD, type TestServer } from './server.js';

const CROWD = 50;

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer({ environment: { MAIA_TRUSTED_PROXIES: '127.0.0.1' } });
});
afterAll(() => server.close());

const crowd = (ask: (i: number) => Promise<Answer>): Promise<Answer[]> =>
  Promise.all(Array.from({ length: CROWD }, (_, i) => ask(i)));

const asAdministrator = (method: string, path: string, body: object): Promise<Answer> =>
  server.call(method, path, { token: server.administrator.token, body });

function statuses(answers: readonly Answer[]): Record<number, number> {
  const counts: Record<number, number> = {};
  for (const { status } of answers) counts[status] = (counts[status] ?? 0) + 1;
  return counts;
}

const oneWinner = { 200: 1, 409: CROWD - 1 };

async function numberOf(query: string, values: unknown[]): Promise<number> {
  const { rows } = await server.context.db.pool.query<{ n: number }>(query, values);
  return rows[0]?.n ?? Number.NaN;
}

describe('50 at once', () => {
  it('customers of one referenceId: one is made, logged once, the others hear 409', async () => {
    const answers = await crowd((i) =>
      asAdministrator('POST', '/customers', { referenceId: 'R-1', addressCity: `City ${i}` }),
    );
    expect(statuses(answers)).toEqual(oneWinner);
    for (const { status, body } of answers)
      if (status === 409) expect(body.errors[0].field).toBe('referenceId');
    const winner = answers.find(({ status }) => status === 200);
    expect(
      (await server.call('GET', '/customers/R-1', { token: server.analyst.token })).body,
    ).toEqual(winner?.body);
    const made =
      "select count(*)::int n from logs where resource = 'customers' and resource_id = $1";
    expect(await numberOf(made, [winner?.body.id])).toBe(1);
    const all = "select count(*)::int n from logs where resource = 'customers'";
    expect(await numberOf(all, [])).toBe(1);
  });

  it('customers who take one referenceId: one gets it, the others stay as they were', async () => {
    for (let i = 0; i < CROWD; i++)
      await asAdministrator('POST', '/customers', { referenceId: `taker-${i}` });
    const answers = await crowd((i) =>
      asAdministrator('PUT', `/customers/taker-${i}`, { referenceId: 'taken', gender: 'female' }),
    );
    expect(statuses(answers)).toEqual(oneWinner);
    const changed = "select count(*)::int n from customers where gender = 'female'";
    expect(await numberOf(changed, [])).toBe(1);
  });

  it('changes of one field of one customer: the log is one chain from the first value to the last', async () => {
    const { body } = await asAdministrator('POST', '/customers', {
      referenceId: 'busy',
      addressCity: 'start',
    });
    const answers = await crowd((i) =>
      asAdministrator('PUT', '/customers/busy', { addressCity: `city-${i}` }),
    );
    expect(statuses(answers)).toEqual({ 200: CROWD });
    const log = await server.call('GET', `/logs?customer=${body.id}&action=update&_limit=100`, {
      token: server.administrator.token,
    });
    const steps = new Map<string, string>();
    for (const { personal } of log.body)
      steps.set(personal.from.addressCity, personal.to.addressCity);
    expect(steps.size).toBe(CROWD);
    let city = 'start';
    for (let next = steps.get(city); next !== undefined; next = steps.get(city)) {
      steps.delete(city);
      city = next;
    }
    expect(steps.size).toBe(0);
    const now = await server.call('GET', '/customers/busy', { token: server.analyst.token });
    expect(now.body.addressCity).toBe(city);
  });

  it('reports of one uuid and several bodies: one is made, and whoever asked the same gets it', async () => {
    const answers = await crowd((i) =>
      asAdministrator('POST', '/reports', {
        uuid: 'one-report',
        type: 'vector',
        vector: { attributes: { variant: i % 5 }, payments: [] },
      }),
    );
    expect(statuses(answers)).toEqual({ 200: CROWD / 5, 409: CROWD - CROWD / 5 });
    const made = answers.filter(({ status }) => status === 200);
    expect(new Set(made.map(({ body }) => body.id)).size).toBe(1);
    const logged =
      "select count(*)::int n from logs where resource = 'reports' and resource_id = $1";
    expect(await numberOf(logged, [made[0]?.body.id])).toBe(1);
  });

  it('trainings of one uuid: one is queued', async () => {
    const answers = await crowd(() =>
      asAdministrator('POST', '/trainings', { uuid: 'one-training' }),
    );
    expect(statuses(answers)).toEqual(oneWinner);
    const jobs = 'select count(*)::int n from graphile_worker.jobs where key like $1';
    const winner = answers.find(({ status }) => status === 200);
    expect(await numberOf(jobs, [`%${winner?.body.id}%`])).toBe(1);
  });

  it('uses of one reset token: one sets its password, which alone signs in', async () => {
    const person = await server.signUp('forgetful', 'authenticated');
    const token = 'a-reset-token-of-32-characters-or-more';
    await server.context.db.pool.query(
      `update users set reset_token_hash = $1, reset_token_expires_at = now() + interval '1 hour'
       where id = $2`,
      [hashToken(token), person.id],
    );
    const passwordOf = (i: number): string => `${TEST_PASSWORD} ${i}`;
    // Addresses of their own, so that the limit of failures is not what answers.
    const from = (i: number) => ({ 'x-forwarded-for': `10.2.0.${i}` });
    const answers = await crowd((i) =>
      server.call('POST', `/auth/reset-password/${token}`, {
        headers: from(i),
        body: { password: passwordOf(i), passwordConfirmation: passwordOf(i) },
      }),
    );
    expect(statuses(answers)).toEqual({ 200: 1, 400: CROWD - 1 });
    const winner = answers.findIndex(({ status }) => status === 200);
    const signIn = (i: number): Promise<Answer> =>
      server.call('POST', '/auth/local', {
        headers: from(100 + i),
        body: { user: 'forgetful', password: passwordOf(i) },
      });
    expect((await signIn(winner)).status).toBe(200);
    expect((await signIn((winner + 1) % CROWD)).status).toBe(400);
  });

  it('activations of two trainings: one reign at any time, each ended by the next', async () => {
    const ids = [await storeTraining('a'), await storeTraining('b')];
    const answers = await crowd((i) =>
      asAdministrator('POST', `/trainings/${ids[i % 2]}/activate`, { reason: `try ${i}` }),
    );
    for (const { status } of answers) expect([200, 409]).toContain(status);
    const won = answers.filter(({ status }) => status === 200).length;
    expect(won).toBeGreaterThanOrEqual(2);
    const { rows } = await server.context.db.pool.query<{
      training_id: string;
      activated_at: Date;
      ended_at: Date | null;
    }>('select training_id, activated_at, ended_at from activations order by id');
    expect(rows).toHaveLength(won);
    expect(rows.filter(({ ended_at }) => ended_at === null)).toHaveLength(1);
    const logged = "select count(*)::int n from logs where action = 'activate'";
    expect(await numberOf(logged, [])).toBe(won);
    // Whoever activates what is live already is refused, so the reigns take turns.
    for (const [i, { training_id }] of rows.entries())
      if (i > 0) expect(training_id).not.toBe(rows[i - 1]?.training_id);
  });
});

/** A training that succeeded, with a model of its own. */
async function storeTraining(name: string): Promise<string> {
  const id = newId();
  await inTransaction(server.context.db, async (trx) => {
    const { contentId } = await storeModel(trx, JSON.stringify({ name }));
    await trx
      .insertInto('trainings')
      .values({
        id,
        uuid: id,
        status: 'succeeded',
        options: '{}',
        metrics: JSON.stringify({ byCustomer: { auc: { value: 0.8, low: 0.7, high: 0.9 } } }),
        model_id: contentId,
        published_at: new Date(),
        created_by: 'test',
        updated_by: 'test',
        created_at: new Date(),
        updated_at: new Date(),
      })
      .execute();
  });
  return id;
}
