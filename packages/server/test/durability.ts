import { setTimeout as sleep } from 'node:timers/promises';
import { demoFiles } from '../src/scoring/demo.js';
import { DEMO_AS_OF } from './portfolio.js';
import { type ServerProcess, startServerProcess } from './server-process.js';

export type Victim = 'tree' | 'server';

/** What one round of killing left. */
export interface KillRound {
  victim: Victim;
  acknowledged: number;
  lost: string[];
  /** Milliseconds from the restart to the ready line. */
  restartMs: number;
  trainingStatus: string;
  trainingError: string | null;
}

/** Sends the demo portfolio through the imports. */
export async function importDemoPortfolio(
  server: ServerProcess,
  options: { customers: number; seed: number },
): Promise<void> {
  const files = demoFiles({ ...options, asOf: DEMO_AS_OF });
  for (const kind of ['customers', 'payments', 'outcomes'] as const) {
    const csv = [...files[kind]].join('');
    const { status, body } = await server.call('POST', `/${kind}/import`, { csv });
    if (status !== 200) throw new Error(`${kind}: ${JSON.stringify(body)}`);
  }
}

/** Creates customers, each with a payment, until the server is gone, and adds the references that were acknowledged. */
async function writeUntilKilled(
  server: ServerProcess,
  prefix: string,
  acknowledged: string[],
): Promise<void> {
  for (let number = 0; ; number++) {
    const referenceId = `${prefix}-${number}`;
    try {
      const customer = await server.call('POST', '/customers', { referenceId });
      if (customer.status !== 200) throw new Error(`customer: ${customer.status}`);
      const payment = await server.call('POST', '/payments', {
        customer: referenceId,
        amountDue: 10.5,
        dueDate: '2026-06-01',
        externalId: referenceId,
      });
      if (payment.status === 200) acknowledged.push(referenceId);
    } catch (error) {
      // The connection broke: the server is gone.
      if (error instanceof TypeError) return;
      throw error;
    }
  }
}

async function lostOf(server: ServerProcess, acknowledged: readonly string[]): Promise<string[]> {
  const lost: string[] = [];
  for (const referenceId of acknowledged) {
    const { body } = await server.call('GET', `/payments?externalId=${referenceId}`);
    if (body.length !== 1 || body[0].customer?.referenceId !== referenceId) lost.push(referenceId);
  }
  return lost;
}

async function untilEnded(server: ServerProcess, id: string) {
  for (;;) {
    const { body } = await server.call('GET', `/trainings/${id}`);
    if (body.status !== 'queued' && body.status !== 'running') return body;
    await sleep(100);
  }
}

/** Kills the server while it writes and trains, starts it again, and looks for everything that it had promised. */
export async function killRound(
  server: ServerProcess,
  round: { victim: Victim; name: string; afterMs: number; dataDir: string },
): Promise<{ server: ServerProcess; result: KillRound }> {
  const training = await server.call('POST', '/trainings', { uuid: `training-${round.name}` });
  const acknowledged: string[] = [];
  const writers = ['a', 'b', 'c'].map((writer) =>
    writeUntilKilled(server, `${round.name}-${writer}`, acknowledged),
  );
  // A round that is killed before its first acknowledgement would show nothing.
  while (acknowledged.length === 0) await sleep(5);
  await sleep(round.afterMs);
  await (round.victim === 'tree' ? server.killTree() : server.killServer());
  await Promise.all(writers);
  const startedAt = performance.now();
  const next = await startServerProcess({ dataDir: round.dataDir });
  const restartMs = Math.round(performance.now() - startedAt);
  const lost = await lostOf(next, acknowledged);
  const ended = await untilEnded(next, training.body.id);
  return {
    server: next,
    result: {
      victim: round.victim,
      acknowledged: acknowledged.length,
      lost,
      restartMs,
      trainingStatus: ended.status,
      trainingError: ended.error,
    },
  };
}
