import Type, { type Static } from 'typebox';

const Secrets = Type.Object({ current: Type.String(), earlier: Type.Array(Type.String()) });

/** The first line of a backup: what must be known before anything is restored. */
export const Header = Type.Object({
  maiaBackup: Type.Literal(1),
  madeAt: Type.String(),
  migrations: Type.Array(
    Type.Object({ number: Type.Integer(), name: Type.String(), hash: Type.String() }),
  ),
  /** Null where the secret comes from MAIA_SECRET_KEY, which whoever restores must set. */
  secrets: Type.Union([Secrets, Type.Null()]),
  /** Tells whether a secret is the one with which the data were encrypted. */
  secretMark: Type.String(),
});

/** A line before the rows of a table, which are in COPY's text format and end with a line of its own, `\.`. */
export const TablePart = Type.Object({ table: Type.String(), columns: Type.Array(Type.String()) });

/** The work that was queued. */
export const JobsPart = Type.Object({
  jobs: Type.Array(
    Type.Object({
      identifier: Type.String(),
      payload: Type.Unknown(),
      runAt: Type.String(),
      attemptsMax: Type.Integer(),
      key: Type.Union([Type.String(), Type.Null()]),
      priority: Type.Integer(),
    }),
  ),
});

/** The last line: without it the file was cut. */
export const EndPart = Type.Object({ rows: Type.Integer() });

export const END_OF_ROWS = '\\.\n';

export type HeaderPart = Static<typeof Header>;
export type QueuedJob = Static<typeof JobsPart>['jobs'][number];

/** A file that is no whole backup, or cannot be restored here; the message says what to do. */
export class BackupError extends Error {
  override name = 'BackupError';
}
