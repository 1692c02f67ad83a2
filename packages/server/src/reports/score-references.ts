import { companySettings } from '../company/service.js';
import type { Context } from '../context.js';
import { findCustomersByReference } from '../customers/service.js';
import type { Transaction } from '../db/transaction.js';
import type { Actor } from '../http/caller.js';
import { dayFromIso } from '../scoring/days.js';
import { readHistories } from '../scoring/subjects.js';
import { requestHash } from './idempotency.js';
import { scoreWithLive } from './service.js';
import { storeReportsIn } from './store.js';
import { keepCustomers } from './waiting-queries.js';

interface Asked {
  referenceId: string;
  /** YYYY-MM-DD */
  asOf: string;
}

/** Stores what was scored; the items that got a report, with its id. */
type Store<T extends Asked> = (
  trx: Transaction,
  actor: Actor,
) => Promise<{ item: T; reportId: string }[]>;

/**
 * Scores stored customers with the live model and gives back what stores the reports, in a transaction of the
 * caller. References that are no customer's, also because of an erasure meanwhile, get none.
 */
export async function scoreReferences<T extends Asked>(
  context: Context,
  items: readonly T[],
  ownerId: string | null,
): Promise<Store<T>> {
  const at = new Date();
  const settings = await companySettings(context.db.kysely);
  const referenceIds = [...new Set(items.map(({ referenceId }) => referenceId))];
  const found = await findCustomersByReference(context.db.kysely, referenceIds);
  const customers = new Map(found.map((customer) => [customer.reference_id, customer]));
  const histories = await readHistories(context.db, found);
  const known = items.flatMap((item) => {
    const customer = customers.get(item.referenceId);
    if (customer === undefined) return [];
    const history = histories.get(customer.id) ?? { instalments: [], attributes: {} };
    return [{ item, customerId: customer.id, history, asOf: dayFromIso(item.asOf) }];
  });
  const { model, scores } = await scoreWithLive(context, settings, known);
  return async (trx, actor) => {
    const kept = await keepCustomers(
      trx,
      [...customers.values()].map(({ id }) => id),
    );
    const scored = known
      .map((subject, index) => ({ ...subject, score: scores[index] }))
      .filter(({ customerId }) => kept.has(customerId));
    const news = scored.map(({ item: { referenceId, asOf }, customerId, score }) => ({
      uuid: null,
      type: 'reference' as const,
      referenceId,
      customerId,
      ownerId,
      asOf,
      requestHash: requestHash(ownerId ?? '', { type: 'reference', referenceId, asOf }),
      vector: null,
      score,
    }));
    const rows = await storeReportsIn(trx, context, {
      asked: { actor, at, model },
      reports: news,
    });
    return scored.map(({ item }, index) => ({ item, reportId: rows[index].id }));
  };
}
