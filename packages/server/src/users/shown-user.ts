import type { Kysely } from 'kysely';
import type { Tables } from '../db/tables.js';
import { NotFoundError } from '../errors.js';
import { ADMINISTRATOR, PERMISSIONS } from '../roles/permissions.js';
import { findShownUser, type ShownUserRow } from './queries.js';
import type { UserOut } from './schemas.js';
import type { Viewer } from './viewer.js';

/** Who has the role, as far as the viewer may know: everyone, or only themselves. */
function visibleRoleUsers(row: ShownUserRow, viewer: Viewer): string[] {
  if (viewer.readsRoles) return row.roleUsers;
  if (row.id === viewer.userId) return [row.username];
  return row.roleType === viewer.roleType ? [viewer.username] : [];
}

/** A user as the API shows it to this viewer. */
export function userOut(row: ShownUserRow, viewer: Viewer): UserOut {
  return {
    id: row.id,
    username: row.username,
    email: row.email,
    provider: row.provider,
    confirmed: row.confirmed,
    blocked: row.blocked,
    role: {
      id: row.roleId,
      name: row.roleName,
      description: row.roleDescription,
      type: row.roleType,
      permissions: row.roleType === ADMINISTRATOR ? [...PERMISSIONS] : row.rolePermissions,
      users: visibleRoleUsers(row, viewer),
    },
    reports: row.reports.map((report) => ({ ...report, users_permissions_user: row.username })),
    created_by: row.created_by,
    updated_by: row.updated_by,
    created_at: row.created_at,
    updated_at: row.updated_at,
  };
}

export function noSuchUser(): NotFoundError {
  return new NotFoundError('There is no user with this id.');
}

/** The user of that id. Throws NotFoundError (404). */
export async function showUser(db: Kysely<Tables>, id: string, viewer: Viewer): Promise<UserOut> {
  const row = await findShownUser(db, id);
  if (!row) throw noSuchUser();
  return userOut(row, viewer);
}
