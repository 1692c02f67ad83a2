import { readFileSync } from 'node:fs';
import { runningServer } from './api.js';
import { CommandError, readOptions, USAGE } from './command.js';

interface Head {
  sequence: number;
  mac: string;
}

function readHead(path: string): Head {
  const head = JSON.parse(readFileSync(path, 'utf8')) as Partial<Head>;
  if (typeof head.sequence !== 'number' || typeof head.mac !== 'string')
    throw new CommandError(`${path} is not a head; write one with: maia logs head > ${path}`);
  return { sequence: head.sequence, mac: head.mac };
}

/** `maia logs head` prints the head of the chain; `maia logs verify` checks it, and fails when it does not hold. */
export async function logsCommand(args: string[]): Promise<void> {
  const [action, ...rest] = args;
  const { head } = readOptions(rest, { head: { type: 'string' } });
  const api = runningServer();
  if (action === 'head') {
    process.stdout.write(`${JSON.stringify(await api.call<Head>('/logs/head'))}\n`);
    return;
  }
  if (action !== 'verify')
    throw new CommandError(`There is no "logs ${action ?? ''}".\n\n${USAGE}`);
  const exported = head === undefined ? null : readHead(head);
  const query = exported && `?sequence=${exported.sequence}&mac=${exported.mac}`;
  const verified = await api.call<{ ok: boolean }>(`/logs/verify${query ?? ''}`);
  process.stdout.write(`${JSON.stringify(verified, null, 2)}\n`);
  if (!verified.ok) process.exitCode = 1;
}
