export type { CallOptions, FileBody } from './call-types.js';
export { createMaiaClient, type MaiaClient, type MaiaClientOptions } from './client.js';
export {
  AuthenticationError,
  ConflictError,
  ForbiddenError,
  IdempotencyKeyReusedError,
  InvalidRequestError,
  MaiaError,
  type MaiaFieldError,
  MaiaTimeoutError,
  NotFoundError,
  ServerError,
  TooLargeError,
  TooManyRequestsError,
  UnsupportedTypeError,
} from './errors.js';
export type { components, operations, paths } from './generated/schema.js';
export type {
  Company,
  Report,
  ReportFeature,
  ReportReason,
  ReportSummary,
  Training,
} from './resources.js';
