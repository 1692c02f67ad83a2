// Generated from openapi.json: the POST calls that take an Idempotency-Key.
export const IDEMPOTENT_POSTS: ReadonlySet<string> = new Set([
  '/users',
  '/email',
  '/users-permissions/roles',
  '/customers',
  '/payments',
  '/outcomes',
  '/trainings',
  '/reports',
  '/reports/batch',
  '/upload',
  '/graphql',
]);
