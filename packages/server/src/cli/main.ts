import { ConfigError } from '../config.js';
import { DatabaseUnusableError } from '../db/connect.js';
import { Refusal } from '../errors.js';
import { ApiError } from './api.js';
import { CommandError, helpOf, USAGE } from './command.js';

/** Each loads what it needs: all together take a second before anything is done. */
const COMMANDS: Readonly<Record<string, (args: string[]) => Promise<void>>> = {
  start: async (args) => (await import('./start.js')).startCommand(args),
  demo: async (args) => (await import('./demo.js')).demoCommand(args),
  import: async (args) => (await import('./import.js')).importCommand(args),
  train: async (args) => (await import('./train.js')).trainCommand(args),
  score: async (args) => (await import('./score.js')).scoreCommand(args),
  migrate: async (args) => (await import('./migrate.js')).migrateCommand(args),
  config: async (args) => (await import('./config.js')).configCommand(args),
  backup: async (args) => (await import('./backup.js')).backupCommand(args),
  restore: async (args) => (await import('./restore.js')).restoreCommand(args),
  admin: async (args) => (await import('./admin.js')).adminCommand(args),
  'rotate-key': async (args) => (await import('./rotate-key.js')).rotateKeyCommand(args),
  outbox: async (args) => (await import('./outbox.js')).outboxCommand(args),
  logs: async (args) => (await import('./logs.js')).logsCommand(args),
};

/** By name, so that saying that one happened loads no more than what threw it. */
const OPERATOR_ERRORS: ReadonlySet<string> = new Set([
  'EmbeddedDatabaseError',
  'DataDirectoryInUseError',
  'MigrationError',
  'BackupError',
]);

/** Errors whose message is written for the operator; of the others the stack matters more. */
function isForOperator(error: unknown): error is Error {
  return (
    error instanceof CommandError ||
    error instanceof ApiError ||
    error instanceof Refusal ||
    error instanceof ConfigError ||
    error instanceof DatabaseUnusableError ||
    (error instanceof Error && OPERATOR_ERRORS.has(error.name)) ||
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
