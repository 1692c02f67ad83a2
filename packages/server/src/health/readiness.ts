import { setTimeout as sleep } from 'node:timers/promises';
import type { Context } from '../context.js';
import { countLivingWorkers } from '../jobs/liveness.js';
import { probeQueue } from '../jobs/queue.js';
import type { PartState, ReadinessOut } from './schemas.js';

/** An answer that takes longer is as useful to a load balancer as none. */
const ANSWER_TIME_MAX_MS = 3000;

async function stateOf(
  context: Context,
  part: string,
  probe: () => Promise<boolean>,
): Promise<PartState> {
  const stop = new AbortController();
  const late = sleep(ANSWER_TIME_MAX_MS, undefined, { signal: stop.signal }).then(() => {
    throw new Error(`No answer in ${ANSWER_TIME_MAX_MS} ms.`);
  });
  try {
    return (await Promise.race([probe(), late])) ? 'ok' : 'failed';
  } catch (error) {
    context.log.warn({ err: error, part }, 'a part of the server is not ready');
    return 'failed';
  } finally {
    stop.abort();
  }
}

/**
 * Asks each part whether it works. A server is ready when the database and the queue are: without a worker it
 * still answers every request and only trainings wait, so that a worker that is away takes no server out of service.
 */
export async function readiness(context: Context): Promise<ReadinessOut> {
  const { db } = context;
  const database = await stateOf(context, 'database', async () => {
    await db.pool.query('select 1');
    return true;
  });
  if (database === 'failed')
    return { status: 'unavailable', database, queue: 'failed', worker: 'failed' };
  const queue = await stateOf(context, 'queue', async () => {
    await probeQueue(db.kysely);
    return true;
  });
  const worker = await stateOf(
    context,
    'worker',
    async () => (await countLivingWorkers(db.kysely)) > 0,
  );
  return { status: queue === 'ok' ? 'ready' : 'unavailable', database, queue, worker };
}
