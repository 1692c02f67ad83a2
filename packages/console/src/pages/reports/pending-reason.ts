import type { Training } from '@maia/sdk';
import type { MessageId } from '../../i18n/en.js';

/** The part of a training that tells why a report waits. */
export type TrainingState = Pick<Training, 'status' | 'progress' | 'error' | 'active'>;

export interface PendingReason {
  id: MessageId;
  values?: Readonly<Record<string, string | number>>;
}

/** What an unprocessed report waits for, from the trainings, newest first; null: they may not be read. */
export function pendingReason(trainings: readonly TrainingState[] | null): PendingReason {
  if (trainings === null) return { id: 'pending.unknown' };
  if (trainings.some((training) => training.active)) return { id: 'pending.scoring' };
  const ongoing = trainings.find(({ status }) => status === 'running' || status === 'queued');
  if (ongoing)
    return { id: 'pending.training', values: { progress: Math.floor(100 * ongoing.progress) } };
  if (trainings.some(({ status }) => status === 'succeeded')) return { id: 'pending.inactive' };
  const failed = trainings.find(({ status }) => status === 'failed');
  return failed
    ? { id: 'pending.failed', values: { error: failed.error ?? '' } }
    : { id: 'pending.none' };
}
