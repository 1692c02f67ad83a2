import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import type { Context } from '../context.js';
import { inTransaction, type Transaction } from '../db/transaction.js';
import { nextSeal, ORIGIN, type Seal } from './chain.js';
import { findHead, readUnsealed, storeSeals } from './queries.js';

/** "logs" in ASCII: any number that nothing else uses as an advisory lock of this database. */
const LOCK_KEY = 0x6c6f6773;
const AT_ONCE = 1000;
const INTERVAL_MS = 1000;

type Sealing = Pick<Context, 'db' | 'secrets'>;

async function sealSome(trx: Transaction, key: Buffer): Promise<number> {
  const { rows } = await sql<{ mine: boolean }>`
    select pg_try_advisory_xact_lock(${LOCK_KEY}) as mine`.execute(trx);
  // Another process seals; it takes what this one would.
  if (!rows[0].mine) return 0;
  let head: Seal = (await findHead(trx)) ?? ORIGIN;
  const sealed: { id: string; seal: Seal }[] = [];
  for (const cells of await readUnsealed(trx, AT_ONCE)) {
    head = nextSeal(key, head, cells);
    sealed.push({ id: String(cells[0]), seal: head });
  }
  await storeSeals(trx, sealed);
  return sealed.length;
}

/**
 * Chains every committed row that has no seal yet; returns how many. A row is found by having none, not by its
 * id or time, so that one whose transaction committed late is chained after rows that were written later.
 */
export async function sealLogs({ db, secrets }: Sealing): Promise<number> {
  let total = 0;
  for (;;) {
    const count = await inTransaction(db, (trx) => sealSome(trx, secrets.logKey));
    total += count;
    if (count < AT_ONCE) return total;
  }
}

export interface Sealer {
  /** Seals what is left and ends. */
  stop(): Promise<void>;
}

/** Seals every second; any number of processes may do so beside each other. */
export function startSealer(context: Sealing & Pick<Context, 'log'>): Sealer {
  const stopping = new AbortController();
  const seal = (): Promise<unknown> =>
    sealLogs(context).catch((error: unknown) => {
      context.log.error({ err: error }, 'sealing the log failed; it is tried again');
    });
  const ended = (async () => {
    while (!stopping.signal.aborted) {
      await seal();
      await sleep(INTERVAL_MS, undefined, { signal: stopping.signal, ref: false }).catch(() => {});
    }
    await seal();
  })();
  return {
    stop: async () => {
      stopping.abort();
      await ended;
    },
  };
}
