import { createHash } from 'node:crypto';

function sortKeys(_: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries);
}

/** What was asked by whom: two requests with the same hash are the same, whatever the order of their fields. */
export function requestHash(userId: string, body: object): Buffer {
  return createHash('sha256')
    .update(JSON.stringify([userId, body], sortKeys))
    .digest();
}
