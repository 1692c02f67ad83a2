import { maia } from './client.js';
import { queryClient } from './query-client.js';
import { session } from './session.js';

export interface Credentials {
  user: string;
  password: string;
}

/** Opens a session. Throws MaiaError: 400 for wrong credentials, 429 for too many attempts. */
export async function signIn(credentials: Credentials): Promise<void> {
  const { jwt, user } = await maia.POST('/auth/local', { body: credentials });
  session.start({ token: jwt, username: user.username });
}

/**
 * Sets a new password with the one-time token of a mail, and opens a session unless the address has to be confirmed
 * first. Throws MaiaError: 400 for a token that does not work or a bad password, 429 for too many attempts.
 */
export async function resetPassword(body: { code: string; password: string }): Promise<void> {
  const { jwt, user } = await maia.POST('/auth/reset-password', { body });
  if (jwt !== undefined) session.start({ token: jwt, username: user.username });
}

/** Asks for a mail with a one-time link. Throws MaiaError: 429 for too many attempts. */
export async function askForResetLink(user: string): Promise<void> {
  await maia.POST('/auth/forgot-password', { body: { id: user } });
}

/**
 * Sets a new password of one's own, which ends every session but this one. Throws MaiaError: 400 for a wrong current
 * or a bad new password, 429 for too many attempts.
 */
export async function changePassword(body: {
  currentPassword: string;
  password: string;
}): Promise<void> {
  const { jwt, user } = await maia.POST('/auth/change-password', { body });
  session.start({ token: jwt, username: user.username });
}

/** Ends the session and forgets everything that was read in it. */
export function signOut(): void {
  session.end('none');
  queryClient.clear();
}

/** Ends every session of this person, this one too. */
export async function signOutEverywhere(): Promise<void> {
  await maia.POST('/auth/logout-everywhere');
  signOut();
}
