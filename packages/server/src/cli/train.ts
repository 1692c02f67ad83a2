import { setTimeout as sleep } from 'node:timers/promises';
import { type Api, runningServer } from './api.js';
import { CommandError, readOptions, say } from './command.js';

const POLL_INTERVAL_MS = 500;

/** The fields of a training that are told; the API has more. */
interface Training {
  id: string;
  status: string;
  version: string | null;
  progress: number;
  stage: string | null;
  error: string | null;
  metrics: {
    customers: number;
    badCustomers: number;
    byCustomer: { auc: { value: number } };
  };
}

/** Queues a training and tells how it goes until it has ended. Throws CommandError when it does not succeed. */
export async function followTraining(api: Api, body: object): Promise<Training> {
  const { id } = await api.call<Training>('/trainings', { body });
  let stage = '';
  for (;;) {
    const training = await api.call<Training>(`/trainings/${id}`);
    if (training.status === 'succeeded') return training;
    if (training.error !== null) throw new CommandError(training.error);
    if (training.status === 'cancelled') throw new CommandError('The training was cancelled.');
    if (training.stage !== null && training.stage !== stage) {
      stage = training.stage;
      say(`  training: ${stage} (${Math.round(training.progress * 100)} %)`);
    }
    await sleep(POLL_INTERVAL_MS);
  }
}

/** `maia train`: a training on the running server, followed to its end; the server goes on when this is stopped. */
export async function trainCommand(args: string[]): Promise<void> {
  const { algorithm, meta, activate } = readOptions(args, {
    algorithm: { type: 'string' },
    meta: { type: 'string' },
    activate: { type: 'boolean' },
  });
  const api = runningServer();
  const training = await followTraining(api, {
    ...(algorithm === undefined ? {} : { options: { algorithm } }),
    ...(meta === undefined ? {} : { meta }),
  });
  const { customers, badCustomers, byCustomer } = training.metrics;
  process.stdout.write(
    `Model ${training.version} learned from ${customers} customers, of whom ${badCustomers} went bad; AUC on customers it did not see: ${byCustomer.auc.value.toFixed(3)}.\n`,
  );
  if (!activate) {
    say(`It does not score yet: activate training ${training.id}, or train with --activate.`);
    return;
  }
  const path = `/trainings/${training.id}/activate`;
  const { warnings } = await api.call<{ warnings: string[] }>(path, {
    body: { reason: 'maia train --activate' },
  });
  for (const warning of warnings) say(warning);
  process.stdout.write('It scores from now on.\n');
}
