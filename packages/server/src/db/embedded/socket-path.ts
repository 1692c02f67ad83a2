import { closeSync, openSync } from 'node:fs';
import { EmbeddedDatabaseError } from './embedded-database-error.js';

/** Length that the address of a unix socket may have on Linux and macOS, in bytes. */
const ADDRESS_BYTES_MAX = 103;
/** Room for the longest name of a socket below the directory. */
const NAME_BYTES_MAX = 40;

/** A name of a directory under which the sockets in it have an address that is short enough. */
export interface SocketPath {
  path: string;
  close(): void;
}

/**
 * The directory itself, or, where that is too long, on Linux the name that an open descriptor gives it
 * in /proc. (A directory in the temporary one would do too, but two processes need not have the same.)
 * Throws EmbeddedDatabaseError elsewhere.
 */
export function socketPath(directory: string): SocketPath {
  if (Buffer.byteLength(directory) + NAME_BYTES_MAX <= ADDRESS_BYTES_MAX)
    return { path: directory, close: () => {} };
  if (process.platform !== 'linux')
    throw new EmbeddedDatabaseError(
      `The path ${directory} is too long for a socket (${ADDRESS_BYTES_MAX - NAME_BYTES_MAX} bytes at most). Set MAIA_DATA_DIR to a shorter one.`,
    );
  const descriptor = openSync(directory, 'r');
  return {
    path: `/proc/${process.pid}/fd/${descriptor}`,
    close: () => closeSync(descriptor),
  };
}
