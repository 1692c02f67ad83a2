import { hashPassword } from '../auth/password-hash.js';
import { assertGoodPassword, isMask } from '../auth/password-rules.js';
import type { Config } from '../config.js';
import { InvalidError } from '../errors.js';
import { isUuid } from '../lists/value.js';
import type { AccountColumns } from './account-queries.js';
import { tokenColumns } from './one-time-tokens.js';
import type { UserUpdateIn } from './schemas.js';

/** Names under which the log keeps what no user did. */
const RESERVED_USERNAMES: ReadonlySet<string> = new Set(['system', 'public']);

/** Why nobody may have this username, as a phrase that continues the field's name; null when it may be had. */
export function usernameProblem(username: string): string | null {
  if (username.includes('@')) return 'must not contain @, so that it is never an e-mail address';
  if (isUuid(username)) return 'must not look like an id';
  if (username.trim() !== username) return 'must not begin or end with a space';
  if (RESERVED_USERNAMES.has(username.toLowerCase()))
    return 'is reserved for the server itself; choose another';
  return null;
}

function assertGoodUsername(username: string): void {
  const problem = usernameProblem(username);
  if (problem !== null) throw InvalidError.field('username', problem);
}

function assertKnownProvider(config: Config, provider: string): void {
  const known = ['local', ...config.providers.map(({ name }) => name)];
  if (!known.includes(provider))
    throw InvalidError.field('provider', `must be one of ${known.join(', ')}`);
}

/** Name and address of an account, which its password must not equal. */
interface Identity {
  username: string;
  email: string;
}

/** The hash of a new password. Throws InvalidError (400) when the password is a bad one. */
export async function newPasswordHash(
  config: Config,
  password: string,
  identity: Identity,
): Promise<string> {
  assertGoodPassword(password, { ...identity, lengthMin: config.passwordLengthMin });
  return hashPassword(password);
}

/**
 * The columns that a body sets, without its role: names checked, the address in lower case, secrets hashed. A
 * masked password sets nothing. Throws InvalidError (400) naming the field.
 */
export async function accountColumns(
  config: Config,
  body: UserUpdateIn,
  identity: Identity,
): Promise<AccountColumns> {
  const { username, email, password, provider, confirmed, blocked } = body;
  if (username !== undefined) assertGoodUsername(username);
  if (provider !== undefined) assertKnownProvider(config, provider);
  const passwordHash =
    password === undefined || isMask(password)
      ? undefined
      : await newPasswordHash(config, password, identity);
  return {
    ...(username === undefined ? {} : { username }),
    ...(email === undefined ? {} : { email: email.toLowerCase() }),
    ...(provider === undefined ? {} : { provider }),
    ...(confirmed === undefined ? {} : { confirmed, address_unproven: false }),
    ...(blocked === undefined ? {} : { blocked }),
    ...(passwordHash === undefined ? {} : { password_hash: passwordHash }),
    ...tokenColumns(body, new Date()),
  };
}
