import type { Insertable, Kysely, Selectable } from 'kysely';
import type { FilesTable, Tables } from '../db/tables.js';
import type { Transaction } from '../db/transaction.js';
import { pageOf, whereList } from '../lists/apply.js';
import type { ListRequest } from '../lists/request.js';
import { isUuid } from '../lists/value.js';

export type FileRow = Selectable<FilesTable>;

/** Whose files are seen: those of one user, or everyone's. */
export type FileOwner = { userId: string } | 'anyone';

function filesOf(db: Kysely<Tables>, owner: FileOwner) {
  const all = db.selectFrom('files');
  return owner === 'anyone' ? all : all.where('files.owner_id', '=', owner.userId);
}

export async function selectFiles(
  db: Kysely<Tables>,
  owner: FileOwner,
  list: ListRequest,
): Promise<FileRow[]> {
  return pageOf(filesOf(db, owner).selectAll('files'), list).execute();
}

export async function countFiles(
  db: Kysely<Tables>,
  owner: FileOwner,
  list: ListRequest,
): Promise<number> {
  const query = filesOf(db, owner).select((eb) => eb.fn.countAll<number>().as('count'));
  return (await whereList(query, list).executeTakeFirstOrThrow()).count;
}

/** Null when there is no such file of this owner, or the text is no id. */
export async function findFile(
  db: Kysely<Tables>,
  owner: FileOwner,
  id: string,
): Promise<FileRow | null> {
  if (!isUuid(id)) return null;
  const query = filesOf(db, owner).selectAll('files').where('files.id', '=', id);
  return (await query.executeTakeFirst()) ?? null;
}

/** Null when the file was deleted since it was found. */
export async function findContent(db: Kysely<Tables>, id: string): Promise<Buffer | null> {
  const query = db.selectFrom('file_contents').select('content').where('file_id', '=', id);
  return (await query.executeTakeFirst())?.content ?? null;
}

export async function insertFile(
  trx: Transaction,
  row: Insertable<FilesTable>,
  content: Buffer,
): Promise<FileRow> {
  const stored = await trx.insertInto('files').values(row).returningAll().executeTakeFirstOrThrow();
  await trx.insertInto('file_contents').values({ file_id: row.id, content }).execute();
  return stored;
}

/** Whether the file was there; its bytes go with it. */
export async function deleteFile(trx: Transaction, id: string): Promise<boolean> {
  const { numDeletedRows } = await trx.deleteFrom('files').where('id', '=', id).executeTakeFirst();
  return numDeletedRows > 0n;
}
