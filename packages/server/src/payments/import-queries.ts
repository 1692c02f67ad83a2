import { sql } from 'kysely';
import { stagedCustomer } from '../customers/staged-customer.js';
import type { Transaction } from '../db/transaction.js';
import type { ImportStamp } from '../imports/target.js';
import { appendReceipts, insertFirstReceipts } from './receipts.js';

/** Stands for "no customer" in joins, which find nothing by null. */
const NOBODY = sql`'00000000-0000-0000-0000-000000000000'::uuid`;

export const rejections = [
  stagedCustomer.rejection,
  sql`select "row", 'externalId', external_id, 'is in the file more than once'
      from (select "row", external_id,
              row_number() over (partition by external_id order by "row") as nth
            from matched where external_id is not null) as m
      where nth > 1`,
  sql`select "row", 'amountDue', null, 'is required for a new payment'
      from matched where target_id is null and amount_due is null`,
  sql`select "row", 'dueDate', null, 'is required for a new payment'
      from matched where target_id is null and due_date is null`,
  sql`select m."row", 'date', null,
        'is required when amountPaid is above 0: the day of the receipt'
      from matched m left join payments p on p.id = m.target_id
      where m.amount_paid > 0 and m.date is null and p.date is null`,
];

/**
 * Finds the payment of every staged row. Rows without an externalId are numbered among the like of them in
 * the file, payments without one among the like of them in the database in the order of their making.
 */
export async function match(trx: Transaction): Promise<void> {
  await sql`create temporary table matched on commit drop as
    with resolved as (
      select s.*, ${stagedCustomer.id} as customer_id from staged s ${stagedCustomer.joins}
    ),
    numbered as (
      select r.*, coalesce(customer_id, ${NOBODY}) as customer_key, coalesce(loan, '') as loan_key,
        row_number() over (
          partition by external_id, customer_id, loan, due_date, amount_due order by "row"
        ) as nth
      from resolved r
    ),
    like_them as (
      select id, customer_id, loan, due_date, amount_due from payments
      where external_id is null
        and customer_id in (select customer_id from resolved where external_id is null)
      union all
      select id, customer_id, loan, due_date, amount_due from payments
      where external_id is null and customer_id is null
        and exists (select from staged where customer is null and external_id is null)
    ),
    stored as (
      select id, coalesce(customer_id, ${NOBODY}) as customer_key, coalesce(loan, '') as loan_key,
        due_date, amount_due,
        row_number() over (partition by customer_id, loan, due_date, amount_due order by id) as nth
      from like_them
    )
    select n.*, coalesce(by_external_id.id, by_place.id) as target_id
    from numbered n
    left join payments by_external_id on by_external_id.external_id = n.external_id
    left join stored by_place on n.external_id is null
      and by_place.customer_key = n.customer_key and by_place.loan_key = n.loan_key
      and by_place.due_date = n.due_date and by_place.amount_due = n.amount_due
      and by_place.nth = n.nth`.execute(trx);
}

/** The values of a row as they will be: the file's cell, or what is there where it is empty. */
const merged = sql`
  coalesce(m.customer_id, p.customer_id) as customer_id, coalesce(m.loan, p.loan) as loan,
  coalesce(m.amount_due, p.amount_due) as amount_due,
  coalesce(m.amount_paid, p.amount_paid) as amount_paid,
  coalesce(m.due_date, p.due_date) as due_date, coalesce(m.date, p.date) as date,
  coalesce(m.opened_on, p.opened_on) as opened_on,
  coalesce(m.restructured, p.restructured) as restructured,
  coalesce(m.currency, p.currency) as currency`;

const differing = sql`
  from (select m.target_id, ${merged} from matched m join payments p on p.id = m.target_id) as m
  join payments p on p.id = m.target_id
  where (m.customer_id, m.loan, m.amount_due, m.amount_paid, m.due_date, m.date, m.opened_on,
      m.restructured, m.currency) is distinct from
    (p.customer_id, p.loan, p.amount_due, p.amount_paid, p.due_date, p.date, p.opened_on,
      p.restructured, p.currency)`;

export async function findChanges(trx: Transaction): Promise<void> {
  await sql`select count(*) from (select p.id ${differing} order by p.id for update of p) as locked`.execute(
    trx,
  );
  await sql`create temporary table changed on commit drop as
    select m.*, p.amount_paid as old_paid, p.date as old_date ${differing}`.execute(trx);
}

async function insertNew(trx: Transaction, { by, at }: ImportStamp): Promise<void> {
  await sql`insert into payments (id, customer_id, external_id, loan, amount_due, amount_paid,
      due_date, date, opened_on, restructured, currency,
      published_at, created_by, updated_by, created_at, updated_at)
    select id, customer_id, external_id, loan, amount_due, coalesce(amount_paid, 0),
      due_date, date, opened_on, coalesce(restructured, false), currency,
      ${at}::timestamptz, ${by}, ${by}, ${at}::timestamptz, ${at}::timestamptz
    from matched where target_id is null`.execute(trx);
  await insertFirstReceipts(
    trx,
    sql`select id as payment_id, coalesce(amount_paid, 0) as paid, date
        from matched where target_id is null`,
    at,
  );
}

async function updateChanged(trx: Transaction, { by, at }: ImportStamp): Promise<void> {
  await appendReceipts(
    trx,
    sql`select target_id as payment_id, old_paid, old_date,
          amount_paid as new_paid, date as new_date
        from changed`,
    at,
  );
  await sql`update payments p set customer_id = m.customer_id, loan = m.loan,
      amount_due = m.amount_due, amount_paid = m.amount_paid, due_date = m.due_date, date = m.date,
      opened_on = m.opened_on, restructured = m.restructured, currency = m.currency,
      updated_by = ${by}, updated_at = ${at}
    from changed m where p.id = m.target_id`.execute(trx);
}

export async function store(trx: Transaction, stamp: ImportStamp): Promise<void> {
  await insertNew(trx, stamp);
  await updateChanged(trx, stamp);
}
