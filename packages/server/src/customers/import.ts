import { type RawBuilder, sql } from 'kysely';
import type { Static } from 'typebox';
import type { Transaction } from '../db/transaction.js';
import type { ImportStamp, ImportTarget } from '../imports/target.js';
import { ATTRIBUTES_MAX, attributeFromText, attributeKeyProblem } from './attributes.js';
import { CustomerCreate } from './schemas.js';

/** A customer's field and its column; attributes apart, because they merge. */
const COLUMNS: Readonly<Record<string, string>> = {
  dateOfBirth: 'date_of_birth',
  addressStreet: 'address_street',
  addressNeighborhood: 'address_neighborhood',
  addressCity: 'address_city',
  addressState: 'address_state',
  addressCountry: 'address_country',
  gender: 'gender',
  maritalStatus: 'marital_status',
};

const columns = Object.values(COLUMNS);

function list(expression: (column: string) => RawBuilder<unknown>): RawBuilder<unknown> {
  return sql.join(columns.map(expression));
}

/** The columns of a row as they will be: the file's cell, or what is there where it is empty. */
const merged = list(
  (column) => sql`coalesce(${sql.ref(`m.${column}`)}, ${sql.ref(`c.${column}`)})`,
);

const rejections = [
  sql`select "row", 'referenceId' as field, reference_id as value,
        'is in the file more than once' as message
      from (select "row", reference_id,
              row_number() over (partition by reference_id order by "row") as nth from staged) as s
      where nth > 1`,
  sql`select "row", 'uuid', uuid, 'is in the file more than once'
      from (select "row", uuid, row_number() over (partition by uuid order by "row") as nth
            from staged where uuid is not null) as s
      where nth > 1`,
  sql`select m."row", 'uuid', m.uuid, 'belongs to another customer already'
      from matched m join customers c on c.uuid = m.uuid
      where c.id is distinct from m.target_id`,
  sql`select m."row", 'attributes', null,
        ${`would be more than ${ATTRIBUTES_MAX} with those that the customer has`}
      from matched m join customers c on c.id = m.target_id
      where c.attributes <> '{}' and
        (select count(*) from jsonb_object_keys(c.attributes || m.attributes)) > ${ATTRIBUTES_MAX}`,
];

async function match(trx: Transaction): Promise<void> {
  await sql`create temporary table matched on commit drop as
    select s.*, c.id as target_id
    from staged s left join customers c on c.reference_id = s.reference_id`.execute(trx);
}

async function findChanges(trx: Transaction): Promise<void> {
  const differing = sql`
    from matched m join customers c on c.id = m.target_id
    where (${list((column) => sql.ref(`c.${column}`))}, c.uuid, c.attributes) is distinct from
      (${merged}, coalesce(m.uuid, c.uuid), c.attributes || m.attributes)`;
  await sql`select count(*) from (select c.id ${differing} order by c.id for update of c) as locked`.execute(
    trx,
  );
  await sql`create temporary table changed on commit drop as
    select m.* ${differing}`.execute(trx);
}

async function store(trx: Transaction, { by, at }: ImportStamp): Promise<void> {
  await sql`insert into customers (id, uuid, reference_id, ${list(sql.ref)}, attributes,
      published_at, created_by, updated_by, created_at, updated_at)
    select id, coalesce(uuid, id::text), reference_id, ${list(sql.ref)}, attributes,
      ${at}::timestamptz, ${by}, ${by}, ${at}::timestamptz, ${at}::timestamptz
    from matched where target_id is null`.execute(trx);
  const set = list(
    (column) =>
      sql`${sql.id(column)} = coalesce(${sql.ref(`m.${column}`)}, ${sql.ref(`c.${column}`)})`,
  );
  await sql`update customers c set ${set}, uuid = coalesce(m.uuid, c.uuid),
      attributes = c.attributes || m.attributes, updated_by = ${by}, updated_at = ${at}
    from changed m where c.id = m.target_id`.execute(trx);
}

/** Customers from CSV, by referenceId; columns that are no field are attributes. */
export const customersImport: ImportTarget<typeof CustomerCreate> = {
  collection: 'customers',
  row: CustomerCreate,
  columnsRequired: ['referenceId'],
  attributes: { keyProblem: attributeKeyProblem, read: attributeFromText },
  advice: {},
  problems: () => [],
  stagedColumns: {
    reference_id: 'text not null',
    uuid: 'text',
    date_of_birth: 'date',
    address_street: 'text',
    address_neighborhood: 'text',
    address_city: 'text',
    address_state: 'text',
    address_country: 'text',
    gender: 'text',
    marital_status: 'text',
    attributes: 'jsonb not null',
  },
  stage: (record: Static<typeof CustomerCreate>) => [
    record.referenceId,
    record.uuid ?? null,
    record.dateOfBirth ?? null,
    record.addressStreet ?? null,
    record.addressNeighborhood ?? null,
    record.addressCity ?? null,
    record.addressState ?? null,
    record.addressCountry ?? null,
    record.gender ?? null,
    record.maritalStatus ?? null,
    JSON.stringify(record.attributes ?? {}),
  ],
  match,
  rejections,
  findChanges,
  store,
};
