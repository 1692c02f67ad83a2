import type { Kysely } from 'kysely';
import { differenceOf } from '../audit/difference.js';
import { recordChange } from '../audit/record-change.js';
import type { Context } from '../context.js';
import { customerIdToKeep } from '../customers/service.js';
import { newId } from '../db/ids.js';
import type { Tables } from '../db/tables.js';
import { inTransaction } from '../db/transaction.js';
import { violatedUnique } from '../db/violations.js';
import { ConflictError, InvalidError, NotFoundError } from '../errors.js';
import type { Actor } from '../http/caller.js';
import type { ListRequest } from '../lists/request.js';
import {
  countOutcomes,
  deleteOutcome,
  findOutcome,
  insertOutcome,
  type OutcomeRow,
  selectOutcomes,
  updateOutcome,
} from './queries.js';
import type { OutcomeCreateIn, OutcomeOut, OutcomeUpdateIn } from './schemas.js';

/** What callers may set, complete; the customer by id. */
interface OutcomeFields {
  customer: string;
  asOf: string;
  bad: boolean;
  observedUntil: string | null;
}

function fieldsOf(row: OutcomeRow): OutcomeFields {
  return {
    customer: row.customer_id,
    asOf: row.as_of,
    bad: row.bad,
    observedUntil: row.observed_until,
  };
}

function columnsOf(fields: OutcomeFields) {
  return {
    customer_id: fields.customer,
    as_of: fields.asOf,
    bad: fields.bad,
    observed_until: fields.observedUntil,
  };
}

function outcomeOut(row: OutcomeRow): OutcomeOut {
  return {
    id: row.id,
    ...fieldsOf(row),
    customer: { id: row.customer_id, referenceId: row.reference_id },
    published_at: row.published_at,
    created_by: row.created_by,
    updated_by: row.updated_by,
    created_at: row.created_at,
    updated_at: row.updated_at,
  };
}

function notFound(id: string): NotFoundError {
  return new NotFoundError(`There is no outcome with the id "${id.slice(0, 128)}".`);
}

function conflictOr(error: unknown): unknown {
  if (violatedUnique(error) !== 'outcomes_customer_id_as_of_key') return error;
  const message = 'has an outcome of this customer already; change that one';
  return new ConflictError(`asOf: ${message}`, [{ field: 'asOf', message }]);
}

function assertObservedAfter(fields: OutcomeFields): void {
  if (fields.observedUntil !== null && fields.observedUntil < fields.asOf)
    throw InvalidError.field('observedUntil', 'must not be before asOf');
}

async function readIn(db: Kysely<Tables>, id: string): Promise<OutcomeOut> {
  const row = await findOutcome(db, id);
  if (!row) throw notFound(id);
  return outcomeOut(row);
}

export async function listOutcomes(context: Context, list: ListRequest): Promise<OutcomeOut[]> {
  return (await selectOutcomes(context.db.kysely, list)).map(outcomeOut);
}

export async function outcomeCount(
  context: Context,
  list: ListRequest,
): Promise<{ count: number }> {
  return { count: await countOutcomes(context.db.kysely, list) };
}

/** Throws NotFoundError. */
export async function readOutcome(context: Context, id: string): Promise<OutcomeOut> {
  return readIn(context.db.kysely, id);
}

/** Throws InvalidError (unknown customer) or ConflictError (there is one of that customer and day). */
export async function createOutcome(
  context: Context,
  actor: Actor,
  body: OutcomeCreateIn,
): Promise<OutcomeOut> {
  const id = newId();
  const at = new Date();
  const by = actor.username;
  return inTransaction(context.db, async (trx) => {
    const customer = await customerIdToKeep(trx, body.customer);
    const fields: OutcomeFields = { observedUntil: null, ...body, customer };
    assertObservedAfter(fields);
    const authorship = { created_by: by, updated_by: by, created_at: at, updated_at: at };
    await insertOutcome(trx, { id, ...columnsOf(fields), published_at: at, ...authorship });
    await recordChange(trx, context.secrets, actor, {
      action: 'create',
      resource: 'outcomes',
      resourceId: id,
      customerId: customer,
      changes: { fields: Object.keys(body) },
      personal: { to: fields },
    });
    return readIn(trx, id);
  }).catch((error: unknown) => {
    throw conflictOr(error);
  });
}

/**
 * Changes what the body holds; the body is read once the outcome is known to exist. Throws NotFoundError,
 * what reading throws, InvalidError or ConflictError.
 */
export async function changeOutcome(
  context: Context,
  actor: Actor,
  change: { id: string; readBody: () => OutcomeUpdateIn },
): Promise<OutcomeOut> {
  return inTransaction(context.db, async (trx) => {
    const row = await findOutcome(trx, change.id, { lock: true });
    if (!row) throw notFound(change.id);
    const before = fieldsOf(row);
    const { customer, ...plain } = change.readBody();
    const named = customer === undefined ? before.customer : await customerIdToKeep(trx, customer);
    const after: OutcomeFields = { ...before, ...plain, customer: named };
    assertObservedAfter(after);
    const { fields, from, to } = differenceOf(before, after);
    if (fields.length === 0) return outcomeOut(row);
    const authorship = { updated_by: actor.username, updated_at: new Date() };
    await updateOutcome(trx, row.id, { ...columnsOf(after), ...authorship });
    await recordChange(trx, context.secrets, actor, {
      action: 'update',
      resource: 'outcomes',
      resourceId: row.id,
      customerId: after.customer,
      changes: { fields },
      personal: { from, to },
    });
    return readIn(trx, row.id);
  }).catch((error: unknown) => {
    throw conflictOr(error);
  });
}

/** Throws NotFoundError. */
export async function removeOutcome(context: Context, actor: Actor, id: string): Promise<number> {
  return inTransaction(context.db, async (trx) => {
    const row = await findOutcome(trx, id, { lock: true });
    if (!row) throw notFound(id);
    await deleteOutcome(trx, id);
    await recordChange(trx, context.secrets, actor, {
      action: 'delete',
      resource: 'outcomes',
      resourceId: id,
      customerId: row.customer_id,
      personal: { from: fieldsOf(row) },
    });
    return 1;
  });
}
