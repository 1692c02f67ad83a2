import { useSyncExternalStore } from 'react';

/** Who is signed in, and the token that proves it. */
export interface Session {
  token: string;
  username: string;
}

/** Why nobody is signed in: never was or left (`none`), or the server refused the token (`expired`). */
type Ending = 'none' | 'expired';

// The storage of the tab: a reload keeps the session, closing the tab ends it, no other site can send
// the token (as it could a cookie), and nothing is left on a shared computer.
const STORED = 'maia.session';

function isSession(value: unknown): value is Session {
  return (
    typeof value === 'object' &&
    value !== null &&
    'token' in value &&
    typeof value.token === 'string' &&
    'username' in value &&
    typeof value.username === 'string'
  );
}

function readStored(): Session | null {
  try {
    const stored: unknown = JSON.parse(sessionStorage.getItem(STORED) ?? 'null');
    return isSession(stored) ? stored : null;
  } catch {
    return null;
  }
}

let current = readStored();
let ending: Ending = 'none';
const listeners = new Set<() => void>();

function change(next: Session | null, why: Ending): void {
  current = next;
  ending = why;
  if (next === null) sessionStorage.removeItem(STORED);
  else sessionStorage.setItem(STORED, JSON.stringify(next));
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export const session = {
  current: (): Session | null => current,
  ending: (): Ending => ending,
  start: (next: Session): void => change(next, 'none'),
  end: (why: Ending): void => {
    if (current !== null) change(null, why);
  },
  subscribe,
};

/** The session of this tab; null when nobody is signed in. */
export function useSession(): Session | null {
  return useSyncExternalStore(subscribe, session.current);
}
