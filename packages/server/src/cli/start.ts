import { parseConfig, readEnvironment } from '../config.js';
import { startServer } from '../main.js';
import type { RunningServer } from '../serving.js';
import { readOptions } from './command.js';

/** Resolves when the process is asked to stop: SIGTERM, Ctrl-C, or the terminal going away. */
export function stopRequested(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.once(signal, resolve);
  });
}

/** The lines that a person or script waits for. */
export function announce(server: RunningServer): void {
  if (server.setupToken !== null)
    process.stdout.write(
      `No administrator yet. Create one with POST ${server.url}/setup and this one-time token: ${server.setupToken}\n`,
    );
  process.stdout.write(
    server.url === null ? 'Maia Score worker is ready\n' : `Maia Score is ready at ${server.url}\n`,
  );
}

/** `maia start`: serves until it is asked to stop, then exits 0. */
export async function startCommand(args: string[]): Promise<void> {
  readOptions(args, {});
  const stopped = stopRequested();
  const server = await startServer(parseConfig(readEnvironment()));
  announce(server);
  await stopped;
  await server.close();
}
