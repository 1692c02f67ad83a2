import type { Kysely, Selectable } from 'kysely';
import type { MailsTable, Tables } from '../db/tables.js';
import type { Transaction } from '../db/transaction.js';

export type MailRow = Selectable<MailsTable>;
export type MailKind = MailRow['kind'];

export async function insertMail(
  trx: Transaction,
  mail: Pick<MailRow, 'id' | 'sender_id' | 'recipient_id' | 'kind' | 'sealed' | 'created_at'>,
): Promise<void> {
  await trx.insertInto('mails').values(mail).execute();
}

export async function findMail(db: Kysely<Tables>, id: string): Promise<MailRow | null> {
  const row = await db.selectFrom('mails').selectAll().where('id', '=', id).executeTakeFirst();
  return row ?? null;
}

/** Ends a mail, sent or refused for good, and forgets what it said. */
export async function endMail(
  db: Kysely<Tables>,
  id: string,
  end: { sent_at: Date } | { refusal: string },
): Promise<void> {
  await db
    .updateTable('mails')
    .set({ ...end, sealed: null })
    .where('id', '=', id)
    .execute();
}

/** Lets one transaction at a time count and add mails of a sender. */
export async function lockSender(trx: Transaction, senderId: string): Promise<void> {
  await trx
    .selectFrom('users')
    .select('id')
    .where('id', '=', senderId)
    .forNoKeyUpdate()
    .executeTakeFirst();
}

/** When the newest mails of a sender were written, newest first. */
export async function newestOfSender(
  trx: Transaction,
  query: { senderId: string; since: Date; limit: number },
): Promise<Date[]> {
  const rows = await trx
    .selectFrom('mails')
    .select('created_at')
    .where('sender_id', '=', query.senderId)
    .where('created_at', '>', query.since)
    .orderBy('created_at', 'desc')
    .limit(query.limit)
    .execute();
  return rows.map((row) => row.created_at);
}

export async function countToRecipient(
  trx: Transaction,
  query: { recipientId: string; kind: MailKind; since: Date },
): Promise<number> {
  const { count } = await trx
    .selectFrom('mails')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('recipient_id', '=', query.recipientId)
    .where('kind', '=', query.kind)
    .where('created_at', '>', query.since)
    .executeTakeFirstOrThrow();
  return Number(count);
}
