import { createTransport } from 'nodemailer';
import type { Config } from '../config.js';
import type { Context } from '../context.js';
import { unwrap } from '../secrets.js';
import { keepInOutbox } from './outbox.js';
import { endMail, findMail } from './queries.js';
import type { MailContent } from './queue.js';

const TIMEOUT_MS = 15_000;

interface Message {
  id: string;
  content: MailContent;
}

/** One connection for each mail: they are few, and a kept one would be dead when the next comes. */
async function sendBySmtp(config: Config, url: string, { id, content }: Message): Promise<void> {
  const transport = createTransport({
    url,
    connectionTimeout: TIMEOUT_MS,
    greetingTimeout: TIMEOUT_MS,
    socketTimeout: TIMEOUT_MS,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  try {
    const host = /@([^@>\s]+)>?\s*$/.exec(config.mailFrom)?.[1] ?? 'localhost';
    await transport.sendMail({
      ...content,
      from: config.mailFrom,
      // The same for every attempt, so that a receiver can drop what comes twice.
      messageId: `<${id}@${host}>`,
      headers: { 'Auto-Submitted': 'auto-generated' },
    });
  } finally {
    transport.close();
  }
}

/** What the mail server said when it refused a mail for good (RFC 5321 §4.2.1: 5yz); null for any other failure. */
function permanentRefusal(error: unknown): string | null {
  if (!(error instanceof Error) || !('responseCode' in error)) return null;
  // The server refuses us, not this mail, when it refuses the sign-in.
  if ('code' in error && error.code === 'EAUTH') return null;
  return Number(error.responseCode) >= 500 ? error.message : null;
}

/**
 * The job that sends a mail, or keeps it in the outbox where there is no mail server. A failure is tried again, later
 * and later; a mail that the mail server refuses for good is given up.
 */
export async function deliverMail(
  context: Context,
  { mailId: id }: { mailId: string },
): Promise<void> {
  const { config, db, log, secrets } = context;
  const mail = await findMail(db.kysely, id);
  // Gone with its receiver's account, or sent before a crash.
  if (mail === null || mail.sealed === null) return;
  // Written by `queueMail` alone.
  const content = JSON.parse(unwrap(secrets, mail.sealed).toString()) as MailContent;
  try {
    if (config.smtpUrl === null) {
      const file = await keepInOutbox(config, id, content);
      log.warn({ file, subject: content.subject }, 'no SMTP_URL: the mail is kept in the outbox');
    } else await sendBySmtp(config, config.smtpUrl, { id, content });
  } catch (error) {
    const refusal = permanentRefusal(error);
    if (refusal === null) throw error;
    log.error({ mailId: id, refusal }, 'the mail server refused a mail for good');
    await endMail(db.kysely, id, { refusal });
    return;
  }
  await endMail(db.kysely, id, { sent_at: new Date() });
}
