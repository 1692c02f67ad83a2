/** The embedded database cannot be started or used; the message says what to change. */
export class EmbeddedDatabaseError extends Error {
  override name = 'EmbeddedDatabaseError';
}

/** Another process owns the data directory. */
export class DataDirectoryInUseError extends EmbeddedDatabaseError {
  override name = 'DataDirectoryInUseError';
}

/** The code of a system error, such as `EACCES`; null for anything else. */
export function systemErrorCode(error: unknown): string | null {
  if (!(error instanceof Error) || !('code' in error)) return null;
  return typeof error.code === 'string' ? error.code : null;
}
