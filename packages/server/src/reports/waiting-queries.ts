import { type Kysely, sql } from 'kysely';
import type { Tables } from '../db/tables.js';
import type { Transaction } from '../db/transaction.js';
import type { LiveModel } from '../models/service.js';
import type { Score } from '../scoring/score.js';

/** The next reports that wait for a score, after the given id; those of erased customers wait for nothing. */
export async function findWaiting(db: Kysely<Tables>, afterId: string, limit: number) {
  return db
    .selectFrom('reports')
    .leftJoin('customers', 'customers.id', 'reports.customer_id')
    .select(['reports.id', 'reports.type', 'reports.as_of', 'reports.created_at'])
    .select(['reports.vector', 'reports.customer_id', 'reports.reference_id'])
    .select('customers.attributes')
    .where('reports.processed', '=', false)
    .where('reports.id', '>', afterId)
    .where((where) =>
      where.or([
        where('reports.vector', 'is not', null),
        where.and([
          where('reports.type', '=', 'reference'),
          where('reports.customer_id', 'is not', null),
        ]),
      ]),
    )
    .orderBy('reports.id')
    .limit(limit)
    .execute();
}

export type WaitingReport = Awaited<ReturnType<typeof findWaiting>>[number];

/** Of these customers those that are still there, kept from deletion until the transaction ends. */
export async function keepCustomers(
  trx: Transaction,
  customerIds: readonly string[],
): Promise<Set<string>> {
  const rows = await trx
    .selectFrom('customers')
    .select('id')
    .where('id', '=', sql<string>`any(${customerIds}::uuid[])`)
    .orderBy('id')
    .forKeyShare()
    .execute();
  return new Set(rows.map(({ id }) => id));
}

/** Gives waiting reports their scores; returns the ids of those that were still waiting. */
export async function fillScores(
  trx: Transaction,
  model: LiveModel,
  scored: readonly { id: string; score: Score }[],
): Promise<Set<string>> {
  const column = <T>(pick: (item: { id: string; score: Score }) => T): T[] => scored.map(pick);
  const { rows } = await sql<{ id: string }>`
    update reports r set processed = true, processed_at = now(), updated_at = now(),
      model_id = ${model.modelId}, score_version = ${model.scoreVersion},
      score = v.score, score_probability = v.probability, score_confidence = v.confidence,
      result = v.result::jsonb
    from unnest(
      ${column(({ id }) => id)}::uuid[],
      ${column(({ score }) => score.score)}::float8[],
      ${column(({ score }) => score.scoreProbability)}::float8[],
      ${column(({ score }) => score.scoreConfidence)}::float8[],
      ${column(({ score }) => JSON.stringify(score.result))}::text[]
    ) as v(id, score, probability, confidence, result)
    where r.id = v.id and not r.processed
    returning r.id`.execute(trx);
  return new Set(rows.map(({ id }) => id));
}
