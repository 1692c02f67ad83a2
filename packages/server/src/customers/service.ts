import { type Kysely, type RawBuilder, sql } from 'kysely';
import { destroyCustomerKey } from '../audit/customer-keys.js';
import { differenceOf } from '../audit/difference.js';
import { recordChange } from '../audit/record-change.js';
import type { Context } from '../context.js';
import { newId } from '../db/ids.js';
import type { Tables } from '../db/tables.js';
import { inTransaction, type Transaction } from '../db/transaction.js';
import { violatedForeignKey, violatedUnique } from '../db/violations.js';
import { ConflictError, InvalidError, NotFoundError } from '../errors.js';
import type { Actor } from '../http/caller.js';
import type { ListRequest } from '../lists/request.js';
import { isUuid } from '../lists/value.js';
import { anonymizeReports } from '../reports/anonymize.js';
import { mergeAttributes } from './attributes.js';
import {
  type CustomerRow,
  type CustomerToScore,
  countCustomers,
  deleteCustomer,
  findCustomer,
  findCustomerByReference,
  findCustomersByReference,
  findCustomerToScore,
  insertCustomer,
  selectCustomers,
  updateCustomer,
} from './queries.js';
import type { CustomerCreateIn, CustomerOut, CustomerUpdateIn } from './schemas.js';

export { type CustomerToScore, findCustomerByReference, findCustomersByReference };

/** What callers may set, complete. */
type CustomerFields = Omit<
  CustomerOut,
  'id' | 'published_at' | 'created_by' | 'updated_by' | 'created_at' | 'updated_at'
>;

function fieldsOf(row: CustomerRow): CustomerFields {
  return {
    uuid: row.uuid,
    referenceId: row.reference_id,
    dateOfBirth: row.date_of_birth,
    addressStreet: row.address_street,
    addressNeighborhood: row.address_neighborhood,
    addressCity: row.address_city,
    addressState: row.address_state,
    addressCountry: row.address_country,
    gender: row.gender,
    maritalStatus: row.marital_status,
    attributes: row.attributes,
  };
}

function columnsOf(fields: CustomerFields) {
  return {
    uuid: fields.uuid,
    reference_id: fields.referenceId,
    date_of_birth: fields.dateOfBirth,
    address_street: fields.addressStreet,
    address_neighborhood: fields.addressNeighborhood,
    address_city: fields.addressCity,
    address_state: fields.addressState,
    address_country: fields.addressCountry,
    gender: fields.gender,
    marital_status: fields.maritalStatus,
    attributes: JSON.stringify(fields.attributes),
  };
}

function customerOut(row: CustomerRow): CustomerOut {
  return {
    id: row.id,
    ...fieldsOf(row),
    published_at: row.published_at,
    created_by: row.created_by,
    updated_by: row.updated_by,
    created_at: row.created_at,
    updated_at: row.updated_at,
  };
}

const UNIQUE_FIELDS: Readonly<Record<string, string>> = {
  customers_reference_id_key: 'referenceId',
  customers_uuid_key: 'uuid',
};

function conflictOr(error: unknown): unknown {
  const field = UNIQUE_FIELDS[violatedUnique(error) ?? ''];
  if (field === undefined) return error;
  const message = 'belongs to another customer already';
  return new ConflictError(`${field}: ${message}`, [{ field, message }]);
}

function notFound(name: string): NotFoundError {
  return new NotFoundError(
    `There is no customer with the id or referenceId "${name.slice(0, 128)}".`,
  );
}

function unknownCustomer(): InvalidError {
  return InvalidError.field(
    'customer',
    'is not the id or referenceId of a customer; create it first',
  );
}

/**
 * Id of the customer whom a record is to be tied to, named by id or, where no id fits, by referenceId; no deletion of
 * them is possible until the transaction ends. Throws InvalidError (400).
 */
export async function customerIdToKeep(trx: Transaction, name: string): Promise<string> {
  const found = await findCustomer(trx, name, 'delete');
  if (found) return found.id;
  throw unknownCustomer();
}

/**
 * The same before a transaction, and with their referenceId. They may be deleted until a record is tied to them, which
 * its foreign key then refuses: `unknownCustomerOr` makes the same error of that.
 */
export async function customerToTie(
  db: Kysely<Tables>,
  name: string,
): Promise<{ id: string; referenceId: string }> {
  const found = await findCustomerToScore(db, name);
  if (found === null) throw unknownCustomer();
  return { id: found.id, referenceId: found.reference_id };
}

/** InvalidError (400) where a foreign key found that the customer is gone; else the error itself. */
export function unknownCustomerOr(error: unknown): unknown {
  return violatedForeignKey(error)?.endsWith('_customer_id_fkey') ? unknownCustomer() : error;
}

/** The same as an expression, for lists: the id of the customer so named, or null. */
export function customerIdNamed(name: string): RawBuilder<string | null> {
  const byReference = sql<string>`(select id from customers where reference_id = ${name})`;
  if (!isUuid(name)) return byReference;
  return sql`coalesce((select id from customers where id = ${name}), ${byReference})`;
}

export async function listCustomers(context: Context, list: ListRequest): Promise<CustomerOut[]> {
  return (await selectCustomers(context.db.kysely, list)).map(customerOut);
}

export async function customerCount(
  context: Context,
  list: ListRequest,
): Promise<{ count: number }> {
  return { count: await countCustomers(context.db.kysely, list) };
}

/** Throws NotFoundError. */
export async function readCustomer(context: Context, name: string): Promise<CustomerOut> {
  const row = await findCustomer(context.db.kysely, name);
  if (!row) throw notFound(name);
  return customerOut(row);
}

/** Throws ConflictError when the referenceId or the uuid is taken. */
export async function createCustomer(
  context: Context,
  actor: Actor,
  body: CustomerCreateIn,
): Promise<CustomerOut> {
  const id = newId();
  const fields: CustomerFields = {
    uuid: id,
    dateOfBirth: null,
    addressStreet: null,
    addressNeighborhood: null,
    addressCity: null,
    addressState: null,
    addressCountry: null,
    gender: null,
    maritalStatus: null,
    ...body,
    attributes: mergeAttributes({}, body.attributes ?? null),
  };
  const at = new Date();
  const authorship = {
    published_at: at,
    created_by: actor.username,
    updated_by: actor.username,
    created_at: at,
    updated_at: at,
  };
  return inTransaction(context.db, async (trx) => {
    const row = await insertCustomer(trx, { id, ...columnsOf(fields), ...authorship });
    await recordChange(trx, context.secrets, actor, {
      action: 'create',
      resource: 'customers',
      resourceId: id,
      customerId: id,
      changes: { fields: Object.keys(body) },
      personal: { to: fields },
    });
    return customerOut(row);
  }).catch((error: unknown) => {
    throw conflictOr(error);
  });
}

async function applyChange(
  trx: Transaction,
  row: CustomerRow,
  change: { body: CustomerUpdateIn; actor: Actor; context: Context },
): Promise<CustomerRow> {
  const { body, actor, context } = change;
  const before = fieldsOf(row);
  const { attributes, ...plain } = body;
  const after: CustomerFields = {
    ...before,
    ...plain,
    attributes:
      attributes === undefined ? before.attributes : mergeAttributes(before.attributes, attributes),
  };
  const difference = differenceOf(before, after);
  if (difference.fields.length === 0) return row;
  const updated = await updateCustomer(trx, row.id, {
    ...columnsOf(after),
    updated_by: actor.username,
    updated_at: new Date(),
  });
  await recordChange(trx, context.secrets, actor, {
    action: 'update',
    resource: 'customers',
    resourceId: row.id,
    customerId: row.id,
    changes: { fields: difference.fields },
    personal: { from: difference.from, to: difference.to },
  });
  return updated;
}

/**
 * Changes what the body holds; attributes merge key by key. The body is read once the customer is known
 * to exist. Throws NotFoundError, what reading the body throws, or ConflictError.
 */
export async function changeCustomer(
  context: Context,
  actor: Actor,
  change: { name: string; readBody: () => CustomerUpdateIn },
): Promise<CustomerOut> {
  return inTransaction(context.db, async (trx) => {
    const row = await findCustomer(trx, change.name, 'change');
    if (!row) throw notFound(change.name);
    return customerOut(await applyChange(trx, row, { body: change.readBody(), actor, context }));
  }).catch((error: unknown) => {
    throw conflictOr(error);
  });
}

/**
 * Erases a person: the customer, their payments, receipts and outcomes are deleted, reports about them
 * become anonymous, and the key of their values in the log is destroyed. Throws NotFoundError.
 */
export async function removeCustomer(
  context: Context,
  actor: Actor,
  name: string,
): Promise<number> {
  return inTransaction(context.db, async (trx) => {
    const row = await findCustomer(trx, name, 'change');
    if (!row) throw notFound(name);
    const reports = await anonymizeReports(trx, row.id);
    const removed = await deleteCustomer(trx, row.id);
    await destroyCustomerKey(trx, row.id);
    await recordChange(trx, context.secrets, actor, {
      action: 'delete',
      resource: 'customers',
      resourceId: row.id,
      customerId: row.id,
      changes: { ...removed, reportsAnonymized: reports },
    });
    return 1;
  });
}
