import Type, { type Static } from 'typebox';
import { authorship, DateText, Instant, Nullable, OneOf } from '../http/schema.js';

export const BATCH_STATUSES = ['queued', 'running', 'succeeded', 'failed', 'cancelled'] as const;

/** Scoring of many customers by a job. */
export const Batch = Type.Object({
  id: Type.String(),
  status: OneOf(BATCH_STATUSES),
  progress: Type.Number({ description: 'share done, 0 to 1' }),
  all: Type.Boolean({ description: 'whether every customer is scored' }),
  asOf: DateText,
  total: Nullable(Type.Integer({ description: 'references; null until they are counted' })),
  done: Type.Integer(),
  failed: Type.Integer({ description: "references that are no customer's" }),
  error: Nullable(Type.String()),
  startedAt: Nullable(Instant),
  endedAt: Nullable(Instant),
  ...authorship,
});

export type BatchOut = Static<typeof Batch>;
