import { sql } from 'kysely';
import type { Static } from 'typebox';
import Type from 'typebox';
import { stagedCustomer } from '../customers/staged-customer.js';
import type { Transaction } from '../db/transaction.js';
import { BOOLEAN_RULE } from '../imports/advice.js';
import type { ImportStamp, ImportTarget } from '../imports/target.js';
import { OutcomeCreate } from './schemas.js';

const { customer, asOf, bad, observedUntil } = OutcomeCreate.properties;
const OutcomeRow = Type.Object({ customer, asOf, bad: Type.Optional(bad), observedUntil });

const rejections = [
  stagedCustomer.rejection,
  sql`select "row", 'asOf', as_of::text, 'is in the file more than once for this customer'
      from (select "row", as_of, customer_id,
              row_number() over (partition by customer_id, as_of order by "row") as nth
            from matched where customer_id is not null) as m
      where nth > 1`,
  sql`select "row", 'bad', null, 'is required for a new outcome'
      from matched where target_id is null and bad is null`,
  sql`select m."row", 'observedUntil', coalesce(m.observed_until, o.observed_until)::text,
        'must not be before asOf'
      from matched m left join outcomes o on o.id = m.target_id
      where coalesce(m.observed_until, o.observed_until) < m.as_of`,
];

async function match(trx: Transaction): Promise<void> {
  await sql`create temporary table matched on commit drop as
    with resolved as (
      select s.*, ${stagedCustomer.id} as customer_id from staged s ${stagedCustomer.joins}
    )
    select r.*, o.id as target_id
    from resolved r left join outcomes o on o.customer_id = r.customer_id and o.as_of = r.as_of`.execute(
    trx,
  );
}

async function findChanges(trx: Transaction): Promise<void> {
  const differing = sql`
    from matched m join outcomes o on o.id = m.target_id
    where (o.bad, o.observed_until) is distinct from
      (coalesce(m.bad, o.bad), coalesce(m.observed_until, o.observed_until))`;
  await sql`select count(*) from (select o.id ${differing} order by o.id for update of o) as locked`.execute(
    trx,
  );
  await sql`create temporary table changed on commit drop as
    select m.* ${differing}`.execute(trx);
}

async function store(trx: Transaction, { by, at }: ImportStamp): Promise<void> {
  await sql`insert into outcomes (id, customer_id, as_of, bad, observed_until,
      published_at, created_by, updated_by, created_at, updated_at)
    select id, customer_id, as_of, bad, observed_until,
      ${at}::timestamptz, ${by}, ${by}, ${at}::timestamptz, ${at}::timestamptz
    from matched where target_id is null`.execute(trx);
  await sql`update outcomes o set bad = coalesce(m.bad, o.bad),
      observed_until = coalesce(m.observed_until, o.observed_until),
      updated_by = ${by}, updated_at = ${at}
    from changed m where o.id = m.target_id`.execute(trx);
}

/** Outcomes from CSV, by customer and asOf. */
export const outcomesImport: ImportTarget<typeof OutcomeRow> = {
  collection: 'outcomes',
  row: OutcomeRow,
  columnsRequired: ['customer', 'asOf'],
  attributes: null,
  advice: { bad: BOOLEAN_RULE },
  problems: () => [],
  stagedColumns: {
    ...stagedCustomer.columns,
    as_of: 'date not null',
    bad: 'boolean',
    observed_until: 'date',
  },
  stage: (record: Static<typeof OutcomeRow>) => [
    ...stagedCustomer.values(record.customer),
    record.asOf,
    record.bad ?? null,
    record.observedUntil ?? null,
  ],
  match,
  rejections,
  findChanges,
  store,
};
