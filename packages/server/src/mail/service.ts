import sanitizeHtml from 'sanitize-html';
import { recordChange } from '../audit/record-change.js';
import type { Context } from '../context.js';
import { inTransaction, type Transaction } from '../db/transaction.js';
import { InvalidError, NotFoundError, TooManyRequestsError } from '../errors.js';
import type { Actor } from '../http/caller.js';
import { accountNamed } from '../users/credentials.js';
import { lockSender, newestOfSender } from './queries.js';
import { queueMail } from './queue.js';
import type { EmailIn } from './schemas.js';

const DAY_MS = 86_400_000;

/** Text and links; nothing that runs, looks like the server's own form, or is fetched when the mail is opened. */
const HARMLESS: sanitizeHtml.IOptions = {
  allowedTags: sanitizeHtml.defaults.allowedTags.filter((tag) => tag !== 'img'),
  allowedAttributes: { a: ['href'], td: ['colspan', 'rowspan'], th: ['colspan', 'rowspan'] },
  allowedSchemes: ['https', 'http', 'mailto'],
  allowProtocolRelative: false,
  nestingLimit: 50,
};

/** Throws TooManyRequestsError (429) when the sender wrote as many mails as they may in 24 hours. */
async function assertUnderCap(trx: Transaction, senderId: string, max: number): Promise<void> {
  await lockSender(trx, senderId);
  const since = new Date(Date.now() - DAY_MS);
  const newest = await newestOfSender(trx, { senderId, since, limit: Math.max(max, 1) });
  if (newest.length < max) return;
  const freeAt = (newest.at(max - 1)?.getTime() ?? Date.now()) + DAY_MS;
  throw new TooManyRequestsError(
    `You may send ${max} mails in 24 hours; wait, or ask the operator to raise MAIA_MAILS_PER_DAY_MAX.`,
    (freeAt - Date.now()) / 1000,
  );
}

interface Sender {
  userId: string;
  username: string;
}

/**
 * Writes to a user of this server in the sender's name. Throws InvalidError (400) without text and html, NotFoundError
 * (404) for an unknown receiver, TooManyRequestsError (429) above the daily cap.
 */
export async function sendMessage(
  context: Context,
  actor: Actor,
  sender: Sender,
  body: EmailIn,
): Promise<void> {
  if (!body.text && !body.html)
    throw InvalidError.field('text', 'is required where html is missing');
  const receiver = await accountNamed(context, body.id);
  if (!receiver)
    throw new NotFoundError('There is no user of that id, username or e-mail address.');
  const from = await accountNamed(context, sender.userId);
  await inTransaction(context.db, async (trx) => {
    await assertUnderCap(trx, sender.userId, context.config.mailsPerDayMax);
    await queueMail(trx, context, {
      senderId: sender.userId,
      recipientId: receiver.id,
      kind: 'message',
      content: {
        to: receiver.email,
        ...(from ? { replyTo: from.email } : {}),
        subject: body.subject,
        ...(body.text ? { text: body.text } : {}),
        ...(body.html ? { html: sanitizeHtml(body.html, HARMLESS) } : {}),
      },
    });
    await recordChange(trx, context.secrets, actor, {
      action: 'send',
      resource: 'mails',
      resourceId: receiver.id,
      changes: { to: receiver.username, subject: body.subject },
    });
  });
}
