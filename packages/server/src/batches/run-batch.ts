import { recordChange } from '../audit/record-change.js';
import type { Context } from '../context.js';
import { inTransaction, type Transaction } from '../db/transaction.js';
import { violatedUnique } from '../db/violations.js';
import { SYSTEM_ACTOR } from '../http/caller.js';
import { JobInterruptedError } from '../jobs/job.js';
import { scoreReferences } from '../reports/score-references.js';
import {
  type BatchItem,
  type BatchRow,
  findBatch,
  findItems,
  insertEveryone,
  lockBatch,
  storeItemReports,
  updateBatch,
} from './queries.js';

const AT_ONCE = 250;
/** A batch whose job ended this often without getting on is given up. */
const ATTEMPTS_MAX = 5;

const GIVEN_UP =
  'The scoring stopped each time at the same place; the log of the server says why. The reports made so far stay.';

/**
 * The job of a batch: scores its items in their order, some in each transaction, which also says how far it is. So
 * a job that is killed goes on where the last commit left it, and no item gets two reports.
 */
export async function runBatch(
  context: Context,
  { batchId }: { batchId: string },
  signal: AbortSignal,
): Promise<void> {
  let batch = await begin(context, batchId);
  while (batch !== null && batch.status === 'running') {
    if (signal.aborted) throw new JobInterruptedError();
    await scoreSome(context, batch);
    batch = await findBatch(context.db.kysely, batchId);
  }
}

async function begin(context: Context, batchId: string): Promise<BatchRow | null> {
  return inTransaction(
    context.db,
    async (trx) => {
      const batch = await lockBatch(trx, batchId);
      if (batch === null || (batch.status !== 'queued' && batch.status !== 'running')) return null;
      if (batch.attempts >= ATTEMPTS_MAX) {
        await end(context, trx, { batch, status: 'failed', error: GIVEN_UP });
        return null;
      }
      const total = batch.total ?? (await insertEveryone(trx, batch));
      await updateBatch(trx, batchId, {
        status: 'running',
        total,
        attempts: batch.attempts + 1,
        started_at: batch.started_at ?? new Date(),
      });
      return findBatch(trx, batchId);
    },
    { statementTimeoutMs: 0 },
  );
}

async function end(
  context: Context,
  trx: Transaction,
  result: { batch: BatchRow; status: 'succeeded' | 'failed'; error: string | null },
): Promise<void> {
  const { batch, status, error } = result;
  await updateBatch(trx, batch.id, { status, error, ended_at: new Date() });
  await recordChange(trx, context.secrets, SYSTEM_ACTOR, {
    action: status === 'succeeded' ? 'succeed' : 'fail',
    resource: 'report-batches',
    resourceId: batch.id,
    changes: { done: batch.done, failed: batch.failed, error },
  });
}

/** Whether nobody else has scored, cancelled or ended the batch since it was read; keeps it so. */
async function isStillAt(trx: Transaction, batch: BatchRow): Promise<boolean> {
  const now = await lockBatch(trx, batch.id);
  return now?.status === 'running' && now.done === batch.done;
}

async function scoreSome(context: Context, batch: BatchRow): Promise<void> {
  const page = { after: batch.done, limit: AT_ONCE };
  const items = await findItems(context.db.kysely, batch.id, page);
  const last = items.at(-1);
  if (last === undefined) {
    await inTransaction(context.db, async (trx) => {
      if (await isStillAt(trx, batch))
        await end(context, trx, { batch, status: 'succeeded', error: null });
    });
    return;
  }
  try {
    await scoreItems(context, batch, items);
  } catch (error) {
    // Random uuids of reports met; nothing was stored, and the next try takes others.
    if (violatedUnique(error) !== 'reports_uuid_key') throw error;
  }
}

async function scoreItems(
  context: Context,
  batch: BatchRow,
  items: readonly BatchItem[],
): Promise<void> {
  const asked = items.flatMap(({ position, referenceId, asOf }) =>
    referenceId === null ? [] : [{ position, referenceId, asOf }],
  );
  const store = await scoreReferences(context, asked, batch.user_id);
  const actor = {
    username: batch.created_by,
    userId: batch.user_id,
    address: null,
    requestId: null,
    apiTokenId: null,
  };
  await inTransaction(context.db, async (trx) => {
    if (!(await isStillAt(trx, batch))) return;
    const stored = await store(trx, actor);
    await storeItemReports(
      trx,
      batch.id,
      stored.map(({ item, reportId }) => ({
        position: item.position,
        reportId,
      })),
    );
    await updateBatch(trx, batch.id, {
      done: batch.done + items.length,
      failed: batch.failed + items.length - stored.length,
      attempts: 0,
    });
  });
}
