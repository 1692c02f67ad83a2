import { batchedRead } from '../db/batched.js';
import type { Database } from '../db/connect.js';
import { preparedQuery } from '../db/prepared.js';
import type { Caller } from '../http/caller.js';
import { ADMINISTRATOR, permissionsHeldBy } from '../roles/permissions.js';

/** A user as the access checks need it. */
interface FoundCaller {
  caller: Caller;
  blocked: boolean;
  tokenVersion: number;
}

interface CallerRow {
  id: string;
  username: string;
  blocked: boolean;
  token_version: number;
  type: string;
  permissions: string[];
}

const callersById = preparedQuery<CallerRow>(
  'callers-by-id',
  `select users.id, users.username, users.blocked, users.token_version, roles.type, roles.permissions
   from users join roles on roles.id = users.role_id where users.id = any($1::uuid[])`,
);

const callerById = batchedRead(callersById, (row) => row.id);

/** The user behind a token with the role's permissions; null when there is none. */
export async function findCaller(db: Database, userId: string): Promise<FoundCaller | null> {
  const row = await callerById(db.kysely, userId);
  if (row === null) return null;
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
