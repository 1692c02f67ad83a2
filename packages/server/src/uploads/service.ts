import { createHash } from 'node:crypto';
import { recordChange } from '../audit/record-change.js';
import type { Context } from '../context.js';
import { newId } from '../db/ids.js';
import { inTransaction } from '../db/transaction.js';
import { InvalidError, NotFoundError } from '../errors.js';
import type { Actor, Caller } from '../http/caller.js';
import type { ListRequest } from '../lists/request.js';
import { plainMime } from './data-url.js';
import {
  countFiles,
  deleteFile,
  type FileOwner,
  type FileRow,
  findContent,
  findFile,
  insertFile,
  selectFiles,
} from './queries.js';
import { FILENAME_LENGTH_MAX, type UploadedFileOut } from './schemas.js';

/** A file that came whole and is not stored yet. */
export interface NewFile {
  filename: string;
  mime: string;
  content: Buffer;
}

function fileOut(row: FileRow): UploadedFileOut {
  const { owner_id: _, ...shown } = row;
  return { ...shown, binaryUrl: `/upload/files/${row.id}/binary` };
}

/** Everyone sees their own files, administrators all. */
function ownerSeenBy(caller: Caller): FileOwner {
  return caller.isAdministrator ? 'anyone' : { userId: caller.userId };
}

async function fileSeenBy(context: Context, caller: Caller, id: string): Promise<FileRow> {
  const row = await findFile(context.db.kysely, ownerSeenBy(caller), id);
  if (row) return row;
  throw new NotFoundError(`There is no file with the id "${id.slice(0, 64)}".`);
}

/** The last part of a name that may be a path, without what would break a header or the database. */
function plainFilename(name: string): string {
  const last = name.split(/[/\\]/).at(-1) ?? '';
  const plain = last.replace(/[\p{Cc}\p{Cs}]/gu, '').slice(0, FILENAME_LENGTH_MAX);
  if (plain !== '' && plain !== '.' && plain !== '..') return plain;
  throw InvalidError.field('filename', 'must name the file');
}

/** Stores all of these files or none. Throws InvalidError (400). */
export async function storeFiles(
  context: Context,
  actor: Actor,
  files: readonly NewFile[],
): Promise<UploadedFileOut[]> {
  const at = new Date();
  const by = actor.username;
  const rows = files.map(({ filename, mime, content }) => ({
    id: newId(),
    filename: plainFilename(filename),
    mime: plainMime(mime),
    size: content.length,
    sha256: createHash('sha256').update(content).digest('hex'),
    owner_id: actor.userId,
    created_by: by,
    updated_by: by,
    created_at: at,
    updated_at: at,
  }));
  return inTransaction(context.db, async (trx) => {
    const stored: UploadedFileOut[] = [];
    for (const [i, row] of rows.entries()) {
      stored.push(fileOut(await insertFile(trx, row, files[i].content)));
      const { id, filename, size, sha256 } = row;
      await recordChange(trx, context.secrets, actor, {
        action: 'create',
        resource: 'files',
        resourceId: id,
        changes: { filename, size, sha256 },
      });
    }
    return stored;
  });
}

export async function listFiles(
  context: Context,
  caller: Caller,
  list: ListRequest,
): Promise<UploadedFileOut[]> {
  return (await selectFiles(context.db.kysely, ownerSeenBy(caller), list)).map(fileOut);
}

export async function fileCount(
  context: Context,
  caller: Caller,
  list: ListRequest,
): Promise<{ count: number }> {
  return { count: await countFiles(context.db.kysely, ownerSeenBy(caller), list) };
}

/** Throws NotFoundError (404). */
export async function readFile(
  context: Context,
  caller: Caller,
  id: string,
): Promise<UploadedFileOut> {
  return fileOut(await fileSeenBy(context, caller, id));
}

/** The bytes of a file, with what is known of it. Throws NotFoundError (404). */
export async function readContent(context: Context, caller: Caller, id: string): Promise<NewFile> {
  const { filename, mime } = await fileSeenBy(context, caller, id);
  const content = await findContent(context.db.kysely, id);
  if (content === null) throw new NotFoundError('The file was deleted at this moment.');
  return { filename, mime, content };
}

/** Throws NotFoundError (404). */
export async function removeFile(
  context: Context,
  actor: Actor,
  request: { caller: Caller; id: string },
): Promise<UploadedFileOut> {
  const row = await fileSeenBy(context, request.caller, request.id);
  return inTransaction(context.db, async (trx) => {
    if (!(await deleteFile(trx, row.id)))
      throw new NotFoundError(`There is no file with the id "${row.id}".`);
    const { filename, size, sha256 } = row;
    await recordChange(trx, context.secrets, actor, {
      action: 'delete',
      resource: 'files',
      resourceId: row.id,
      changes: { filename, size, sha256 },
    });
    return fileOut(row);
  });
}
