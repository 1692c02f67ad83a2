import { MaiaError } from '@maia/sdk';
import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query';
import { session } from './session.js';

/** A token that the server no longer takes ends the session, wherever it was noticed. */
function endRefusedSession(error: Error): void {
  if (error instanceof MaiaError && error.tokenRefused) session.end('expired');
}

/** Only what may pass by itself is asked again: a lost connection, not an answer. */
function retry(failures: number, error: Error): boolean {
  return failures < 2 && !(error instanceof MaiaError);
}

export const queryClient = new QueryClient({
  queryCache: new QueryCache({ onError: endRefusedSession }),
  mutationCache: new MutationCache({ onError: endRefusedSession }),
  defaultOptions: { queries: { retry, staleTime: 15_000, refetchOnWindowFocus: false } },
});
