import { type Kysely, sql } from 'kysely';
import { jsonArrayFrom } from 'kysely/helpers/postgres';
import { batchedRead } from '../db/batched.js';
import { preparedByText } from '../db/prepared.js';
import { isStorable } from '../db/storable-text.js';
import type { Tables } from '../db/tables.js';
import { pageOf, whereList } from '../lists/apply.js';
import type { ListDefinition } from '../lists/definition.js';
import type { ListRequest } from '../lists/request.js';
import { isUuid } from '../lists/value.js';

const REPORTS_SHOWN_MAX = 100;
const ROLE_USERS_SHOWN_MAX = 100;

/** What callers may filter and sort users by; hashes and tokens are not here. */
export const USER_LIST: ListDefinition = {
  id: 'users.id',
  fields: {
    id: { column: 'users.id', type: 'id' },
    username: { column: 'users.username', type: 'text' },
    email: { column: 'users.email', type: 'text' },
    provider: { column: 'users.provider', type: 'text' },
    confirmed: { column: 'users.confirmed', type: 'boolean' },
    blocked: { column: 'users.blocked', type: 'boolean' },
    role: {
      column: 'users.role_id',
      type: 'id',
      resolve: (name) =>
        sql`(select id from roles where id::text = ${name} or type = ${name} or lower(name) = lower(${name})
             order by id::text = ${name} desc, type = ${name} desc limit 1)`,
    },
    'role.id': { column: 'roles.id', type: 'id' },
    'role.name': { column: 'roles.name', type: 'text' },
    'role.type': { column: 'roles.type', type: 'text' },
    created_by: { column: 'users.created_by', type: 'text' },
    updated_by: { column: 'users.updated_by', type: 'text' },
    created_at: { column: 'users.created_at', type: 'instant' },
    updated_at: { column: 'users.updated_at', type: 'instant' },
  },
};

/** Users with their role, who else has it, and their newest reports, in one query. */
function selectShownUsers(db: Kysely<Tables>) {
  return db
    .selectFrom('users')
    .innerJoin('roles', 'roles.id', 'users.role_id')
    .select(['users.id', 'users.username', 'users.email', 'users.provider'])
    .select(['users.confirmed', 'users.blocked', 'users.created_by', 'users.updated_by'])
    .select([
      'users.created_at',
      'users.updated_at',
      'roles.id as roleId',
      'roles.name as roleName',
    ])
    .select(['roles.description as roleDescription', 'roles.type as roleType'])
    .select('roles.permissions as rolePermissions')
    .select(
      sql<string[]>`array(select username from users peer where peer.role_id = roles.id
        order by peer.id limit ${sql.lit(ROLE_USERS_SHOWN_MAX)})`.as('roleUsers'),
    )
    .select((eb) =>
      jsonArrayFrom(
        eb
          .selectFrom('reports')
          .select(['reports.id', 'reports.uuid', 'reports.reference_id as referenceId'])
          .select(['reports.type', 'reports.processed', 'reports.score'])
          .select(['reports.score_probability as scoreProbability'])
          .select(['reports.score_confidence as scoreConfidence'])
          .select(['reports.score_version as scoreVersion'])
          .whereRef('reports.user_id', '=', 'users.id')
          .orderBy('reports.id', 'desc')
          .limit(REPORTS_SHOWN_MAX),
      ).as('reports'),
    );
}

export type ShownUserRow = Awaited<
  ReturnType<ReturnType<typeof selectShownUsers>['executeTakeFirstOrThrow']>
>;

const shownUsersById = preparedByText('shown-users', (db, ids) =>
  selectShownUsers(db).where(sql<boolean>`users.id = any(${ids}::uuid[])`),
);

const shownUserById = batchedRead<ShownUserRow>(shownUsersById, (row) => row.id);

export async function findShownUser(
  db: Kysely<Tables>,
  id: string,
): Promise<Readonly<ShownUserRow> | null> {
  return isUuid(id) ? shownUserById(db, id.toLowerCase()) : null;
}

export async function selectUserPage(
  db: Kysely<Tables>,
  list: ListRequest,
): Promise<ShownUserRow[]> {
  return pageOf(selectShownUsers(db), list).execute();
}

export async function countUsers(db: Kysely<Tables>, list: ListRequest): Promise<number> {
  const query = db
    .selectFrom('users')
    .innerJoin('roles', 'roles.id', 'users.role_id')
    .select((eb) => eb.fn.countAll<number>().as('count'));
  return (await whereList(query, list).executeTakeFirstOrThrow()).count;
}

/** Who has this id, else this username; null when nobody does. */
export async function findUserNamed(
  db: Kysely<Tables>,
  name: string,
): Promise<{ id: string; username: string } | null> {
  // PostgreSQL refuses the character rather than finding nothing.
  if (!isStorable(name)) return null;
  const users = db.selectFrom('users').select(['id', 'username']);
  const byId = isUuid(name) && (await users.where('id', '=', name).executeTakeFirst());
  if (byId) return byId;
  const byName = users.where(sql`lower(username)`, '=', sql`lower(${name})`);
  return (await byName.executeTakeFirst()) ?? null;
}
