import { type ParseArgsConfig, parseArgs } from 'node:util';
import { LANGUAGES, type Language } from '../scoring/report-texts.js';

/** What each command is for; its own `--help` prints the one text, `maia help` all of them. */
const HELP: Readonly<Record<string, string>> = {
  start: `  start                      serve API and console (settings: maia config)
`,
  demo: `  demo [--once] [--lang en|es|pt]
                             the whole job on a made-up portfolio, on a database of its own
`,
  import: `  import customers|payments|outcomes FILE [--dry-run] [--skip-wrong]
                             a .csv, .ndjson or .jsonl file, also with .gz; all rows or none unless wrong ones are
                             skipped; needs a server
`,
  train: `  train [--algorithm auto|scorecard|boosting] [--meta TEXT] [--activate]
                             learn from what was imported, and let the model score; needs a server
`,
  score: `  score REFERENCE [--as-of YYYY-MM-DD] [--lang en|es|pt] [--json]
                             the report of a customer; needs a server
`,
  backup: `  backup FILE                all data and the secret of the installation in one file; servers may run meanwhile
`,
  restore: `  restore FILE               a backup into a new data directory, or the empty database at DATABASE_URL
`,
  migrate: `  migrate                    bring the database to this version's shape, as start does
`,
  config: `  config                     every setting with its value
`,
  admin: `  admin create --username NAME --email ADDRESS
                             a further administrator; the password is asked for
`,
  'rotate-key': `  rotate-key                 a new secret for the installation; stop the servers first
`,
  outbox: `  outbox                     the mails that were kept because SMTP_URL is empty
`,
  logs: `  logs head                  the head of the log's chain, to be kept elsewhere; needs a server
  logs verify [--head FILE]  whether the chain holds, and continues an earlier head; needs a server
`,
};

const SERVER_NOTE = 'Commands that need a server use MAIA_URL and MAIA_TOKEN.\n';

export const USAGE = `Usage: maia <command> [options]

${Object.values(HELP).join('')}
${SERVER_NOTE}`;

/** What `maia COMMAND --help` prints. */
export function helpOf(command: string): string {
  const help = HELP[command] ?? '';
  return `Usage: maia <command> [options]\n\n${help}${help.includes('needs a server') ? `\n${SERVER_NOTE}` : ''}`;
}

/** A command that cannot be carried out; the message is for the operator. */
export class CommandError extends Error {
  override name = 'CommandError';
}

/** Progress for whoever watches; results alone go to standard output. */
export function say(text: string): void {
  process.stderr.write(`${text}\n`);
}

/** Options of a command; an unknown one is refused with the usage. */
export function readOptions<const T extends NonNullable<ParseArgsConfig['options']>>(
  args: string[],
  options: T,
): ReturnType<typeof parseArgs<{ args: string[]; options: T }>>['values'] {
  try {
    return parseArgs({ args, options }).values;
  } catch (error) {
    throw new CommandError(`${error instanceof Error ? error.message : error}\n\n${USAGE}`);
  }
}

/** The language of `--lang`, English when it is left out. */
export function languageOf(wanted = 'en'): Language {
  const language = LANGUAGES.find((known) => known === wanted);
  if (language !== undefined) return language;
  throw new CommandError(`--lang is "${wanted}"; it must be one of ${LANGUAGES.join(', ')}.`);
}

/** The first words of a command, which must be given, and the rest of what was typed. */
export function takeWords(args: readonly string[], names: readonly string[]): [string[], string[]] {
  const words = args.slice(0, names.length);
  const missing = names.find((_, i) => words[i] === undefined || words[i]?.startsWith('-'));
  if (missing !== undefined) throw new CommandError(`Give ${missing} first.\n\n${USAGE}`);
  return [words, args.slice(names.length)];
}
