import { describe, expect, it } from 'vitest';
import { pendingReason, type TrainingState } from './pending-reason.js';

const training = (
  status: TrainingState['status'],
  details: Partial<TrainingState> = {},
): TrainingState => ({ status, progress: 0, error: null, active: false, ...details });

describe('pendingReason', () => {
  it.each<[string, TrainingState[] | null, object]>([
    ['trainings that may not be read', null, { id: 'pending.unknown' }],
    ['no training', [], { id: 'pending.none' }],
    ['cancelled ones alone', [training('cancelled')], { id: 'pending.none' }],
    [
      'a running one after a failed one',
      [training('running', { progress: 0.427 }), training('failed', { error: 'x' })],
      { id: 'pending.training', values: { progress: 42 } },
    ],
    [
      'a failed one',
      [training('failed', { error: 'Only 31 customers went bad.' })],
      { id: 'pending.failed', values: { error: 'Only 31 customers went bad.' } },
    ],
    [
      'a success that is not active, though a later one failed',
      [training('failed'), training('succeeded')],
      { id: 'pending.inactive' },
    ],
    [
      'an active one while another runs',
      [training('running'), training('succeeded', { active: true })],
      { id: 'pending.scoring' },
    ],
  ])('%s', (_name, trainings, reason) => {
    expect(pendingReason(trainings)).toEqual(reason);
  });
});
