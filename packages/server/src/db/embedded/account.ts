import { readFileSync, statSync } from 'node:fs';
import { EmbeddedDatabaseError, systemErrorCode } from './embedded-database-error.js';

/** The account under which PostgreSQL runs. */
export interface Account {
  uid: number;
  gid: number;
}

const PREFERRED_NAMES = ['postgres', 'nobody'];

/**
 * The account to give to PostgreSQL, which refuses to run as root: null (stay who we are) unless this
 * process is root; then the owner of an existing cluster, else `postgres` or `nobody`, whichever
 * exists. Nothing on the system is changed. Throws EmbeddedDatabaseError when there is none.
 */
export function chooseAccount(clusterDir: string): Account | null {
  const ownUid = process.getuid?.();
  const owner = ownerOf(clusterDir);
  if (ownUid !== 0) {
    if (owner && owner.uid !== ownUid)
      throw new EmbeddedDatabaseError(
        `${clusterDir} belongs to the user with id ${owner.uid}, this process runs as ${ownUid}. Run it as that user, or change the owner with: chown -R ${ownUid} '${clusterDir}'.`,
      );
    return null;
  }
  if (owner && owner.uid !== 0) return owner;
  const accounts = readAccounts();
  for (const name of PREFERRED_NAMES) {
    const account = accounts.get(name);
    if (account && account.uid > 0) return account;
  }
  throw new EmbeddedDatabaseError(
    'PostgreSQL does not run as root, and there is no user "postgres" or "nobody" to run it as. Start Maia as another user, or set DATABASE_URL.',
  );
}

function ownerOf(path: string): Account | null {
  const stats = statSync(path, { throwIfNoEntry: false });
  return stats ? { uid: stats.uid, gid: stats.gid } : null;
}

function readAccounts(): Map<string, Account> {
  const accounts = new Map<string, Account>();
  let text = '';
  try {
    text = readFileSync('/etc/passwd', 'utf8');
  } catch (error) {
    if (systemErrorCode(error) !== 'ENOENT') throw error;
  }
  for (const line of text.split('\n')) {
    const [name, , uid, gid] = line.split(':');
    if (/^\d+$/.test(uid ?? '') && /^\d+$/.test(gid ?? ''))
      accounts.set(name, { uid: Number(uid), gid: Number(gid) });
  }
  return accounts;
}
