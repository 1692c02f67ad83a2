import { parseConfig, readEnvironment } from '../config.js';
import { openContext } from '../main.js';
import { readOptions } from './command.js';

/** `maia migrate`: brings the database to this version's shape without serving, as a step of an upgrade. */
export async function migrateCommand(args: string[]): Promise<void> {
  readOptions(args, {});
  const context = await openContext(parseConfig(readEnvironment()));
  await context.db.close();
  process.stdout.write("The database has this version's shape.\n");
}
