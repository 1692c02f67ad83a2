import { createInterface } from 'node:readline/promises';
import { parseConfig, readEnvironment } from '../config.js';
import { SYSTEM_ACTOR } from '../http/caller.js';
import { openContext } from '../main.js';
import { createAdministrator, seedInstallation } from '../setup/service.js';
import { CommandError, readOptions, USAGE } from './command.js';

async function askPassword(): Promise<string> {
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  const password = await terminal.question('Password of the new administrator: ');
  terminal.close();
  return password;
}

/**
 * `maia admin create`: makes an administrator directly in the database. The password comes from
 * MAIA_ADMIN_PASSWORD or is asked for, so that it is in no process list.
 */
export async function adminCommand(args: string[]): Promise<void> {
  const [action, ...rest] = args;
  if (action !== 'create') throw new CommandError(`admin knows only "create".\n\n${USAGE}`);
  const options = readOptions(rest, { username: { type: 'string' }, email: { type: 'string' } });
  if (!options.username || !options.email)
    throw new CommandError(`Give --username and --email.\n\n${USAGE}`);
  const environment = readEnvironment();
  const password = environment.MAIA_ADMIN_PASSWORD || (await askPassword());
  const context = await openContext({
    ...parseConfig({ ...environment, MAIA_ADMIN_PASSWORD: '', MAIA_ADMIN_EMAIL: '' }),
  });
  try {
    await seedInstallation(context);
    await createAdministrator(context, SYSTEM_ACTOR, {
      username: options.username,
      email: options.email,
      password,
    });
  } finally {
    await context.db.close();
  }
  process.stdout.write(`Administrator ${options.username} created.\n`);
}
