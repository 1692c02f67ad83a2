import type { Database } from '../db/connect.js';
import type { Caller } from '../http/caller.js';
import { ADMINISTRATOR, permissionsHeldBy } from '../roles/permissions.js';

/** A user as the access checks need it. */
interface FoundCaller {
  caller: Caller;
  blocked: boolean;
  tokenVersion: number;
}

/** The user behind a token with the role's permissions, in one query; null when there is none. */
export async function findCaller(db: Database, userId: string): Promise<FoundCaller | null> {
  const row = await db.kysely
    .selectFrom('users')
    .innerJoin('roles', 'roles.id', 'users.role_id')
    .select(['users.id', 'users.username', 'users.blocked', 'users.token_version'])
    .select(['roles.type', 'roles.permissions'])
    .where('users.id', '=', userId)
    .executeTakeFirst();
  if (!row) return null;
  return {
    caller: {
      userId: row.id,
      username: row.username,
      roleType: row.type,
      isAdministrator: row.type === ADMINISTRATOR,
      permissions: permissionsHeldBy(row),
      apiTokenId: null,
    },
    blocked: row.blocked,
    tokenVersion: row.token_version,
  };
}
