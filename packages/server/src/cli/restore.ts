import { mkdirSync } from 'node:fs';
import { restoreBackup } from '../backup/restore.js';
import { parseConfig, readEnvironment } from '../config.js';
import { openDatabase } from '../db/connect.js';
import { openLog } from '../log.js';
import { readOptions, takeWords } from './command.js';

/** `maia restore FILE`: a backup into a new data directory or an empty database. */
export async function restoreCommand(args: string[]): Promise<void> {
  const [[path = ''], rest] = takeWords(args, ['the file of a backup']);
  readOptions(rest, {});
  const config = parseConfig(readEnvironment());
  mkdirSync(config.dataDir, { recursive: true });
  const { databaseUrl, dataDir } = config;
  const db = await openDatabase(databaseUrl ? { databaseUrl } : { embedded: { dataDir } });
  try {
    const { madeAt, rows } = await restoreBackup({ config, db, log: openLog(config) }, path);
    process.stdout.write(`Restored ${rows} rows of the backup of ${madeAt}. Start the server.\n`);
  } finally {
    await db.close();
  }
}
