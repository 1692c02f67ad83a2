import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Config } from '../config.js';
import type { MailContent } from './queue.js';

type OutboxConfig = Pick<Config, 'dataDir' | 'mailFrom'>;

/** Where mails are kept when there is no mail server. */
export function outboxDir(config: Pick<Config, 'dataDir'>): string {
  return join(config.dataDir, 'outbox');
}

function asText(config: OutboxConfig, content: MailContent): string {
  return [
    `From: ${config.mailFrom}`,
    `To: ${content.to}`,
    ...(content.replyTo ? [`Reply-To: ${content.replyTo}`] : []),
    `Subject: ${content.subject}`,
    `Date: ${new Date().toISOString()}`,
    '',
    content.text ?? content.html ?? '',
    '',
  ].join('\n');
}

/** Keeps a mail as a file that only the operator can read; the same mail twice is one file. */
export async function keepInOutbox(
  config: OutboxConfig,
  id: string,
  content: MailContent,
): Promise<string> {
  const directory = outboxDir(config);
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const file = join(directory, `${id}.txt`);
  const draft = `${file}.${process.pid}`;
  await writeFile(draft, asText(config, content), { mode: 0o600, flush: true });
  await rename(draft, file);
  return file;
}

/** The mails kept here, oldest first; ids grow with time, and so do the names. */
export async function readOutbox(config: Pick<Config, 'dataDir'>): Promise<string[]> {
  const directory = outboxDir(config);
  const names = await readdir(directory).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  const files = names.filter((name) => name.endsWith('.txt')).sort();
  return Promise.all(files.map((name) => readFile(join(directory, name), 'utf8')));
}
