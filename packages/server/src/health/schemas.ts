import Type, { type Static } from 'typebox';
import { OneOf } from '../http/schema.js';

export const Liveness = Type.Object({ status: Type.Literal('live') });

const Part = OneOf(['ok', 'failed'] as const);
export type PartState = Static<typeof Part>;

export const Readiness = Type.Object({
  status: OneOf(['ready', 'unavailable'] as const),
  database: Part,
  queue: Part,
  worker: Part,
});

export type ReadinessOut = Static<typeof Readiness>;
