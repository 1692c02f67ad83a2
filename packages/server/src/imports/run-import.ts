import type { Readable } from 'node:stream';
import { sql } from 'kysely';
import type { TObject } from 'typebox';
import { recordChange } from '../audit/record-change.js';
import type { Context } from '../context.js';
import { isLostRace } from '../db/lost-race.js';
import { inTransaction, type Transaction } from '../db/transaction.js';
import { ConflictError } from '../errors.js';
import type { Actor } from '../http/caller.js';
import { TurnQueue } from '../turn-queue.js';
import { type CsvFile, readCsv } from './csv-file.js';
import { readHeader } from './header.js';
import { Rejections, UnreadableFileError } from './rejections.js';
import { rowReader } from './row-reader.js';
import type { ImportSummaryOut } from './schemas.js';
import { countEffects, findRejections, type ImportCounts, stageRows } from './staging.js';
import type { ImportTarget } from './target.js';

/** One upload, and whether it is only to be checked. */
export interface ImportJob<S extends TObject> {
  target: ImportTarget<S>;
  upload: Readable;
  dryRun: boolean;
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

function accepted(counts: ImportCounts, dryRun: boolean): ImportSummaryOut {
  const { created, updated, unchanged } = counts;
  const effects = `${created} created, ${updated} updated, ${unchanged} unchanged`;
  const message = dryRun ? `Checked only, nothing stored: ${effects}.` : `Imported: ${effects}.`;
  return { code: 200, message, ...counts, rejected: 0, errors: [] };
}

/** Reads the whole file into `staged`; what is wrong with rows by themselves is in the result. */
async function stageFile<S extends TObject>(
  trx: Transaction,
  target: ImportTarget<S>,
  file: CsvFile,
): Promise<Rejections> {
  const header = await file.records.next();
  if (header.done)
    throw new UnreadableFileError('The file is empty; its first line must name the columns.');
  const rejections = new Rejections();
  const read = rowReader(target, readHeader(target, header.value), rejections);
  await stageRows(trx, target, { records: file.records, read });
  return rejections;
}

async function storeFile<S extends TObject>(
  trx: Transaction,
  context: Context,
  job: ImportJob<S> & { file: CsvFile },
): Promise<ImportSummaryOut> {
  const { target, actor, dryRun, file } = job;
  const rejections = await stageFile(trx, target, file);
  // Only now, so that a slow upload holds up nobody: two files with the same keys are stored one after the other.
  await sql`select pg_advisory_xact_lock(hashtext(${`import ${target.collection}`}))`.execute(trx);
  await target.match(trx);
  const found = await findRejections(trx, target.rejections);
  rejections.add(found.rows, found.errors);
  if (rejections.rows > 0) return refused(rejections);
  await target.findChanges(trx);
  const counts = await countEffects(trx);
  if (dryRun) return accepted(counts, dryRun);
  await target.store(trx, { by: actor.username, at: new Date() });
  await recordChange(trx, context.secrets, actor, {
    action: 'import',
    resource: target.collection,
    resourceId: null,
    changes: { sha256: file.sha256(), ...counts },
  });
  return accepted(counts, dryRun);
}

/**
 * Imports a CSV file in one transaction: all of it, or nothing with what is wrong. The summary's `code` is
 * the status. Throws TooLargeError, InvalidError (the upload broke off) and ConflictError (the same
 * records were changed by others at this moment).
 */
export async function runImport<S extends TObject>(
  context: Context,
  job: ImportJob<S>,
): Promise<ImportSummaryOut> {
  return turns.run(async () => {
    const file = readCsv(job.upload, context.config.importBytesMax);
    try {
      return await inTransaction(
        context.db,
        async (trx) => {
          await sql`set local lock_timeout = 0`.execute(trx);
          await sql`set local work_mem = ${sql.lit(WORK_MEMORY)}`.execute(trx);
          return await storeFile(trx, context, { ...job, file });
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
    } finally {
      await file.close();
    }
  });
}
