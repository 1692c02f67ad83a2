import { randomBytes } from 'node:crypto';
import { usernameProblem } from '../users/account-rules.js';

const LENGTH_MIN = 3;
const LENGTH_MAX = 40;
const SUFFIX_BYTES = 3;

/** A username out of what a provider calls someone, who may have chosen it to look like somebody else's. */
function cleaned(name: string): string | null {
  const [head = ''] = name.split('@', 1);
  const username = head
    .normalize('NFKD')
    .replace(/[^A-Za-z0-9._-]+/g, '')
    .slice(0, LENGTH_MAX);
  return username.length >= LENGTH_MIN && usernameProblem(username) === null ? username : null;
}

/** The username to try: the best of the names as it is, later with an ending that nobody has. */
export function usernameOf(names: readonly string[], round: number): string {
  const base = names.map(cleaned).find((name) => name !== null) ?? 'user';
  const needsEnding = round > 0 || base === 'user';
  return needsEnding ? `${base}-${randomBytes(SUFFIX_BYTES).toString('hex')}` : base;
}
