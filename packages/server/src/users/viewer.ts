import type { Caller } from '../http/caller.js';

/** Who looks at a user, as far as it decides what is shown. */
export interface Viewer {
  userId: string;
  username: string;
  roleType: string;
  /** Sees who else has a role. */
  readsRoles: boolean;
}

export function viewerOf(caller: Caller): Viewer {
  return {
    userId: caller.userId,
    username: caller.username,
    roleType: caller.roleType,
    readsRoles: caller.permissions.has('users-permissions.role.find'),
  };
}
