import { sql } from 'kysely';
import type { TObject } from 'typebox';
import { recordChange } from '../audit/record-change.js';
import type { Context } from '../context.js';
import { isLostRace } from '../db/lost-race.js';
import { inTransaction, type Transaction } from '../db/transaction.js';
import { ConflictError } from '../errors.js';
import type { Actor } from '../http/caller.js';
import { TurnQueue } from '../turn-queue.js';
import { readCsv } from './csv-file.js';
import { type FileSource, readBytes } from './file-bytes.js';
import { readHeader } from './header.js';
import { readLines } from './ndjson-file.js';
import { ndjsonReader } from './ndjson-reader.js';
import { Rejections, UnreadableFileError } from './rejections.js';
import { rowReader } from './row-reader.js';
import type { ImportSummaryOut } from './schemas.js';
import {
  countEffects,
  dropRejected,
  findRejections,
  type ImportCounts,
  stageRows,
} from './staging.js';
import type { ImportTarget } from './target.js';

export type ImportFormat = 'csv' | 'ndjson';

/** A file as it was sent. */
export interface ImportUpload extends Pick<FileSource, 'upload' | 'isGzip'> {
  format: ImportFormat;
}

export interface ImportOptions {
  /** Only check, store nothing. */
  dryRun: boolean;
  /** Store the good rows of a file with wrong ones. */
  skipWrong: boolean;
}

export interface ImportJob<S extends TObject> {
  target: ImportTarget<S>;
  file: ImportUpload;
  options: ImportOptions;
  actor: Actor;
}

const NOTHING: ImportCounts = { created: 0, updated: 0, unchanged: 0 };

/** Each holds a database connection while it runs; those that wait hold up only their senders. */
const turns = new TurnQueue({ runningMax: 3 });

/** The working memory of the sorts and joins over a whole file; per operation, for this transaction alone. */
const WORK_MEMORY = '128MB';

function refused(rejections: Rejections): ImportSummaryOut {
  const { rows } = rejections;
  const subject = rows === 1 ? '1 row is' : `${rows} rows are`;
  return {
    code: 400,
    message: `${subject} wrong, so nothing was stored. Correct what errors names and send the whole file again.`,
    ...NOTHING,
    rejected: rows,
    errors: rejections.first(),
  };
}

function unreadable(error: UnreadableFileError): ImportSummaryOut {
  const { row, field, message } = error;
  return {
    code: 400,
    message: `${message} Nothing was stored.`,
    ...NOTHING,
    rejected: row === null ? 0 : 1,
    errors: [{ row, field, value: null, message }],
  };
}

function accepted(counts: ImportCounts, rejections: Rejections, dryRun: boolean): ImportSummaryOut {
  const { created, updated, unchanged } = counts;
  const { rows } = rejections;
  const leftOut = rows > 0 ? `, ${rows} wrong and left out` : '';
  const effects = `${created} created, ${updated} updated, ${unchanged} unchanged${leftOut}`;
  const message = dryRun ? `Checked only, nothing stored: ${effects}.` : `Imported: ${effects}.`;
  return { code: 200, message, ...counts, rejected: rows, errors: rejections.first() };
}

/** Reads the whole file into `staged`; what is wrong with rows by themselves goes to `rejections`. */
async function stageFile<S extends TObject>(
  trx: Transaction,
  { target, file }: ImportJob<S>,
  source: { chunks: AsyncIterable<Buffer>; rejections: Rejections },
): Promise<void> {
  const { chunks, rejections } = source;
  if (file.format === 'ndjson') {
    const read = ndjsonReader(target, rejections);
    return stageRows(trx, target, { records: readLines(chunks), read });
  }
  const records = readCsv(chunks);
  const header = await records.next();
  if (header.done)
    throw new UnreadableFileError('The file is empty; its first line must name the columns.');
  const read = rowReader(target, readHeader(target, header.value), rejections);
  return stageRows(trx, target, { records, read });
}

async function storeFile<S extends TObject>(
  trx: Transaction,
  context: Context,
  job: ImportJob<S>,
): Promise<ImportSummaryOut> {
  const { target, actor, options } = job;
  const rejections = new Rejections();
  const { chunks, sha256 } = readBytes({ ...job.file, bytesMax: context.config.importBytesMax });
  try {
    await stageFile(trx, job, { chunks, rejections });
  } finally {
    // Lets pass what still comes. Not waited for: a client that sends nothing more must get its answer.
    void chunks.return(undefined);
  }
  // Only now, so that a slow upload holds up nobody: two files with the same keys are stored one after the other.
  await sql`select pg_advisory_xact_lock(hashtext(${`import ${target.collection}`}))`.execute(trx);
  await target.match(trx);
  const found = await findRejections(trx, target.rejections);
  rejections.add(found.rows, found.errors);
  if (rejections.rows > 0 && !options.skipWrong) return refused(rejections);
  if (found.rows > 0) await dropRejected(trx);
  await target.findChanges(trx);
  const counts = await countEffects(trx);
  const good = counts.created + counts.updated + counts.unchanged;
  if (rejections.rows > 0 && good === 0) return refused(rejections);
  if (options.dryRun) return accepted(counts, rejections, true);
  await target.store(trx, { by: actor.username, at: new Date() });
  await recordChange(trx, context.secrets, actor, {
    action: 'import',
    resource: target.collection,
    resourceId: null,
    changes: { sha256: sha256(), ...counts, rejected: rejections.rows },
  });
  return accepted(counts, rejections, false);
}

/**
 * Imports a file in one transaction: all of it (or, when asked to, all its good rows), or nothing with what is
 * wrong. The summary's `code` is the status. Throws TooLargeError, InvalidError (the upload broke off) and ConflictError (the same
 * records were changed by others at this moment).
 */
export async function runImport<S extends TObject>(
  context: Context,
  job: ImportJob<S>,
): Promise<ImportSummaryOut> {
  return turns.run(async () => {
    try {
      return await inTransaction(
        context.db,
        async (trx) => {
          await sql`set local lock_timeout = 0`.execute(trx);
          await sql`set local work_mem = ${sql.lit(WORK_MEMORY)}`.execute(trx);
          return await storeFile(trx, context, job);
        },
        // The upload can be read only once.
        { attemptsMax: 1, statementTimeoutMs: 0 },
      );
    } catch (error) {
      if (error instanceof UnreadableFileError) return unreadable(error);
      if (isLostRace(error))
        throw new ConflictError(
          'The same records were changed by someone else at this moment; send the file again.',
        );
      throw error;
    }
  });
}
