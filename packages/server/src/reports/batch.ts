import type { BatchOut } from '../batches/schemas.js';
import { createBatchJob } from '../batches/service.js';
import type { Context } from '../context.js';
import { type CustomerToScore, findCustomersByReference } from '../customers/service.js';
import { InvalidError } from '../errors.js';
import { dayFromIso, isoFromDay, todayIn } from '../scoring/days.js';
import { readHistories } from '../scoring/subjects.js';
import { requestHash } from './idempotency.js';
import { reportsOut } from './report-out.js';
import { BATCH_MAX, type BatchAnswerItem, type BatchCreateIn, type ReportOut } from './schemas.js';
import { type Asking, scoreWithLive } from './service.js';
import { storeReports } from './store.js';

interface Item {
  referenceId: string;
  /** YYYY-MM-DD */
  asOf: string;
}

function itemsOf(body: BatchCreateIn, today: string): Item[] {
  if (body.references === undefined)
    throw InvalidError.field(
      'references',
      'is required: a list of referenceIds; to score every customer send "all": true instead',
    );
  return body.references.map((reference) => {
    const own = typeof reference === 'string' ? { referenceId: reference } : reference;
    return { referenceId: own.referenceId, asOf: own.asOf ?? body.asOf ?? today };
  });
}

/**
 * Scores up to 1,000 customers at once, and makes a job of more or of everyone. Throws InvalidError (400) where
 * the body does not say whom.
 */
export async function createBatch(
  context: Context,
  asking: Asking,
  body: BatchCreateIn,
): Promise<{ answer: BatchAnswerItem[] } | { job: BatchOut }> {
  const today = isoFromDay(todayIn(asking.settings.timeZone));
  const asOf = body.asOf ?? today;
  if (body.all && body.references !== undefined)
    throw InvalidError.field('references', 'must be left out where all is true');
  const items = body.all ? 'everyone' : itemsOf(body, today);
  if (items !== 'everyone' && items.length <= BATCH_MAX)
    return { answer: await scoreAtOnce(context, asking, items) };
  return { job: await createBatchJob(context, asking.actor, { items, asOf }) };
}

/** Scores customers with a handful of statements; a reference that is no customer's is an error of its own. */
async function scoreAtOnce(
  context: Context,
  asking: Asking,
  items: readonly Item[],
): Promise<BatchAnswerItem[]> {
  const at = new Date();
  const referenceIds = [...new Set(items.map(({ referenceId }) => referenceId))];
  const found = await findCustomersByReference(context.db.kysely, referenceIds);
  const customers = new Map(found.map((customer) => [customer.reference_id, customer]));
  const known = items.filter(({ referenceId }) => customers.has(referenceId));
  const reports = known.length === 0 ? [] : await scoreItems(context, asking, { known, found, at });
  const answers = reports.values();
  return items.map(({ referenceId }): BatchAnswerItem => {
    const report = customers.has(referenceId) ? answers.next().value : undefined;
    if (report !== undefined) return { referenceId, report };
    const message = `There is no customer with the referenceId "${referenceId}".`;
    return { referenceId, error: { code: 404, message } };
  });
}

async function scoreItems(
  context: Context,
  { caller, actor, settings, language }: Asking,
  batch: { known: readonly Item[]; found: readonly CustomerToScore[]; at: Date },
): Promise<ReportOut[]> {
  const { known, found, at } = batch;
  const customerIds = new Map(found.map(({ reference_id, id }) => [reference_id, id]));
  const histories = await readHistories(context.db, found);
  const subjects = known.map(({ referenceId, asOf }) => ({
    history: histories.get(customerIds.get(referenceId) ?? '') ?? {
      instalments: [],
      attributes: {},
    },
    asOf: dayFromIso(asOf),
  }));
  const { model, scores } = await scoreWithLive(context, settings, subjects);
  const news = known.map((item, index) => ({
    uuid: null,
    type: 'reference' as const,
    referenceId: item.referenceId,
    customerId: customerIds.get(item.referenceId) ?? null,
    ownerId: caller.userId,
    asOf: item.asOf,
    requestHash: requestHash(caller.userId, { type: 'reference', ...item }),
    vector: null,
    score: scores[index],
  }));
  const stored = await storeReports(context, { actor, at, model }, news);
  const { username } = caller;
  const rows = stored.map((row) => ({ ...row, username }));
  return reportsOut(context, rows, language);
}
