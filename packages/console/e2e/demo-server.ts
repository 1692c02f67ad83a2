import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { demoFiles } from '../../server/src/scoring/demo.js';
import { type ServerProcess, startServerProcess } from '../../server/test/server-process.js';

const PORTFOLIO = { customers: 1200, seed: 7, asOf: '2026-06-30' };
const POLL_MS = 200;

/** The built server on a database of its own, with a made-up portfolio and no model yet. */
export interface DemoServer {
  url: string;
  applicant: string;
  asOf: string;
  /** Bearer token of the administrator. */
  token: string;
  call: ServerProcess['call'];
  /** Trains on the portfolio and activates the model. */
  trainAndActivate(): Promise<void>;
  close(): Promise<void>;
}

async function succeed(server: ServerProcess, path: string, body?: object) {
  const answer = await server.call(body === undefined ? 'GET' : 'POST', path, body);
  if (answer.status !== 200) throw new Error(`${path}: ${JSON.stringify(answer.body)}`);
  return answer.body;
}

async function trainAndActivate(server: ServerProcess): Promise<void> {
  const { id } = await succeed(server, '/trainings', {});
  for (;;) {
    const training = await succeed(server, `/trainings/${id}`);
    if (training.status === 'succeeded') break;
    if (training.error !== null) throw new Error(training.error);
    await sleep(POLL_MS);
  }
  await succeed(server, `/trainings/${id}/activate`, { reason: 'First model' });
}

export async function startDemoServer(): Promise<DemoServer> {
  const dataDir = mkdtempSync(join(tmpdir(), 'maia-console-'));
  const server = await startServerProcess({ dataDir });
  const { applicant, asOf, ...files } = demoFiles(PORTFOLIO);
  for (const kind of ['customers', 'payments', 'outcomes'] as const)
    await succeed(server, `/${kind}/import`, { csv: [...files[kind]].join('') });
  return {
    url: server.url,
    applicant,
    asOf,
    token: server.token,
    call: server.call,
    trainAndActivate: () => trainAndActivate(server),
    close: async () => {
      await server.stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
