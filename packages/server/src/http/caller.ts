/** Who makes the request, as far as the permission checks care. */
export interface Caller {
  userId: string;
  username: string;
  roleType: string;
  isAdministrator: boolean;
  permissions: ReadonlySet<string>;
}

/** Whom the audit log names for a change, and from where it came. */
export interface Actor {
  username: string;
  userId: string | null;
  address: string | null;
  requestId: string | null;
}

/** The server itself, for what it does without being asked. */
export const SYSTEM_ACTOR: Actor = {
  username: 'system',
  userId: null,
  address: null,
  requestId: null,
};

/** Who may call a route. */
export type Access =
  /** Anyone, without a token. */
  | 'public'
  /** Anyone with a valid token; the handler decides the rest field by field. */
  | 'signedIn'
  /** Callers whose role has this permission. */
  | { permission: string }
  /** Callers whose role has all of these. */
  | { permissions: readonly string[] };

/** Whether a caller meets what a route asks for; `signedIn` and `public` are always met by one. */
export function isAllowed(caller: Caller, access: Access): boolean {
  if (access === 'public' || access === 'signedIn') return true;
  const needed = 'permission' in access ? [access.permission] : access.permissions;
  return needed.every((permission) => caller.permissions.has(permission));
}
