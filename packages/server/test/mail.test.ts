import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type JobRunner, startJobs } from '../src/jobs/runner.js';
import { readOutbox } from '../src/mail/outbox.js';
import { bodyKinds } from './body-kinds.js';
import { type MailReceiver, startMailReceiver } from './mail-receiver.js';
import { type Answer, type Person, startTestServer, type TestServer } from './server.js';

/** Jobs wait their turn on a busy machine. */
const LONG = { timeout: 30_000 };

let server: TestServer;
let receiver: MailReceiver;
let jobs: JobRunner;

beforeAll(async () => {
  receiver = await startMailReceiver();
  server = await startTestServer({
    environment: {
      SMTP_URL: receiver.url,
      MAIL_FROM: 'Banco <no-reply@banco.example>',
      MAIA_MAILS_PER_DAY_MAX: '8',
    },
  });
  jobs = await startJobs(server.context);
});
afterAll(async () => {
  await jobs.stop();
  await server.close();
  await receiver.close();
});

function send(
  person: Person,
  body: object | string,
  type = 'application/json',
  at = server,
): Promise<Answer> {
  return at.call('POST', '/email', {
    token: person.token,
    body,
    headers: { 'content-type': type },
  });
}

const mailRow = (recipientId: string, at = server) =>
  at.context.db.kysely
    .selectFrom('mails')
    .selectAll()
    .where('recipient_id', '=', recipientId)
    .executeTakeFirst();

describe('POST /email', () => {
  it('is for those with the permission, and looks at nothing else before', async () => {
    expect((await server.call('POST', '/email', { body: '{' })).status).toBe(403);
    expect((await send(server.analyst, '{')).status).toBe(403);
    expect((await send(server.administrator, '{')).status).toBe(400);
  });

  it('writes to a user by id, username or address, in every body, and says who wrote', async () => {
    const kinds = bodyKinds({ id: 'analyst', subject: 'Reunión', text: 'Mañana a las 9.' });
    for (const [, type, body] of kinds) {
      const answer = await send(server.administrator, body, type);
      expect([answer.status, answer.body]).toEqual([200, { code: 200, message: 'OK' }]);
      const mail = await receiver.mailTo('analyst@example.com');
      expect(mail.text).toContain('Mañana a las 9.');
      expect(mail.headers).toContain('From: Banco <no-reply@banco.example>');
      expect(mail.headers).toContain('Reply-To: admin@example.com');
    }
    for (const id of [server.analyst.id, 'ANALYST@example.com']) {
      expect((await send(server.administrator, { id, subject: 'a', text: 'b' })).status).toBe(200);
      await receiver.mailTo('analyst@example.com');
    }
    const log = await server.context.db.kysely
      .selectFrom('logs')
      .select(['action', 'actor', 'changes'])
      .where('resource', '=', 'mails')
      .executeTakeFirstOrThrow();
    expect(log).toMatchObject({ action: 'send', actor: 'admin', changes: { to: 'analyst' } });
  });

  it('sends of HTML only what is harmless', async () => {
    const html =
      '<h1>Hola</h1><script>alert(1)</script><img src="https://evil.example/x.png" onerror=alert(2)>' +
      '<a href="javascript:alert(3)" onclick="alert(4)">uno</a><a href="https://banco.example/">dos</a>' +
      '<form action="https://evil.example"><input name=password></form><style>*{}</style>';
    expect((await send(server.administrator, { id: 'plain', subject: 's', html })).status).toBe(
      200,
    );
    const { text } = await receiver.mailTo('plain@example.com');
    expect(text).toContain('<h1>Hola</h1><a>uno</a><a href="https://banco.example/">dos</a>');
    expect(text).not.toMatch(/script|alert|evil|style|form|img/);
  });

  it('names what is wrong, and sends nothing', async () => {
    for (const [body, status] of [
      [{ id: 'nobody', subject: 's', text: 't' }, 404],
      [{ id: 'plain', subject: 's' }, 400],
      [{ id: 'plain', subject: 's\r\nBcc: x@evil.example', text: 't' }, 400],
      [{ subject: 's', text: 't' }, 400],
      [{ id: 'plain', text: 't' }, 400],
    ] as const)
      expect((await send(server.administrator, body)).status).toBe(status);
    expect(receiver.mails.filter(({ to }) => to === 'x@evil.example')).toEqual([]);
  });

  it('stops at the daily cap of the sender, also for many at once', async () => {
    const busy = await server.signUp('busy', 'administrator');
    const target = await server.signUp('target', 'authenticated');
    const answers = await Promise.all(
      Array.from({ length: 12 }, () => send(busy, { id: target.id, subject: 's', text: 't' })),
    );
    const statuses = answers.map(({ status }) => status).sort();
    expect(statuses).toEqual([...Array(8).fill(200), ...Array(4).fill(429)]);
    const refused = await send(busy, { id: target.id, subject: 's', text: 't' });
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(86_000);
    const hourLater = new Date(Date.now() - 86_400_001);
    await server.context.db.kysely
      .updateTable('mails')
      .set({ created_at: hourLater })
      .where('sender_id', '=', busy.id)
      .execute();
    expect((await send(busy, { id: target.id, subject: 's', text: 't' })).status).toBe(200);
  });
});

describe('a mail server', () => {
  it('that refuses a mail for good is not asked again, and what it said is kept', async () => {
    const writer = await server.signUp('writer', 'administrator');
    const lost = await server.signUp('lost', 'authenticated');
    receiver.refusals.set('lost@example.com', 550);
    await send(writer, { id: lost.id, subject: 's', text: 't' });
    await expect
      .poll(() => mailRow(lost.id), LONG)
      .toMatchObject({ sealed: null, sent_at: null, refusal: expect.stringContaining('refused') });
  });

  it('that is busy is asked again later, with the mail kept encrypted', async () => {
    const writer = await server.signUp('patient', 'administrator');
    const later = await server.signUp('later', 'authenticated');
    receiver.refusals.set('later@example.com', 451);
    await send(writer, { id: later.id, subject: 's', text: 'a text that nobody may read' });
    const jobOf = async () => {
      const { rows } = await server.context.db.pool.query(
        `select attempts, last_error from graphile_worker.jobs where key = $1`,
        [`mail:${(await mailRow(later.id))?.id}`],
      );
      return rows[0];
    };
    await expect.poll(jobOf, LONG).toMatchObject({ attempts: 1, last_error: expect.any(String) });
    const row = await mailRow(later.id);
    expect(row).toMatchObject({ sent_at: null, refusal: null });
    expect(row?.sealed?.toString('latin1')).not.toContain('nobody may read');
    receiver.refusals.delete('later@example.com');
    expect((await receiver.mailTo('later@example.com')).text).toContain('nobody may read');
  });
});

describe('without a mail server', () => {
  it('keeps mails that were promised before it stopped in the outbox, for the operator alone', async () => {
    const other = await startTestServer({});
    try {
      const mail = { id: 'analyst', subject: 'Aviso', text: 'Línea con ñ' };
      expect((await send(other.administrator, mail, undefined, other)).status).toBe(200);
      const directory = join(other.context.config.dataDir, 'outbox');
      // No job runs yet: the mail waits in the database, as after a crash.
      expect(existsSync(directory)).toBe(false);
      const runner = await startJobs(other.context);
      await expect.poll(() => readOutbox(other.context.config), LONG).toHaveLength(1);
      await runner.stop();
      const [name = ''] = readdirSync(directory);
      const text = readFileSync(join(directory, name), 'utf8');
      expect(text).toContain('To: analyst@example.com\n');
      expect(text).toContain('Subject: Aviso\n');
      expect(text).toContain('Línea con ñ');
      expect(statSync(join(directory, name)).mode & 0o077).toBe(0);
    } finally {
      await other.close();
    }
  });
});
