/** Who is let in: 'in' is any answer but a refusal of access (403), 'out' is that refusal. */
type Cell = 'in' | 'out';

/** What each kind of caller meets at a call. */
export interface Row {
  /** The permission that `with` and the token hold, and `without` lacks while holding all others; null: none rules it. */
  permissions: readonly string[] | null;
  /** Without a token. */
  nobody: Cell;
  /** A user whose role holds every permission but these. */
  without: Cell;
  /** A user whose role holds these alone. */
  with: Cell;
  administrator: Cell;
  /** An administrator's API token that names these alone. */
  token: Cell;
}

const open: Row = {
  permissions: null,
  nobody: 'in',
  without: 'in',
  with: 'in',
  administrator: 'in',
  token: 'in',
};

/** For whoever holds all of these permissions. */
function needs(...permissions: string[]): Row {
  return {
    permissions,
    nobody: 'out',
    without: 'out',
    with: 'in',
    administrator: 'in',
    token: 'in',
  };
}

/** For people's own records: no system gets in, whatever its token names. */
const personal = (permission: string): Row => ({ ...needs(permission), token: 'out' });

/** For everyone who signed in themselves, whatever their role. */
const signedIn: Row = { ...open, nobody: 'out', token: 'out' };

/** For administrators alone, and their systems that name it; no other role gets in with the permission. */
const administrators = (permission: string): Row => ({ ...needs(permission), with: 'out' });

const crud = (collection: string): Record<string, Row> => ({
  [`GET /${collection}`]: needs(`application.${collection}.find`),
  [`GET /${collection}/count`]: needs(`application.${collection}.count`),
  [`GET /${collection}/:id`]: needs(`application.${collection}.findone`),
  [`POST /${collection}`]: needs(`application.${collection}.create`),
  [`PUT /${collection}/:id`]: needs(`application.${collection}.update`),
  [`DELETE /${collection}/:id`]: needs(`application.${collection}.delete`),
  [`POST /${collection}/import`]: needs(
    `application.${collection}.create`,
    `application.${collection}.update`,
  ),
});

/** Every call of the server, one row each. A route without a row, or a row without a route, fails the test. */
export const PERMISSIONS_TABLE: Readonly<Record<string, Row>> = {
  'GET /': open,
  'GET /console': open,
  'GET /console/*': open,
  'GET /openapi.json': open,
  'GET /documentation': open,
  'GET /documentation/': open,
  'GET /documentation/:slug': open,
  'GET /documentation/assets/:file': open,
  'GET /health/live': open,
  'GET /health/ready': open,
  'POST /setup': open,
  'POST /auth/local': open,
  'POST /auth/reset-password': open,
  'POST /auth/reset-password/:resetToken': open,
  'POST /auth/local/register': open,
  'POST /auth/forgot-password': open,
  'POST /auth/send-email-confirmation': open,
  'GET /auth/email-confirmation': open,
  'GET /connect': open,
  'GET /connect/:provider': open,
  'GET /auth/:provider/callback': open,
  'POST /auth/:provider/callback': open,
  'POST /auth/logout-everywhere': signedIn,
  'POST /auth/change-password': signedIn,

  'POST /email': needs('email.email.send'),

  'GET /auth/tokens': personal('users-permissions.token.find'),
  'POST /auth/tokens': personal('users-permissions.token.create'),
  'DELETE /auth/tokens/:id': personal('users-permissions.token.delete'),

  'GET /users': needs('users-permissions.user.find'),
  'GET /users/count': needs('users-permissions.user.count'),
  'GET /users/me': personal('users-permissions.user.me'),
  'GET /users/:id': needs('users-permissions.user.findone'),
  'POST /users': administrators('users-permissions.user.create'),
  // Somebody else's record; what people may change of their own is in documented-page.test.ts.
  'PUT /users/:id': administrators('users-permissions.user.update'),
  'DELETE /users/:id': administrators('users-permissions.user.delete'),

  'GET /users-permissions/permissions': needs('users-permissions.role.find'),
  'GET /users-permissions/roles': needs('users-permissions.role.find'),
  'GET /users-permissions/roles/:id': needs('users-permissions.role.findone'),
  'GET /users-permissions/search/:id': needs('users-permissions.role.search'),
  'POST /users-permissions/roles': administrators('users-permissions.role.create'),
  'PUT /users-permissions/roles/:id': administrators('users-permissions.role.update'),
  'DELETE /users-permissions/roles/:id': administrators('users-permissions.role.delete'),

  'GET /company': needs('application.company.find'),
  'PUT /company': needs('application.company.update'),

  ...crud('customers'),
  ...crud('payments'),
  ...crud('outcomes'),

  'GET /trainings': needs('application.trainings.find'),
  'GET /trainings/count': needs('application.trainings.count'),
  'GET /trainings/:id': needs('application.trainings.findone'),
  'GET /trainings/:id/card': needs('application.trainings.findone'),
  'POST /trainings': needs('application.trainings.create'),
  'POST /trainings/cancel/:id': needs('application.trainings.cancel'),
  'POST /trainings/:id/activate': needs('application.trainings.activate'),

  'GET /reports': needs('application.reports.find'),
  'GET /reports/count': needs('application.reports.count'),
  'GET /reports/:id': needs('application.reports.findone'),
  'POST /reports': needs('application.reports.create'),
  'POST /reports/batch': needs('application.reports.create'),

  'POST /upload': needs('upload.upload.create'),
  'GET /upload/files': needs('upload.upload.find'),
  'GET /upload/files/count': needs('upload.upload.count'),
  'GET /upload/files/:id': needs('upload.upload.findone'),
  'GET /upload/files/:id/binary': needs('upload.upload.findone'),
  'DELETE /upload/files/:id': needs('upload.upload.delete'),
  'GET /upload/search/:query': needs('upload.upload.search'),
  'GET /reports/batch/:id': needs('application.reports.findone'),
  'GET /reports/batch/:id/results': needs('application.reports.findone'),
  'POST /reports/batch/:id/cancel': needs('application.reports.create'),
  'GET /reports/:id/explanation': needs('application.reports.explain'),
  'POST /reports/:id/what-if': needs('application.reports.explain'),
  'GET /trainings/activations': needs('application.trainings.find'),
  'GET /logs': needs('application.logs.find'),
  'GET /logs/count': needs('application.logs.find'),
  'GET /logs/head': needs('application.logs.verify'),
  'GET /logs/verify': needs('application.logs.verify'),
  'GET /metrics': open,
  // Whoever has a token may ask; what each may ask for is in graphql.test.ts.
  'POST /graphql': { ...open, nobody: 'out' },
};

/**
 * Calls by POST that take no Idempotency-Key: they make nothing that stays, or may be sent again by their nature, or
 * answer with a secret.
 */
export const POSTS_WITHOUT_KEY: ReadonlySet<string> = new Set([
  'POST /setup',
  'POST /auth/local',
  'POST /auth/reset-password',
  'POST /auth/reset-password/:resetToken',
  'POST /auth/local/register',
  'POST /auth/:provider/callback',
  'POST /auth/forgot-password',
  'POST /auth/send-email-confirmation',
  'POST /auth/logout-everywhere',
  'POST /auth/change-password',
  'POST /auth/tokens',
  'POST /customers/import',
  'POST /payments/import',
  'POST /outcomes/import',
  'POST /reports/:id/what-if',
  'POST /reports/batch/:id/cancel',
  'POST /trainings/cancel/:id',
  'POST /trainings/:id/activate',
]);
