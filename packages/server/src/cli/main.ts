import { ConfigError } from '../config.js';
import { DatabaseUnusableError } from '../db/connect.js';
import { Refusal } from '../errors.js';
import { adminCommand } from './admin.js';
import { ApiError } from './api.js';
import { CommandError, helpOf, USAGE } from './command.js';
import { configCommand } from './config.js';
import { demoCommand } from './demo.js';
import { importCommand } from './import.js';
import { logsCommand } from './logs.js';
import { migrateCommand } from './migrate.js';
import { outboxCommand } from './outbox.js';
import { rotateKeyCommand } from './rotate-key.js';
import { scoreCommand } from './score.js';
import { startCommand } from './start.js';
import { trainCommand } from './train.js';

const COMMANDS: Readonly<Record<string, (args: string[]) => Promise<void>>> = {
  start: startCommand,
  demo: demoCommand,
  import: importCommand,
  train: trainCommand,
  score: scoreCommand,
  migrate: migrateCommand,
  config: configCommand,
  admin: adminCommand,
  'rotate-key': rotateKeyCommand,
  outbox: outboxCommand,
  logs: logsCommand,
};

/** Errors whose message is written for the operator; of the others the stack matters more. */
function isForOperator(error: unknown): error is Error {
  return (
    error instanceof CommandError ||
    error instanceof ApiError ||
    error instanceof Refusal ||
    error instanceof ConfigError ||
    error instanceof DatabaseUnusableError ||
    (error instanceof Error && error.name === 'EmbeddedDatabaseError') ||
    (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE')
  );
}

/** Runs one command of `maia`; sets the exit code, and says what went wrong on standard error. */
export async function main(args: readonly string[]): Promise<void> {
  const [name = '', ...rest] = args;
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (command === undefined) {
    const isHelp = name === '' || name === 'help' || name === '--help' || name === '-h';
    (isHelp ? process.stdout : process.stderr).write(
      isHelp ? USAGE : `There is no command "${name}".\n\n${USAGE}`,
    );
    process.exitCode = isHelp ? 0 : 2;
    return;
  }
  if (rest.includes('--help') || rest.includes('-h')) {
    process.stdout.write(helpOf(name));
    return;
  }
  try {
    await command(rest);
  } catch (error) {
    const text = isForOperator(error)
      ? error.message
      : error instanceof Error
        ? error.stack
        : error;
    process.stderr.write(`maia ${name}: ${String(text)}\n`);
    process.exitCode = 1;
  }
}
