import { recordChange } from '../audit/record-change.js';
import type { Context } from '../context.js';
import { newId } from '../db/ids.js';
import { inTransaction } from '../db/transaction.js';
import { ConflictError, NotFoundError } from '../errors.js';
import type { Actor, Caller } from '../http/caller.js';
import { addJob, removeJob } from '../jobs/queue.js';
import { isUuid } from '../lists/value.js';
import {
  type BatchRow,
  findBatch,
  insertBatch,
  insertItems,
  lockBatch,
  updateBatch,
} from './queries.js';
import type { BatchOut } from './schemas.js';

/** Whom a batch scores: these references, each as of its day, or every customer. */
export interface BatchRequest {
  items: readonly { referenceId: string; asOf: string }[] | 'everyone';
  /** YYYY-MM-DD */
  asOf: string;
}

function batchOut(row: BatchRow): BatchOut {
  const isOver = row.status === 'succeeded';
  return {
    id: row.id,
    status: row.status,
    progress: row.total ? row.done / row.total : isOver ? 1 : 0,
    all: row.everyone,
    asOf: row.as_of,
    total: row.total,
    done: row.done,
    failed: row.failed,
    error: row.error,
    startedAt: row.started_at,
    endedAt: row.ended_at,
    created_by: row.created_by,
    updated_by: row.updated_by,
    created_at: row.created_at,
    updated_at: row.updated_at,
  };
}

function jobKey(batchId: string): string {
  return `report-batch:${batchId}`;
}

function notFound(id: string): NotFoundError {
  return new NotFoundError(`There is no batch "${id.slice(0, 100)}".`);
}

/** A batch is its owner's alone; to others than administrators it does not exist. */
function mayUse(caller: Caller, row: BatchRow): boolean {
  return caller.isAdministrator || row.user_id === caller.userId;
}

/** The batch with this id. Throws NotFoundError, also for one that belongs to another. */
export async function ownBatch(context: Context, caller: Caller, id: string): Promise<BatchRow> {
  const row = isUuid(id) ? await findBatch(context.db.kysely, id) : null;
  if (row === null || !mayUse(caller, row)) throw notFound(id);
  return row;
}

/** How far a batch is. Throws NotFoundError. */
export async function readBatch(context: Context, caller: Caller, id: string): Promise<BatchOut> {
  return batchOut(await ownBatch(context, caller, id));
}

/** Queues the scoring of many; a worker does it. */
export async function createBatchJob(
  context: Context,
  actor: Actor,
  request: BatchRequest,
): Promise<BatchOut> {
  const id = newId();
  const now = new Date();
  const { items, asOf } = request;
  const everyone = items === 'everyone';
  const total = everyone ? null : items.length;
  const row = await inTransaction(context.db, async (trx) => {
    await insertBatch(trx, {
      id,
      user_id: actor.userId,
      status: 'queued',
      as_of: asOf,
      everyone,
      total,
      created_by: actor.username,
      updated_by: actor.username,
      created_at: now,
      updated_at: now,
    });
    if (!everyone) await insertItems(trx, id, items);
    await addJob(trx, 'report-batch', { payload: { batchId: id }, key: jobKey(id) });
    await recordChange(trx, context.secrets, actor, {
      action: 'create',
      resource: 'report-batches',
      resourceId: id,
      changes: { to: { all: everyone, asOf, total } },
    });
    return findBatch(trx, id);
  });
  if (row === null) throw new Error('A batch that was stored is not there.');
  return batchOut(row);
}

/** Stops a batch; what was scored stays. Throws NotFoundError, or ConflictError when it has ended. */
export async function cancelBatch(
  context: Context,
  who: { caller: Caller; actor: Actor },
  id: string,
): Promise<void> {
  await ownBatch(context, who.caller, id);
  await inTransaction(context.db, async (trx) => {
    const batch = await lockBatch(trx, id);
    if (batch === null) throw notFound(id);
    if (batch.status !== 'queued' && batch.status !== 'running')
      throw new ConflictError(`The batch has ended already: it is ${batch.status}.`);
    const by = who.actor.username;
    await updateBatch(trx, id, { status: 'cancelled', ended_at: new Date(), updated_by: by });
    await removeJob(trx, jobKey(id));
    await recordChange(trx, context.secrets, who.actor, {
      action: 'cancel',
      resource: 'report-batches',
      resourceId: id,
      changes: { from: { status: batch.status }, to: { status: 'cancelled', done: batch.done } },
    });
  });
}
