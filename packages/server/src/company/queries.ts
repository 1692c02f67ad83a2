import type { Kysely, Selectable } from 'kysely';
import { sharedRead } from '../db/batched.js';
import { newId } from '../db/ids.js';
import { preparedQuery } from '../db/prepared.js';
import type { CompanyTable, Tables } from '../db/tables.js';
import type { Transaction } from '../db/transaction.js';
import type { SeenAttribute } from './attribute-marks.js';
import type { StoredSettings } from './settings.js';

export type CompanyRow = Selectable<CompanyTable>;

const company = sharedRead(
  preparedQuery<CompanyRow>(
    'company',
    `select id, name, slug, settings, published_at, created_by, updated_by, created_at, updated_at
   from company`,
  ),
);

/** The one company of this installation; made at the first start. */
export async function findCompany(db: Kysely<Tables>): Promise<CompanyRow> {
  const [row] = await company(db);
  if (row === undefined) throw new Error('The installation has no company.');
  return row;
}

/** The same, kept from other writers until the transaction ends. */
export async function lockCompany(trx: Transaction): Promise<CompanyRow> {
  return trx.selectFrom('company').selectAll().forUpdate().executeTakeFirstOrThrow();
}

export async function insertCompany(
  trx: Transaction,
  values: { name: string; slug: string; by: string; at: Date },
): Promise<void> {
  await trx
    .insertInto('company')
    .values({
      id: newId(),
      name: values.name,
      slug: values.slug,
      settings: '{}',
      published_at: values.at,
      created_by: values.by,
      updated_by: values.by,
      created_at: values.at,
      updated_at: values.at,
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

export async function updateCompany(
  trx: Transaction,
  id: string,
  values: { name: string; slug: string; settings: StoredSettings; by: string; at: Date },
): Promise<CompanyRow> {
  return trx
    .updateTable('company')
    .set({
      name: values.name,
      slug: values.slug,
      settings: JSON.stringify(values.settings),
      updated_by: values.by,
      updated_at: values.at,
    })
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirstOrThrow();
}

/** Keys and types of the attributes that customers have or had. */
export async function selectSeenAttributes(db: Kysely<Tables>): Promise<SeenAttribute[]> {
  return db
    .selectFrom('customer_attributes')
    .select(['key', 'type'])
    .orderBy('key')
    .orderBy('type')
    .execute();
}
