import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DEMO_AS_OF, storeDemoPortfolio } from './portfolio.js';
import { startTestServer, type TestServer } from './server.js';
import { activate, storeTrainedModel } from './trained-model.js';

let server: TestServer;
let references: string[];
/** Someone who has overdue instalments. */
let owing: string;

beforeAll(async () => {
  server = await startTestServer();
  references = await storeDemoPortfolio(server.context.db, { customers: 700, seed: 7 });
  await activate(server.context, await storeTrainedModel(server.context));
  const { rows } = await sql<{ reference: string }>`
    select c.reference_id as reference from payments p join customers c on c.id = p.customer_id
    where p.amount_paid < p.amount_due and p.due_date < date '2026-06-01'
    group by 1 order by count(*) desc, 1 limit 1`.execute(server.context.db.kysely);
  owing = rows[0].reference;
  const settings = { reviewContact: 'ana@lender.example <b>' };
  await server.call('PUT', '/company', {
    token: server.administrator.token,
    body: { settings, Name: 'Crédito & Co' },
  });
});
afterAll(() => server.close());

const call = (method: string, path: string, body?: object) =>
  server.call(method, path, { token: server.analyst.token, ...(body && { body }) });

async function report(referenceId: string) {
  return (await call('POST', '/reports?lang=en', { referenceId, asOf: DEMO_AS_OF })).body;
}

async function written(): Promise<string> {
  const { rows } = await sql<{ state: string }>`select concat_ws(' ',
    (select count(*) from reports), (select count(*) from logs), (select count(*) from payments),
    (select count(*) from receipts), (select max(updated_at) from customers)) as state`.execute(
    server.context.db.kysely,
  );
  return rows[0].state;
}

describe('GET /reports/{id}/explanation', () => {
  it('tells what the report tells, the data, the advice, the model and whom to ask', async () => {
    const made = await report(owing);
    const { status, body } = await call('GET', `/reports/${made.uuid}/explanation?lang=en`);
    expect(status).toBe(200);
    for (const field of ['score', 'reasons', 'strengths', 'scale', 'interval'])
      expect(body[field], field).toEqual(made[field]);
    expect(body.dataUsed.features).toEqual(made.features);
    const payments = await call(
      'GET',
      `/payments/count?customer=${owing}&dueDate_lte=${DEMO_AS_OF}`,
    );
    expect(body.dataUsed.instalments).toBe(payments.body.count);
    expect(body.model.version).toBe(made.scoreVersion);
    expect(body.review).toMatchObject({
      company: 'Crédito & Co',
      contact: 'ana@lender.example <b>',
    });
    expect(body.advice.map(({ code }: { code: string }) => code)).toEqual([
      'payOverdue',
      'payOnTime',
    ]);
    for (const { points, score } of body.advice) {
      expect(points).toBeGreaterThan(0);
      expect(score).toBe(made.score + points);
      expect(body.adviceText).toContain(String(score));
    }
  });

  it('gives advice that works when it is followed', async () => {
    const made = await report(owing);
    const { advice } = (await call('GET', `/reports/${made.id}/explanation`)).body;
    const all = (await call('GET', `/payments?customer=${owing}&_limit=1000`)).body;
    const paid = all.map((payment: Record<string, unknown>) => {
      const isOverdue =
        Number(payment.amountPaid) < Number(payment.amountDue) &&
        String(payment.dueDate) < made.observedThrough;
      if (!isOverdue) return payment;
      const amount = Number(payment.amountDue) - Number(payment.amountPaid);
      const last = { amount: Math.round(amount * 100) / 100, receivedOn: DEMO_AS_OF };
      const receipts = [...(payment.receipts as object[]), last];
      return { ...payment, amountPaid: payment.amountDue, date: DEMO_AS_OF, receipts };
    });
    const { body } = await call('POST', `/reports/${made.id}/what-if`, { payments: paid });
    expect(body.after.score).toBe(advice[0].score);
  });

  it('never finds a lower score for having paid', async () => {
    for (const reference of references.slice(0, 60)) {
      const made = await report(reference);
      const { body } = await call('GET', `/reports/${made.id}/explanation`);
      for (const { points } of body.advice) expect(points).toBeGreaterThan(0);
      expect(body.adviceText.length).toBeGreaterThan(10);
    }
  });

  it.each(['en', 'es', 'pt'])('is a page in %s that loads and runs nothing', async (lang) => {
    const made = await report(owing);
    const path = `/reports/${made.id}/explanation?format=html&lang=${lang}`;
    const { status, body, headers } = await call('GET', path);
    expect(status).toBe(200);
    expect(headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(headers.get('content-security-policy')).toMatch(
      /^default-src 'none'; style-src 'sha256-[A-Za-z0-9+/=]{44}'/,
    );
    expect(body).toContain(`<html lang="${lang}">`);
    expect(body).toContain('Crédito &amp; Co');
    expect(body).toContain('ana@lender.example &lt;b&gt;');
    expect(body).not.toMatch(/<script|<link|<img|https?:|style="|\son[a-z]+=/i);
    const told = (await call('GET', `/reports/${made.id}/explanation?lang=${lang}`)).body;
    for (const { text } of told.reasons)
      expect(body).toContain(
        text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll("'", '&#39;'),
      );
  });

  it('still tells the reasons once the person is erased, without advice', async () => {
    const [reference] = references.slice(-1);
    const made = await report(reference);
    await call('DELETE', `/customers/${reference}`);
    const { status, body } = await call('GET', `/reports/${made.id}/explanation`);
    expect([status, body.advice, body.dataUsed.instalments]).toEqual([200, [], null]);
    expect((await call('GET', `/reports/${made.id}/explanation?format=html`)).status).toBe(200);
    expect((await call('POST', `/reports/${made.id}/what-if`, {})).status).toBe(409);
  });

  it('refuses another format, an unknown report, and who may not', async () => {
    const made = await report(owing);
    const path = `/reports/${made.id}/explanation`;
    expect((await call('GET', `${path}?format=pdf`)).status).toBe(400);
    expect((await call('GET', '/reports/unknown/explanation')).status).toBe(404);
    expect((await server.call('GET', path, { token: server.user.token })).status).toBe(403);
  });
});

describe('POST /reports/{id}/what-if', () => {
  it('scores with other payments and attributes and stores nothing', async () => {
    const made = await report(owing);
    const before = await written();
    const same = await call('POST', `/reports/${made.id}/what-if?lang=en`, {});
    expect(same.status).toBe(200);
    expect(same.body.points).toBe(0);
    expect(same.body.before).toEqual(same.body.after);
    for (const field of ['score', 'pd', 'reasons', 'interval'])
      expect(same.body.before[field], field).toEqual(made[field]);
    const payments = Array.from({ length: 12 }, (_, month) => ({
      amountDue: 100,
      amountPaid: 100,
      dueDate: new Date(Date.UTC(2025, 6 + month, 10)).toISOString().slice(0, 10),
      date: new Date(Date.UTC(2025, 6 + month, 9)).toISOString().slice(0, 10),
    }));
    const better = await call('POST', `/reports/${made.id}/what-if`, { payments });
    expect(better.body.points).toBeGreaterThan(0);
    expect(better.body.after.pd).toBeLessThan(better.body.before.pd);
    expect(await written()).toBe(before);
    const wrong = { payments: [{ amountDue: 1, amountPaid: 1, dueDate: '2026-01-01' }] };
    expect((await call('POST', `/reports/${made.id}/what-if`, wrong)).status).toBe(400);
  });

  it('works on a vector', async () => {
    const vector = { payments: [{ amountDue: 100, dueDate: '2026-04-10', loan: 'a' }] };
    const made = (await call('POST', '/reports', { vector, asOf: DEMO_AS_OF })).body;
    const payments = [{ ...vector.payments[0], amountPaid: 100, date: '2026-04-10' }];
    const { status, body } = await call('POST', `/reports/${made.id}/what-if`, { payments });
    expect(status).toBe(200);
    expect(body.after.score).toBeGreaterThan(body.before.score);
  });
});
