import type { AccountColumns, AccountRow } from './account-queries.js';

const SHOWN_COLUMNS = ['username', 'email', 'provider', 'confirmed', 'blocked'] as const;

/** Secrets by the field that sets them; the log says that they changed, never what they are. */
const SECRET_COLUMNS = [
  ['password', 'password_hash'],
  ['resetPasswordToken', 'reset_token_hash'],
  ['confirmationToken', 'confirmation_token_hash'],
] as const;

function secretChanges(columns: AccountColumns): Record<string, string> {
  return Object.fromEntries(
    SECRET_COLUMNS.filter(([, column]) => columns[column] !== undefined).map(([field, column]) => [
      field,
      columns[column] === null ? 'removed' : 'set',
    ]),
  );
}

/** What the log keeps of a new account: its values without secrets. */
export function creationOf(columns: AccountColumns): Record<string, unknown> {
  const shown = SHOWN_COLUMNS.filter((column) => columns[column] !== undefined);
  return {
    ...Object.fromEntries(shown.map((column) => [column, columns[column]])),
    ...secretChanges(columns),
  };
}

/** What the log keeps of a change: old and new values of what differs, without secrets. */
export function changesOf(before: AccountRow, columns: AccountColumns): Record<string, unknown> {
  const changed = SHOWN_COLUMNS.filter(
    (column) => columns[column] !== undefined && columns[column] !== before[column],
  );
  return {
    ...Object.fromEntries(
      changed.map((column) => [column, { from: before[column], to: columns[column] }]),
    ),
    ...secretChanges(columns),
  };
}
