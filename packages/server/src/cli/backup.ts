import { existsSync } from 'node:fs';
import { BackupError } from '../backup/format.js';
import { writeBackup } from '../backup/write.js';
import { parseConfig, readEnvironment } from '../config.js';
import { type Database, openDatabase } from '../db/connect.js';
import { DataDirectoryInUseError } from '../db/embedded/embedded-database-error.js';
import { runningDatabase } from '../db/embedded/start.js';
import { deriveSecrets, readSecrets } from '../secrets.js';
import { readOptions, say, takeWords } from './command.js';

/** The embedded database of this data directory, also while a server runs it. */
async function openEmbedded(dataDir: string): Promise<Database> {
  try {
    return await openDatabase({ embedded: { dataDir } });
  } catch (error) {
    if (!(error instanceof DataDirectoryInUseError)) throw error;
    const running = runningDatabase(dataDir);
    const db = await openDatabase(running);
    return { ...db, close: () => db.close().finally(() => running.close()) };
  }
}

/** `maia backup FILE`: everything that the installation knows, in one file; a server may run meanwhile. */
export async function backupCommand(args: string[]): Promise<void> {
  const [[path = ''], rest] = takeWords(args, ['the file to write']);
  readOptions(rest, {});
  const { databaseUrl, dataDir, secretKey, earlierSecretKeys } = parseConfig(readEnvironment());
  const kept = secretKey === null ? readSecrets(dataDir) : null;
  const secret = kept ?? (secretKey && { current: secretKey, earlier: earlierSecretKeys });
  if (!secret || (databaseUrl === null && !existsSync(dataDir)))
    throw new BackupError(`There is no installation in ${dataDir}; set MAIA_DATA_DIR to one.`);
  const db =
    databaseUrl === null ? await openEmbedded(dataDir) : await openDatabase({ databaseUrl });
  try {
    const secrets = deriveSecrets(secret.current, secret.earlier);
    await writeBackup({ db, secrets }, path, kept);
  } finally {
    await db.close();
  }
  say(
    kept
      ? `${path} holds all data and the secret of the installation: keep it where nobody else can read it.`
      : `${path} holds all data; to restore it, MAIA_SECRET_KEY must be what it is now.`,
  );
}
