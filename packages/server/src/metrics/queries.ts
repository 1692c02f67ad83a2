import { type Kysely, sql } from 'kysely';
import type { Tables } from '../db/tables.js';
import { countLivingWorkers } from '../jobs/liveness.js';

/** How much waits where. */
export interface Depths {
  jobs: readonly { task: string; state: string; count: number }[];
  workersAlive: number;
  reportsWaiting: number;
  unsealed: number;
  sealedLagSeconds: number;
}

type Counts = Omit<Depths, 'jobs' | 'workersAlive'>;

export async function readDepths(db: Kysely<Tables>): Promise<Depths> {
  const jobs = await sql<{ task: string; state: string; count: number }>`
    select task_identifier as task, case
        when locked_at is not null then 'running'
        when attempts >= max_attempts then 'given up'
        when run_at > now() then 'scheduled'
        else 'queued' end as state,
      count(*)::int as count
    from graphile_worker.jobs group by 1, 2`.execute(db);
  const { rows } = await sql<Counts>`
    select
      (select count(*)::int from reports where not processed) as "reportsWaiting",
      (select count(*)::int from logs where chain_sequence is null) as unsealed,
      (select coalesce(extract(epoch from now() - min(at)), 0)::float8 from logs
        where chain_sequence is null) as "sealedLagSeconds"`.execute(db);
  return { jobs: jobs.rows, workersAlive: await countLivingWorkers(db), ...rows[0] };
}
