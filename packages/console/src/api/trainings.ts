import type { Training } from '@maia/sdk';
import { queryOptions } from '@tanstack/react-query';
import { maia } from './client.js';
import { orNull } from './or-null.js';

const POLL_MS = 3_000;

const readTrainings = (): Promise<Training[] | null> =>
  orNull(maia.GET('/trainings', { params: { query: { _limit: 20, _sort: 'id:DESC' } } }));

/** The newest trainings, newest first, kept current; null when the role may not read them. */
export const trainingsQuery = queryOptions({
  queryKey: ['trainings'],
  queryFn: readTrainings,
  refetchInterval: POLL_MS,
});
