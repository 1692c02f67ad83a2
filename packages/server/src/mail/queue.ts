import type { Context } from '../context.js';
import { newId } from '../db/ids.js';
import type { Transaction } from '../db/transaction.js';
import { addJob } from '../jobs/queue.js';
import { encrypt } from '../secrets.js';
import { countToRecipient, insertMail, type MailKind } from './queries.js';

/** What a mail says, and to which address. */
export interface MailContent {
  to: string;
  replyTo?: string;
  subject: string;
  text?: string;
  html?: string;
}

export interface NewMail {
  /** Null when the server itself writes. */
  senderId: string | null;
  recipientId: string;
  kind: MailKind;
  content: MailContent;
}

/** Promises a mail: it is sent if the transaction commits, also when the process dies right after it. */
export async function queueMail(trx: Transaction, context: Context, mail: NewMail): Promise<void> {
  const id = newId();
  await insertMail(trx, {
    id,
    sender_id: mail.senderId,
    recipient_id: mail.recipientId,
    kind: mail.kind,
    sealed: encrypt(context.secrets.wrappingKey, Buffer.from(JSON.stringify(mail.content))),
    created_at: new Date(),
  });
  await addJob(trx, 'mail', { payload: { mailId: id }, key: `mail:${id}` });
}

const ACCOUNT_MAILS_PER_HOUR_MAX = 10;
const HOUR_MS = 3_600_000;

/** Whether an account got as many mails of a kind as anyone may have sent to it within an hour. */
export async function isFlooded(
  trx: Transaction,
  recipientId: string,
  kind: MailKind,
): Promise<boolean> {
  const since = new Date(Date.now() - HOUR_MS);
  return (await countToRecipient(trx, { recipientId, kind, since })) >= ACCOUNT_MAILS_PER_HOUR_MAX;
}
