import { type ParseArgsConfig, parseArgs } from 'node:util';

export const USAGE = `Usage: maia <command> [options]

  start                      serve API and console (settings: maia config)
  demo [--once] [--lang en|es|pt]
                             the whole job on a made-up portfolio, on a database of its own
  config                     every setting with its value
  admin create --username NAME --email ADDRESS
                             a further administrator; the password is asked for
  rotate-key                 a new secret for the installation; stop the servers first
  outbox                     the mails that were kept because SMTP_URL is empty
  logs head                  the head of the log's chain, to be kept elsewhere
  logs verify [--head FILE]  whether the chain holds, and continues an earlier head
`;

/** A command that cannot be carried out; the message is for the operator. */
export class CommandError extends Error {
  override name = 'CommandError';
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
