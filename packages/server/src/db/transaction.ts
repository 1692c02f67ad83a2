import { AsyncLocalStorage } from 'node:async_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  type IsolationLevel,
  type Kysely,
  type Transaction as KyselyTransaction,
  sql,
} from 'kysely';
import { DatabaseError, type Pool, type PoolClient } from 'pg';
import { connectionOf, isPool, kyselyOn, runsOn } from './connections.js';
import type { Tables } from './tables.js';

/** The statements between one BEGIN and its COMMIT. */
export type Transaction = KyselyTransaction<Tables>;

export interface TransactionOptions {
  /** `read committed` unless told. */
  isolation?: IsolationLevel;
  /** How often the work is tried when it meets a deadlock or a serialization failure; 5 unless told. */
  attemptsMax?: number;
  /** For long work, in place of the limit of the pool; 0 is no limit. */
  statementTimeoutMs?: number;
}

/** A write was called outside a transaction: a fault of the program. */
export class NotInTransactionError extends Error {
  override name = 'NotInTransactionError';
}

const SERIALIZATION_FAILURE = '40001';
const DEADLOCK_DETECTED = '40P01';
const TRANSACTION_ABORTED = '25P02';
const BACKOFF_FIRST_MS = 10;

type CommitStep = (trx: Transaction) => Promise<void>;

const commitSteps = new AsyncLocalStorage<CommitStep>();

/**
 * Runs `work` so that every transaction in it takes one more step before it commits, in the same transaction. When the
 * step throws, the transaction rolls back.
 */
export async function beforeEachCommit<T>(step: CommitStep, work: () => Promise<T>): Promise<T> {
  return commitSteps.run(step, work);
}

/**
 * Runs `work` in a transaction: commits when it resolves, rolls back when it throws. After a deadlock
 * or a serialization failure it runs again from the start, so `work` must do nothing outside the
 * database that may not be done twice.
 */
export async function inTransaction<T>(
  db: { readonly pool: Pool },
  work: (trx: Transaction) => Promise<T>,
  options: TransactionOptions = {},
): Promise<T> {
  const attemptsMax = options.attemptsMax ?? 5;
  for (let attempt = 1; ; attempt++) {
    try {
      return await runOnce(await db.pool.connect(), work, options);
    } catch (error) {
      if (attempt >= attemptsMax || !isRetryable(error)) throw error;
    }
    await sleep(BACKOFF_FIRST_MS * 2 ** (attempt - 1) * (0.5 + Math.random()));
  }
}

async function runOnce<T>(
  client: PoolClient,
  work: (trx: Transaction) => Promise<T>,
  options: TransactionOptions,
): Promise<T> {
  const builder = kyselyOn(client).transaction();
  const configured = options.isolation ? builder.setIsolationLevel(options.isolation) : builder;
  return configured.execute(async (trx) => {
    runsOn(trx, client);
    if (options.statementTimeoutMs !== undefined)
      await sql`set local statement_timeout = ${sql.lit(options.statementTimeoutMs)}`.execute(trx);
    const result = await work(trx);
    await commitSteps.getStore()?.(trx);
    return result;
  });
}

/**
 * Runs a write of a single statement, which is a transaction of its own. Where a commit takes a step more
 * (`beforeEachCommit`), it becomes part of one.
 */
export async function inStatement<T>(
  db: { readonly pool: Pool; readonly kysely: Kysely<Tables> },
  write: (db: Kysely<Tables>) => Promise<T>,
): Promise<T> {
  return commitSteps.getStore() === undefined ? write(db.kysely) : inTransaction(db, write);
}

/**
 * What statements of a transaction give that were sent together. After one that fails the database refuses the others,
 * which may be heard of first: throws the error of the one that failed by itself.
 */
export async function together<const Statements extends readonly unknown[]>(
  statements: Statements,
): Promise<{ -readonly [Place in keyof Statements]: Awaited<Statements[Place]> }> {
  const outcomes = await Promise.allSettled(statements);
  const errors = outcomes.flatMap((outcome) =>
    outcome.status === 'rejected' ? [outcome.reason] : [],
  );
  if (errors.length === 0) return Promise.all(statements);
  throw errors.find((error) => !isAborted(error)) ?? errors[0];
}

function isAborted(error: unknown): boolean {
  return error instanceof DatabaseError && error.code === TRANSACTION_ABORTED;
}

function isRetryable(error: unknown): boolean {
  return (
    error instanceof DatabaseError &&
    (error.code === SERIALIZATION_FAILURE || error.code === DEADLOCK_DETECTED)
  );
}

/** For writes that must not stand alone. Throws NotInTransactionError outside a transaction. */
export function assertTransaction(db: Kysely<Tables>): asserts db is Transaction {
  if (!db.isTransaction)
    throw new NotInTransactionError('This write must run inside inTransaction().');
}

/** The connection behind a transaction, for what Kysely cannot do. Throws NotInTransactionError. */
export function clientOf(trx: Transaction): PoolClient {
  const client = connectionOf(trx);
  if (client === undefined || isPool(client))
    throw new NotInTransactionError('COPY must run on the transaction itself.');
  return client;
}
