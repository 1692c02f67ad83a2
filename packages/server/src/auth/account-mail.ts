import { readCompany } from '../company/service.js';
import { publicUrl } from '../config.js';
import type { Context } from '../context.js';
import { inTransaction } from '../db/transaction.js';
import { isFlooded, queueMail } from '../mail/queue.js';
import { accountNamed, issueToken } from '../users/credentials.js';
import type { AccountMailOrder, LinkPurpose } from './account-mail-order.js';
import { mailText } from './mail-texts/mail-text.js';

function linkOf(context: Context, purpose: LinkPurpose, token: string): string {
  const { config } = context;
  if (purpose === 'confirm-email')
    return `${publicUrl(config)}/auth/email-confirmation?confirmation=${token}`;
  const page = new URL(config.resetUrl ?? `${publicUrl(config)}/console/reset-password`);
  page.searchParams.set('code', token);
  return page.href;
}

/**
 * The job behind an order: where there is such an account, gives it a one-time token and queues the mail, both or
 * neither. Blocked users get none, nor confirmed ones a confirmation. A token in a mail replaces the one before it.
 */
export async function writeAccountMail(context: Context, order: AccountMailOrder): Promise<void> {
  const { purpose } = order;
  const account = await accountNamed(context, order.name);
  if (!account || account.blocked) return;
  if (purpose === 'confirm-email' && account.confirmed && !account.address_unproven) return;
  const company = await readCompany(context);
  const language = order.language ?? company.settings.locale ?? 'en';
  await inTransaction(context.db, async (trx) => {
    if (await isFlooded(trx, account.id, purpose)) return;
    const token = await issueToken(trx, context, order.actor, { account, purpose });
    const facts = { company: company.Name, username: account.username };
    const link = linkOf(context, purpose, token);
    await queueMail(trx, context, {
      senderId: null,
      recipientId: account.id,
      kind: purpose,
      content: { to: account.email, ...mailText(language, purpose, { ...facts, link }) },
    });
  });
}
