import { sql } from 'kysely';
import { recordChange } from '../audit/record-change.js';
import { companySettings } from '../company/service.js';
import type { Context } from '../context.js';
import { inTransaction, type Transaction } from '../db/transaction.js';
import { SYSTEM_ACTOR } from '../http/caller.js';

const REPORTS_PER_TRANSACTION = 1000;
const DAY_MS = 86_400_000;

/** Takes the persons out of the oldest reports that were made before an instant; returns how many there were. */
async function forgetSome(trx: Transaction, before: Date): Promise<number> {
  const { numAffectedRows } = await sql`update reports
    set customer_id = null, reference_id = null, vector = null, request_hash = ''::bytea
    where id in (
      select id from reports
      where processed and (customer_id is not null or reference_id is not null or vector is not null)
        and created_at < ${before}
      order by created_at limit ${sql.lit(REPORTS_PER_TRANSACTION)} for update skip locked)`.execute(
    trx,
  );
  return Number(numAffectedRows ?? 0n);
}

/**
 * Makes reports forget whom they are about once they are older than the lender keeps them; their scores stay, about
 * nobody. Returns how many there were. Several processes may do it at once.
 */
export async function forgetOldReports(context: Context, now: Date): Promise<number> {
  const { retention } = await companySettings(context.db.kysely);
  if (retention.reportDays === null) return 0;
  const before = new Date(now.getTime() - retention.reportDays * DAY_MS);
  let total = 0;
  for (;;) {
    const count = await inTransaction(context.db, async (trx) => {
      const forgotten = await forgetSome(trx, before);
      if (forgotten > 0)
        await recordChange(trx, context.secrets, SYSTEM_ACTOR, {
          action: 'anonymize',
          resource: 'reports',
          resourceId: null,
          changes: { reports: forgotten, madeBefore: before, reportDays: retention.reportDays },
        });
      return forgotten;
    });
    total += count;
    if (count < REPORTS_PER_TRANSACTION) return total;
  }
}
