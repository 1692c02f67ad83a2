import { createHash } from 'node:crypto';
import type { Transaction } from '../db/transaction.js';
import type { Actor } from '../http/caller.js';
import { addJob } from '../jobs/queue.js';
import type { Language } from '../scoring/report-texts.js';

/** What a link in a mail is for. */
export type LinkPurpose = 'reset-password' | 'confirm-email';

/** The wish for a mail with a one-time link to the account of that name, which may not exist. */
export interface AccountMailOrder {
  purpose: LinkPurpose;
  /** Id, username or e-mail address. */
  name: string;
  /** Null: the company's. */
  language: Language | null;
  /** Who asked for it. */
  actor: Actor;
}

/**
 * Orders such a mail. Whether the account exists is looked up by the job, so that asking takes as long for every name.
 * Orders of the same kind for one name that wait at the same time become one.
 */
export async function orderAccountMail(trx: Transaction, order: AccountMailOrder): Promise<void> {
  const name = createHash('sha256').update(order.name.toLowerCase()).digest('base64url');
  await addJob(trx, 'account-mail', {
    payload: order,
    key: `account-mail:${order.purpose}:${name}`,
  });
}
