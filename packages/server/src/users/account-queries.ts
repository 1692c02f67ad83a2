import { type Insertable, type Kysely, type Selectable, sql } from 'kysely';
import { batchedRead } from '../db/batched.js';
import { preparedQuery } from '../db/prepared.js';
import type { Tables, UsersTable } from '../db/tables.js';
import type { Transaction } from '../db/transaction.js';
import { isUuid } from '../lists/value.js';

export type AccountRow = Selectable<UsersTable>;
export type AccountColumns = Partial<AccountRow>;

const ACCOUNT_COLUMNS = [
  ...(['id', 'username', 'email', 'provider', 'password_hash', 'confirmed', 'blocked'] as const),
  ...(['role_id', 'token_version', 'reset_token_hash', 'reset_token_expires_at'] as const),
  ...(['confirmation_token_hash', 'confirmation_token_expires_at', 'address_unproven'] as const),
  ...(['created_by', 'updated_by', 'created_at', 'updated_at'] as const),
] satisfies (keyof AccountRow)[];

const accountsById = preparedQuery<AccountRow>(
  'accounts-by-id',
  `select ${ACCOUNT_COLUMNS.join(', ')} from users where id = any($1::uuid[])`,
);

const accountById = batchedRead(accountsById, (row) => row.id);

export async function findAccount(
  db: Kysely<Tables>,
  id: string,
): Promise<Readonly<AccountRow> | null> {
  return isUuid(id) ? accountById(db, id.toLowerCase()) : null;
}

const lockedAccount = preparedQuery<AccountRow>(
  'lock-account',
  `select ${ACCOUNT_COLUMNS.join(', ')} from users where id = $1 for no key update`,
);

/** The same, kept from other writers until the transaction ends. */
export async function lockAccount(trx: Transaction, id: string): Promise<AccountRow | null> {
  return (await lockedAccount(trx, id))[0] ?? null;
}

const [, ...CHANGED_COLUMNS] = ACCOUNT_COLUMNS;

const storeAccount = preparedQuery<never>(
  'store-account',
  `update users set ${CHANGED_COLUMNS.map((column, i) => `${column} = $${i + 2}`).join(', ')}
   where id = $1`,
);

/** Writes a whole account, which must be locked. */
export async function replaceAccount(trx: Transaction, account: AccountRow): Promise<void> {
  await storeAccount(trx, account.id, ...CHANGED_COLUMNS.map((column) => account[column]));
}

/** The account of that username or, with an @, that e-mail address. */
export async function findAccountByLogin(
  db: Kysely<Tables>,
  login: string,
): Promise<AccountRow | null> {
  const query = db.selectFrom('users').selectAll();
  const row = await (login.includes('@')
    ? query.where('email', '=', login.toLowerCase())
    : query.where(sql`lower(username)`, '=', sql`lower(${login})`)
  ).executeTakeFirst();
  return row ?? null;
}

/** The account, unless blocked, whose unexpired reset token has this hash. */
export async function findAccountByResetToken(
  db: Kysely<Tables>,
  tokenHash: Buffer,
  now: Date,
): Promise<AccountRow | null> {
  const row = await db
    .selectFrom('users')
    .selectAll()
    .where('reset_token_hash', '=', tokenHash)
    .where('reset_token_expires_at', '>', now)
    .where('blocked', '=', false)
    .executeTakeFirst();
  return row ?? null;
}

/** Sets the password of the account with this reset token and ends the token; null when it is gone already. */
export async function useResetToken(
  trx: Transaction,
  use: { tokenHash: Buffer; passwordHash: string; now: Date },
): Promise<string | null> {
  const row = await trx
    .updateTable('users')
    .set((eb) => ({
      password_hash: use.passwordHash,
      token_version: eb('token_version', '+', 1),
      reset_token_hash: null,
      reset_token_expires_at: null,
      updated_by: eb.ref('username'),
      updated_at: use.now,
    }))
    .where('reset_token_hash', '=', use.tokenHash)
    .where('reset_token_expires_at', '>', use.now)
    .where('blocked', '=', false)
    .returning('id')
    .executeTakeFirst();
  return row?.id ?? null;
}

/** Puts one password in the place of another, unless it was changed meanwhile; all bearer tokens die. */
export async function replacePassword(
  trx: Transaction,
  id: string,
  hash: { before: string; after: string },
): Promise<boolean> {
  const row = await trx
    .updateTable('users')
    .set((eb) => ({
      password_hash: hash.after,
      token_version: eb('token_version', '+', 1),
      reset_token_hash: null,
      reset_token_expires_at: null,
      updated_by: eb.ref('username'),
      updated_at: new Date(),
    }))
    .where('id', '=', id)
    .where('password_hash', '=', hash.before)
    .returning('id')
    .executeTakeFirst();
  return row !== undefined;
}

/** Ends every bearer token of a user. */
export async function endTokensOf(
  trx: Transaction,
  user: { userId: string; username: string },
): Promise<void> {
  await trx
    .updateTable('users')
    .set((eb) => ({
      token_version: eb('token_version', '+', 1),
      updated_by: user.username,
      updated_at: new Date(),
    }))
    .where('id', '=', user.userId)
    .execute();
}

/** Confirms the account with this token and ends the token; null when it is wrong, used, late or of a blocked user. */
export async function useConfirmationToken(
  trx: Transaction,
  tokenHash: Buffer,
  now: Date,
): Promise<Pick<AccountRow, 'id' | 'username'> | null> {
  const row = await trx
    .updateTable('users')
    .set((eb) => ({
      confirmed: true,
      address_unproven: false,
      confirmation_token_hash: null,
      confirmation_token_expires_at: null,
      updated_by: eb.ref('username'),
      updated_at: now,
    }))
    .where('confirmation_token_hash', '=', tokenHash)
    .where('confirmation_token_expires_at', '>', now)
    .where('blocked', '=', false)
    .returning(['id', 'username'])
    .executeTakeFirst();
  return row ?? null;
}

export async function insertAccount(
  trx: Transaction,
  account: Insertable<UsersTable>,
): Promise<void> {
  await trx.insertInto('users').values(account).execute();
}

export async function updateAccount(
  trx: Transaction,
  id: string,
  columns: AccountColumns,
): Promise<void> {
  await trx.updateTable('users').set(columns).where('id', '=', id).execute();
}

export async function deleteAccount(trx: Transaction, id: string): Promise<void> {
  await trx.deleteFrom('users').where('id', '=', id).execute();
}
