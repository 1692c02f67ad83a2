/** Who makes the request, as far as the permission checks care. */
export interface Caller {
  userId: string;
  username: string;
  roleType: string;
  isAdministrator: boolean;
  permissions: ReadonlySet<string>;
  /** Set where a system of the user calls with an API token: it acts for no one's own record. */
  apiTokenId: string | null;
}

/** Whom the audit log names for a change, and from where it came. */
export interface Actor {
  username: string;
  userId: string | null;
  address: string | null;
  requestId: string | null;
  /** Set where a system of the user acts, by the API token with this id. */
  apiTokenId: string | null;
}

/** The server itself, for what it does without being asked. */
export const SYSTEM_ACTOR: Actor = {
  username: 'system',
  userId: null,
  address: null,
  requestId: null,
  apiTokenId: null,
};

/** Who may call a route. */
export type Access =
  /** Anyone, without a token. */
  | 'public'
  /** Any person who signed in, for their own record; no API token. */
  | 'signedIn'
  /** Whoever has a valid token; the handler decides the rest. */
  | 'tokenHolder'
  /** The same, and API tokens with this permission; the handler decides the rest field by field. */
  | { ownRecordOr: string }
  /** Callers whose role has this permission; where it says so, of those only administrators and their API tokens. */
  | { permission: string; administratorsOnly?: true }
  /** Callers whose role has all of these. */
  | { permissions: readonly string[] };

/** Whether a caller meets what a route asks for. */
export function isAllowed(caller: Caller, access: Access): boolean {
  if (access === 'public' || access === 'tokenHolder') return true;
  if (access === 'signedIn') return caller.apiTokenId === null;
  if ('ownRecordOr' in access)
    return caller.apiTokenId === null || caller.permissions.has(access.ownRecordOr);
  if ('administratorsOnly' in access && !caller.isAdministrator) return false;
  const needed = 'permission' in access ? [access.permission] : access.permissions;
  return needed.every((permission) => caller.permissions.has(permission));
}
