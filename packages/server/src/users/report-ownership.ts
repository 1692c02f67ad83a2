import type { Transaction } from '../db/transaction.js';
import { InvalidError } from '../errors.js';

/** A report whose owner is about to be decided. */
export interface OwnedReport {
  id: string;
  uuid: string;
  user_id: string | null;
}

/** What became of the reports that a body named, and of the user's others. */
export interface Reassignment {
  attached: { uuid: string; formerUserId: string | null }[];
  detachedCount: number;
}

/**
 * The reports with these uuids, kept from other writers until the transaction ends. Throws InvalidError (400) naming
 * a uuid that is no report's.
 */
export async function lockReports(
  trx: Transaction,
  uuids: readonly string[],
): Promise<OwnedReport[]> {
  if (uuids.length === 0) return [];
  const found = await trx
    .selectFrom('reports')
    .select(['id', 'uuid', 'user_id'])
    .where('uuid', 'in', [...new Set(uuids)])
    .orderBy('id')
    .forNoKeyUpdate()
    .execute();
  const known = new Set(found.map((report) => report.uuid));
  const unknown = uuids.find((uuid) => !known.has(uuid));
  if (unknown !== undefined)
    throw InvalidError.field('reports', `there is no report with the uuid "${unknown}"`);
  return found;
}

/** Gives a user exactly these reports: they change owner, the user's others belong to nobody. */
export async function reassignReports(
  trx: Transaction,
  owner: { userId: string; by: string },
  reports: readonly OwnedReport[],
): Promise<Reassignment> {
  const stamp = { updated_by: owner.by, updated_at: new Date() };
  const arriving = reports.filter((report) => report.user_id !== owner.userId);
  const arrivingIds = arriving.map((report) => report.id);
  if (arrivingIds.length > 0)
    await trx
      .updateTable('reports')
      .set({ user_id: owner.userId, ...stamp })
      .where('id', 'in', arrivingIds)
      .execute();
  const leaving = trx
    .updateTable('reports')
    .set({ user_id: null, ...stamp })
    .where('user_id', '=', owner.userId);
  const keptIds = reports.map((report) => report.id);
  const detached = await (keptIds.length === 0
    ? leaving
    : leaving.where('id', 'not in', keptIds)
  ).executeTakeFirst();
  return {
    attached: arriving.map(({ uuid, user_id }) => ({ uuid, formerUserId: user_id })),
    detachedCount: Number(detached.numUpdatedRows),
  };
}
