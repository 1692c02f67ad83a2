import { type RawBuilder, sql } from 'kysely';
import type { Transaction } from '../db/transaction.js';
import { amountNumber } from './amount.js';

/** A receipt as it is stored. */
export interface ReceiptRow {
  payment_id: string;
  amount: string;
  received_on: string | null;
  recorded_at: Date;
}

/** The first receipt of one new payment, as `insertFirstReceipts` makes those of many. */
export function firstReceipt(
  { id, paid, date }: { id: string; paid: string; date: string | null },
  recordedAt: Date,
): ReceiptRow & { sequence: number } {
  return {
    payment_id: id,
    sequence: 1,
    amount: paid,
    received_on: amountNumber(paid) > 0 ? date : null,
    recorded_at: recordedAt,
  };
}

/**
 * The first receipts of new payments, also where nothing was paid, so that what was unpaid when it was
 * recorded can be told from what is unknown. `created` is a query of (payment_id, paid, date).
 */
export async function insertFirstReceipts(
  trx: Transaction,
  created: RawBuilder<unknown>,
  recordedAt: Date,
): Promise<void> {
  await sql`
    insert into receipts (payment_id, sequence, amount, received_on, recorded_at)
    select payment_id, 1, paid, case when paid > 0 then date end, ${recordedAt}::timestamptz
    from (${created}) as created
  `.execute(trx);
}

/**
 * Appends what makes the receipts of changed, locked payments add up to their new state. Nothing is rewritten.
 * - More on a new day: a further receipt of the difference on that day. Without a new day: a correction on
 *   the day of the last one.
 * - Less: a reversal likewise; what was received after that day is taken back on its own days first.
 * - The same on another day: what was received on the old day, or after the new one, moves to the new day.
 * - Nothing and no day: everything is taken back.
 * Each is "keep the receipts up to a day, take back the later ones, and book the rest on the new day".
 * `changed` is a query of (payment_id, old_paid, old_date, new_paid, new_date); an import and a single
 * update both come here.
 */
export async function appendReceipts(
  trx: Transaction,
  changed: RawBuilder<unknown>,
  recordedAt: Date,
): Promise<void> {
  await sql`
    with change as (
      select *, case
        when new_date is null then '-infinity'::date
        when new_paid < old_paid then new_date
        when new_paid > old_paid then 'infinity'::date
        when new_date < old_date then new_date
        when new_date > old_date then old_date - 1
        else 'infinity'::date
      end as kept_through
      from (${changed}) as changed
      where (old_paid, old_date) is distinct from (new_paid, new_date)
    ),
    taken_back as (
      select c.payment_id, r.received_on, -sum(r.amount) as amount
      from change c join receipts r on r.payment_id = c.payment_id
      where r.received_on > c.kept_through
      group by c.payment_id, r.received_on
    ),
    booked as (
      select c.payment_id, c.new_date as received_on, c.new_paid - coalesce((
        select sum(r.amount) from receipts r
        where r.payment_id = c.payment_id and r.received_on <= c.kept_through
      ), 0) as amount
      from change c
    ),
    entry as (
      select * from taken_back where amount <> 0
      union all
      select * from booked where amount <> 0
    )
    insert into receipts (payment_id, sequence, amount, received_on, recorded_at)
    select e.payment_id,
      (select max(r.sequence) from receipts r where r.payment_id = e.payment_id)
        + row_number() over (partition by e.payment_id order by e.received_on, e.amount),
      e.amount, e.received_on, ${recordedAt}::timestamptz
    from entry e
  `.execute(trx);
}
