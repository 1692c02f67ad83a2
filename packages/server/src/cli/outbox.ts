import { parseConfig, readEnvironment } from '../config.js';
import { outboxDir, readOutbox } from '../mail/outbox.js';
import { readOptions } from './command.js';

/** `maia outbox`: prints the mails that were kept for want of a mail server, oldest first. */
export async function outboxCommand(args: string[]): Promise<void> {
  readOptions(args, {});
  const config = parseConfig(readEnvironment());
  const mails = await readOutbox(config);
  const separator = `${'-'.repeat(78)}\n`;
  process.stdout.write(
    mails.length === 0 ? `No mails in ${outboxDir(config)}\n` : mails.join(separator),
  );
}
