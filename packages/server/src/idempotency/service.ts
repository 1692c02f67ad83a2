import { createHmac } from 'node:crypto';
import type { Context } from '../context.js';
import { newId } from '../db/ids.js';
import { beforeEachCommit, type Transaction } from '../db/transaction.js';
import { ConflictError, IdempotencyKeyError, InvalidError } from '../errors.js';
import type { Caller } from '../http/caller.js';
import { requestHash } from '../reports/idempotency.js';
import { encrypt, unwrap } from '../secrets.js';
import {
  type Attempt,
  dropKey,
  findKey,
  hasWritten,
  type IdempotencyRow,
  keepAnswer,
  markDone,
  purgeKeys,
  takeKey,
} from './queries.js';

const KEPT_MS = 86_400_000;
/** Longer than any request may take; only one whose server died is given to another attempt. */
const ATTEMPT_MS = 300_000;
const KEY = /^[\x21-\x7e]{1,255}$/;

/** A request that is to be carried out once, whoever sends it how often. */
export interface KeyedRequest {
  key: string;
  caller: Caller;
  method: string;
  /** As it was registered, without the values of its parameters. */
  route: string;
  body: object;
}

/** An answer as it was, or will be, sent. */
export interface KeptAnswer {
  status: number;
  text: string;
}

/** The same key of another caller, method or route is another key. */
function identityOf(context: Context, { key, caller, method, route }: KeyedRequest): Buffer {
  const owner = caller.apiTokenId ?? caller.userId;
  return createHmac('sha256', context.secrets.logKey)
    .update(JSON.stringify(['idempotency', owner, method, route, key]))
    .digest();
}

function answerBefore(context: Context, row: IdempotencyRow | null, hash: Buffer): KeptAnswer {
  if (row !== null && !row.request_hash.equals(hash))
    throw new IdempotencyKeyError(
      'This Idempotency-Key was used with another body; send a new key with a new request.',
    );
  if (row?.answer && row.status !== null)
    return { status: row.status, text: unwrap(context.secrets, row.answer).toString() };
  if (row?.done_at)
    throw new ConflictError(
      'The request with this Idempotency-Key was carried out, but its answer was not kept; look the record up instead of sending it again.',
    );
  throw new ConflictError(
    'The request with this Idempotency-Key is being carried out; ask again in a second.',
  );
}

/** Marks the attempt as done in every transaction of it that writes, so that a crash cannot make it run twice. */
function doneWith(attempt: Attempt): (trx: Transaction) => Promise<void> {
  return async (trx) => {
    if (!(await hasWritten(trx)) || (await markDone(trx, attempt))) return;
    throw new ConflictError(
      'Another attempt with this Idempotency-Key took over; ask for its answer.',
    );
  };
}

/**
 * Carries a request out once: the first time `work` runs, later its first answer comes again. What fails, by throwing
 * or by answering so, is forgotten and may be tried again with the same key. Throws InvalidError (400) for an unusable key, IdempotencyKeyError (422)
 * when the key came with another body, ConflictError (409) while the first request is under way, or when its answer
 * was lost in a crash.
 */
export async function carryOutOnce(
  context: Context,
  request: KeyedRequest,
  work: () => Promise<KeptAnswer & { isFailure: boolean }>,
): Promise<KeptAnswer & { replayed: boolean }> {
  if (!KEY.test(request.key))
    throw new InvalidError('The Idempotency-Key must have 1 to 255 visible ASCII characters.');
  const db = context.db.kysely;
  const now = new Date();
  const hash = requestHash(request.caller.userId, request.body);
  const attempt = { id: identityOf(context, request), attempt: newId() };
  await purgeKeys(db, now);
  const wanted = {
    ...attempt,
    requestHash: hash,
    attemptEndsAt: new Date(now.getTime() + ATTEMPT_MS),
    expiresAt: new Date(now.getTime() + KEPT_MS),
  };
  if (!(await takeKey(db, wanted, now)))
    return { ...answerBefore(context, await findKey(db, attempt.id), hash), replayed: true };
  try {
    const { isFailure, ...answer } = await beforeEachCommit(doneWith(attempt), work);
    if (isFailure) await dropKey(db, attempt);
    else {
      const sealed = encrypt(context.secrets.wrappingKey, Buffer.from(answer.text));
      await keepAnswer(db, attempt, { status: answer.status, sealed });
    }
    return { ...answer, replayed: false };
  } catch (error) {
    await dropKey(db, attempt);
    throw error;
  }
}
