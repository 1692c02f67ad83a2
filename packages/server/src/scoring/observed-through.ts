import type { Day } from '@maia/engine';
import { dayFromIso, isoFromDay } from '@maia/engine';
import { type Kysely, type RawBuilder, sql } from 'kysely';
import type { Tables } from '../db/tables.js';

/** Days of receipts that are looked at, up to the last of them. */
const SPAN_DAYS = 56;
/** A day with fewer receipts than this share of the median day is one whose import is not complete. */
const NORMAL_SHARE = 0.25;

/** Count of receipts by the day on which they were received. */
export type ReceiptCounts = ReadonlyMap<Day, number>;

/**
 * The last day, on or before `asOf`, up to which receipts are complete: the last one with a normal number of
 * them, at least a quarter of the median of the 56 days that end with the last receipt. Without receipts it is
 * `asOf`. Looks only at receipts received by `asOf`.
 */
export function observedThroughOf(counts: ReceiptCounts, asOf: Day): Day {
  let last = Number.NEGATIVE_INFINITY;
  for (const day of counts.keys()) if (day <= asOf && day > last) last = day;
  if (!Number.isFinite(last)) return asOf;
  const span: { day: Day; count: number }[] = [];
  for (let day = last - SPAN_DAYS + 1; day <= last; day++) {
    const count = counts.get(day);
    if (count !== undefined) span.push({ day, count });
  }
  const sorted = span.map(({ count }) => count).sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const median =
    sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  // The days at or above the median are normal ones, so there always is a last.
  return span.findLast(({ count }) => count >= NORMAL_SHARE * median)?.day ?? last;
}

/**
 * Receipts of customers by day: all of them, or those of the span that ends on or before a day. Counts all and takes
 * off those of unassigned payments, which are few, because a join of all would take a hundred times as long.
 */
export async function countReceipts(db: Kysely<Tables>, asOf?: Day): Promise<ReceiptCounts> {
  const until = asOf === undefined ? sql`'infinity'::date` : sql`${isoFromDay(asOf)}::date`;
  const last = asOf === undefined ? null : await lastReceiptDay(db, until);
  if (asOf !== undefined && last === null) return new Map();
  const from = last === null ? sql`'-infinity'::date` : sql`${last}::date - ${SPAN_DAYS - 1}::int`;
  const { rows } = await sql<{ day: string; count: number }>`
    select day, sum(count)::int as count from (
      select received_on as day, count(*) as count from receipts
      where received_on between ${from} and ${until} and amount <> 0
      group by received_on
      union all
      select r.received_on, -count(*) from payments p join receipts r on r.payment_id = p.id
      where p.customer_id is null
        and r.received_on between ${from} and ${until} and r.amount <> 0
      group by r.received_on
    ) as counts
    group by day having sum(count) > 0`.execute(db);
  return new Map(rows.map((row) => [dayFromIso(row.day), row.count]));
}

/** Day of the last receipt of a customer; unassigned payments take part in nothing. */
async function lastReceiptDay(db: Kysely<Tables>, until: RawBuilder<unknown>) {
  const { rows } = await sql<{ day: string }>`
    select r.received_on as day from receipts r join payments p on p.id = r.payment_id
    where r.received_on <= ${until} and r.amount <> 0 and p.customer_id is not null
    order by r.received_on desc limit 1`.execute(db);
  return rows[0]?.day ?? null;
}
