import { createMaiaClient } from '@maia/sdk';
import { session } from './session.js';

/** The server that this page came from, called as the person who is signed in. */
export const maia = createMaiaClient({
  baseUrl: window.location.origin,
  token: () => session.current()?.token ?? null,
});
