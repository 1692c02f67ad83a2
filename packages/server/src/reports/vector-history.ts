import { mergeAttributes } from '../customers/attributes.js';
import { historyOfVector } from '../scoring/vector.js';
import type { VectorIn } from './schemas.js';

/** The history in a report's vector, as it was learned when the report was asked for. Throws InvalidError (400). */
export function vectorHistory(vector: VectorIn, askedAt: Date): ReturnType<typeof historyOfVector> {
  const attributes = mergeAttributes({}, vector.attributes ?? {});
  return historyOfVector({ attributes, payments: vector.payments ?? [] }, askedAt);
}
