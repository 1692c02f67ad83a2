import { setImmediate as yieldToOthers } from 'node:timers/promises';
import type { AttributeValue, Day, History, Instalment } from '@maia/engine';
import { type Kysely, sql } from 'kysely';
import type { CompanySettings } from '../company/settings.js';
import { batchedRead } from '../db/batched.js';
import type { Database } from '../db/connect.js';
import { send } from '../db/connections.js';
import type { Tables } from '../db/tables.js';
import { type ScoredMessage, scoredChannel } from '../metrics/channels.js';
import { dayFromIso } from './days.js';
import type { LoadedModel } from './loaded-models.js';
import { countReceipts, observedThroughOf, type ReceiptCounts } from './observed-through.js';
import { HistoryReader, type PaymentRow, paymentRowsQuery } from './payment-rows.js';
import { type Score, scoreHistory } from './score.js';

/** A stored customer, as far as scoring needs it. */
export interface StoredCustomer {
  id: string;
  attributes: Readonly<Record<string, AttributeValue>>;
}

/** A history and the day as of which it is to be scored. */
export interface Subject {
  history: History;
  asOf: Day;
}

/** With this many receipts in the span, counting them again for every report would cost more than scoring. */
const RECEIPTS_WORTH_KEEPING = 2000;
const KEPT_MS = 5000;
const DAYS_KEPT = 1000;

interface Kept {
  counts: ReceiptCounts;
  until: number;
}

const keptBy = new WeakMap<Database, Map<Day, Kept>>();

interface DayCounts {
  asOf: string;
  counts: ReceiptCounts;
}

const countsOf = batchedRead<DayCounts>(
  (db, days) =>
    Promise.all(
      days.map(async (asOf) => ({ asOf, counts: await countReceipts(db, Number(asOf)) })),
    ),
  ({ asOf }) => asOf,
);

async function receiptCounts(db: Database, asOf: Day): Promise<ReceiptCounts> {
  let kept = keptBy.get(db);
  if (kept === undefined || kept.size > DAYS_KEPT) {
    kept = new Map();
    keptBy.set(db, kept);
  }
  const known = kept.get(asOf);
  if (known !== undefined && known.until > performance.now()) return known.counts;
  const counts = (await countsOf(db.kysely, String(asOf)))?.counts ?? new Map();
  const receipts = [...counts.values()].reduce((sum, count) => sum + count, 0);
  if (receipts >= RECEIPTS_WORTH_KEEPING)
    kept.set(asOf, { counts, until: performance.now() + KEPT_MS });
  return counts;
}

/** The last day, on or before `asOf`, up to which receipts are complete: as the lender set it, else as found. */
export async function observedThrough(
  db: Database,
  settings: Pick<CompanySettings, 'observedThrough'>,
  asOf: Day,
): Promise<Day> {
  if (settings.observedThrough !== null)
    return Math.min(dayFromIso(settings.observedThrough), asOf);
  return observedThroughOf(await receiptCounts(db, asOf), asOf);
}

interface CustomerInstalments {
  customerId: string;
  instalments: Instalment[];
}

/** All instalments of these customers, by one statement; customers without any are left out. */
async function readInstalments(
  db: Kysely<Tables>,
  customerIds: readonly string[],
): Promise<CustomerInstalments[]> {
  const { sql: text, parameters } = paymentRowsQuery(
    sql`p.customer_id = any(${customerIds}::uuid[])`,
  ).compile(db);
  // Parsed and planned once a connection, whoever the customers are.
  const statement = { name: 'histories-of-customers', text, values: [...parameters] };
  const rows = await send<PaymentRow>(db, { ...statement, rowMode: 'array' });
  const histories: CustomerInstalments[] = [];
  const reader = new HistoryReader();
  for (const row of rows) {
    if (histories.at(-1)?.customerId !== row[0])
      histories.push({ customerId: row[0], instalments: [] });
    reader.add(histories[histories.length - 1].instalments, row);
  }
  return histories;
}

const instalmentsOf = batchedRead(readInstalments, ({ customerId }) => customerId);

/** The whole history of a customer. */
export async function readHistory(
  db: Database,
  { id, attributes }: StoredCustomer,
): Promise<History> {
  const found = await instalmentsOf(db.kysely, id);
  return { instalments: found?.instalments ?? [], attributes };
}

/** The whole histories of these customers, in one query, by the customer's id. */
export async function readHistories(
  db: Database,
  customers: readonly StoredCustomer[],
): Promise<Map<string, History>> {
  const found = await readInstalments(
    db.kysely,
    customers.map(({ id }) => id),
  );
  const instalments = new Map(found.map((history) => [history.customerId, history.instalments]));
  return new Map(
    customers.map(({ id, attributes }) => [
      id,
      { instalments: instalments.get(id) ?? [], attributes },
    ]),
  );
}

/** Scores whose order is that of the subjects; lets other requests through between them. */
export async function scoreAll(
  db: Database,
  subjects: readonly Subject[],
  using: { model: LoadedModel; settings: Pick<CompanySettings, 'observedThrough'> },
): Promise<Score[]> {
  const seenThrough = new Map<Day, Day>();
  for (const { asOf } of subjects)
    if (!seenThrough.has(asOf))
      seenThrough.set(asOf, await observedThrough(db, using.settings, asOf));
  const scores: Score[] = [];
  for (const { history, asOf } of subjects) {
    const viewpoint = { asOf, observedThrough: seenThrough.get(asOf) ?? asOf };
    const begun = performance.now();
    scores.push(scoreHistory(using.model, history, viewpoint));
    const seconds = (performance.now() - begun) / 1000;
    scoredChannel.publish({ seconds } satisfies ScoredMessage);
    if (scores.length % 16 === 0) await yieldToOthers();
  }
  return scores;
}
