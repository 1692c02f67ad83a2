/** Collections whose calls all follow the same six actions. */
const COLLECTIONS = [
  'customers',
  'payments',
  'outcomes',
  'datasources',
  'trainings',
  'reports',
] as const;

const COLLECTION_ACTIONS = ['find', 'findone', 'count', 'create', 'update', 'delete'];

function named(controller: string, actions: readonly string[]): string[] {
  return actions.map((action) => `${controller}.${action}`);
}

const COLLECTION_PERMISSIONS = COLLECTIONS.flatMap((collection) =>
  named(`application.${collection}`, COLLECTION_ACTIONS),
);
const DATASOURCE_PERMISSIONS = named('application.datasources', ['sync', 'preview']);
const UPLOAD_PERMISSIONS = named('upload.upload', [
  'find',
  'findone',
  'count',
  'create',
  'delete',
  'search',
]);

/** Every permission there is, as `type.controller.action`. */
export const PERMISSIONS: readonly string[] = [
  ...COLLECTION_PERMISSIONS,
  ...DATASOURCE_PERMISSIONS,
  ...named('application.trainings', ['cancel', 'activate']),
  ...named('application.reports', ['explain']),
  ...named('application.company', ['find', 'update']),
  ...named('application.logs', ['find', 'verify']),
  ...UPLOAD_PERMISSIONS,
  ...named('email.email', ['send']),
  ...named('users-permissions.user', [
    'me',
    'find',
    'findone',
    'count',
    'create',
    'update',
    'delete',
  ]),
  ...named('users-permissions.role', ['find', 'findone', 'create', 'update', 'delete', 'search']),
  ...named('users-permissions.token', ['find', 'create', 'delete']),
];

export const PUBLIC = 'public';
export const ADMINISTRATOR = 'administrator';
export const AUTHENTICATED = 'authenticated';

/** What an administrator holds, whatever the table says: the role cannot be narrowed. */
export const ALL_PERMISSIONS: ReadonlySet<string> = new Set(PERMISSIONS);

/** What an API token cannot be given: a system is nobody, so it has no record of its own, and it makes no tokens. */
export const PERSONAL_PERMISSIONS: ReadonlySet<string> = new Set([
  'users-permissions.user.me',
  ...named('users-permissions.token', ['find', 'create', 'delete']),
]);

/**
 * What a role holds: the administrator's everything, whatever the table says.
 */
export function permissionsHeldBy(role: {
  type: string;
  permissions: readonly string[];
}): ReadonlySet<string> {
  return role.type === ADMINISTRATOR ? ALL_PERMISSIONS : new Set(role.permissions);
}

/** A role that every installation has. It can be edited, except for the administrator's, never deleted. */
export interface BuiltInRole {
  type: string;
  name: string;
  description: string;
  permissions: readonly string[];
}

export const BUILT_IN_ROLES: readonly BuiltInRole[] = [
  {
    type: PUBLIC,
    name: 'Public',
    description: 'Callers without a token.',
    permissions: [],
  },
  {
    type: AUTHENTICATED,
    name: 'Authenticated',
    description: 'New users: themselves only.',
    permissions: ['users-permissions.user.me'],
  },
  {
    type: 'analyst',
    name: 'Analyst',
    description: 'Works with customers, payments, trainings and reports.',
    permissions: [
      ...COLLECTION_PERMISSIONS,
      ...DATASOURCE_PERMISSIONS,
      'application.trainings.cancel',
      'application.reports.explain',
      'application.company.find',
      ...UPLOAD_PERMISSIONS,
      'users-permissions.user.me',
    ],
  },
  {
    type: ADMINISTRATOR,
    name: 'Administrator',
    description: 'May do everything.',
    permissions: PERMISSIONS,
  },
];
