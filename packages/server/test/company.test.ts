import { afterAll, beforeAll, expect, it } from 'vitest';
import { DEFAULT_SETTINGS } from '../src/company/settings.js';
import { dumpDatabase } from './dump.js';
import { type Answer, startTestServer, type TestServer } from './server.js';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

const put = (body: object, token = server.administrator.token): Promise<Answer> =>
  server.call('PUT', '/company', { token, body });

it('is an array of one with every setting, for whoever may read it', async () => {
  const answer = await server.call('GET', '/company', { token: server.analyst.token });
  expect(answer.status).toBe(200);
  expect(answer.body).toHaveLength(1);
  expect(answer.body[0]).toMatchObject({
    Name: expect.any(String),
    Slug: expect.any(String),
    settings: DEFAULT_SETTINGS,
    created_by: 'system',
  });
  expect((await server.call('GET', '/company', { token: server.user.token })).status).toBe(403);
  expect((await put({ Name: 'Mine' }, server.analyst.token)).status).toBe(403);
});

it('changes what is sent, setting by setting, and leaves a log row', async () => {
  const scoreScale = { min: 300, max: 850, baseScore: 600, baseOdds: 20, pdo: 40 };
  const first = await put({ Name: 'Crédito Ñandú', Slug: 'nandu', settings: { scoreScale } });
  expect(first.status).toBe(200);
  const second = await put({
    settings: {
      cutOff: 580,
      locale: 'es',
      timeZone: 'America/Bogota',
      observedThrough: '2026-06-30',
    },
  });
  expect(second.body).toMatchObject({
    Name: 'Crédito Ñandú',
    Slug: 'nandu',
    settings: { scoreScale, cutOff: 580, locale: 'es', observedThrough: '2026-06-30' },
    updated_by: 'admin',
  });
  const read = await server.call('GET', '/company', { token: server.administrator.token });
  expect(read.body[0]).toEqual(second.body);
  const { rows } = await server.context.db.pool.query(
    `select actor from logs where resource = 'company'`,
  );
  expect(rows).toEqual([{ actor: 'admin' }, { actor: 'admin' }]);
});

it('lists what attributes customers have, with the types of their values', async () => {
  const send = (method: string, path: string, body: object | string, type = 'application/json') =>
    server.call(method, path, {
      token: server.administrator.token,
      headers: { 'content-type': type },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
  await send('POST', '/customers', { referenceId: 'a', attributes: { income: 5, vip: true } });
  await send('PUT', '/customers/a', { attributes: { income: 'unknown', nada: null } });
  await send('POST', '/customers/import', 'referenceId,sexo\nb,f\n', 'text/csv');
  await put({ settings: { attributes: { bonus: { ignored: true } } } });
  const { body } = await server.call('GET', '/company', { token: server.administrator.token });
  expect(body[0].settings.attributes).toMatchObject({
    bonus: { types: [], ignored: true },
    income: { types: ['number', 'string'], protected: false },
    sexo: { types: ['string'], protected: true, byName: true },
    vip: { types: ['boolean'] },
  });
  expect(Object.keys(body[0].settings.attributes)).toHaveLength(4);
});

it.each([
  [{ settings: { daysPastDueBuckets: [60, 30] } }, 'settings.daysPastDueBuckets.1'],
  [{ settings: { country: 'Colombia' } }, 'settings.country'],
  [{ settings: { registration: 'yes' } }, 'settings.registration'],
  [{ settings: { retention: { reportDays: 0 } } }, 'settings.retention.reportDays'],
  [{ settings: { target: { badDays: 0 } } }, 'settings.target.badDays'],
  [
    { settings: { attributes: { idade: { protected: false } } } },
    'settings.attributes.idade.protected',
  ],
  [{ Name: '' }, 'Name'],
  [{ Slug: 'Not a slug' }, 'Slug'],
  [{ settings: { cutOff: 'high' } }, 'settings.cutOff'],
  [{ settings: { cutOff: 5000 } }, 'settings.cutOff'],
  [{ settings: { scoreScale: { min: 0 } } }, 'settings.scoreScale.max'],
  [{ settings: { observedThrough: '2026-02-30' } }, 'settings.observedThrough'],
  [{ settings: { timeZone: 'Mars' } }, 'settings.timeZone'],
  [{ settings: { locale: 'de' } }, 'settings.locale'],
  [{ settings: { currency: 'pesos' } }, 'settings.currency'],
  [{ settings: { attributes: { 'a.b': { protected: true } } } }, 'settings.attributes.a.b'],
  [{ settings: { attributes: { age: { role: 'king' } } } }, 'settings.attributes.age.role'],
])('refuses %j naming %s', async (body, field) => {
  const before = await dumpDatabase(server.context);
  const answer = await put(body);
  expect(answer.status).toBe(400);
  expect(answer.body.errors[0].field).toBe(field);
  expect(await dumpDatabase(server.context)).toEqual(before);
});
