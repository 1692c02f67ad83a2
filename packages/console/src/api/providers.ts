import { queryOptions } from '@tanstack/react-query';
import { maia } from './client.js';
import { session } from './session.js';

/** The providers through which one may sign in, in the order in which to offer them. */
export const providersQuery = queryOptions({
  queryKey: ['providers'],
  queryFn: () => maia.GET('/connect'),
  staleTime: Number.POSITIVE_INFINITY,
});

/** Where a sign-in through a provider begins that ends in this console. */
export function beginning(provider: string): string {
  return `/connect/${encodeURIComponent(provider)}?to=console`;
}

async function endSignIn(provider: string, answer: string): Promise<true> {
  const { jwt, user } = await maia.POST('/auth/{provider}/callback', {
    params: { path: { provider } },
    body: { answer },
  });
  session.start({ token: jwt, username: user.username });
  return true;
}

/**
 * Opens a session with a provider's answer, which works once: asked a single time, however often the page is drawn.
 * Throws MaiaError: 400 for an answer that is not this browser's, was used, or does not let the person in; 403 for
 * somebody without an account where people may not make their own; 429; 503 when the provider does not answer.
 */
export const endingQuery = (provider: string, answer: string) =>
  queryOptions({
    queryKey: ['provider-sign-in', provider, answer],
    queryFn: () => endSignIn(provider, answer),
    retry: false,
    staleTime: Number.POSITIVE_INFINITY,
  });
