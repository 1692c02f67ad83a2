export { createMaiaClient, dataOf, type MaiaClient, type MaiaClientOptions } from './client.js';
export { MaiaError, type MaiaFieldError } from './errors.js';
export type { components, operations, paths } from './generated/schema.js';
export type {
  Company,
  Report,
  ReportFeature,
  ReportReason,
  ReportSummary,
  Training,
} from './resources.js';
