import { createHmac } from 'node:crypto';
import { type RawBuilder, sql } from 'kysely';

/** The seal of one row: its place in the chain and the MAC over the row, that place and the MAC before it. */
export interface Seal {
  sequence: number;
  /** 64 hexadecimal digits. */
  mac: string;
}

/** The seal before the first. */
export const ORIGIN: Seal = { sequence: 0, mac: '' };

/** Everything that a log row says, as texts whose form depends on no setting of the database. */
export type SealedCells = readonly (string | null)[];

/** Selects the SealedCells of a row of `logs`; the id comes first, the API token last. Sealing and verifying read the same. */
export const SEALED_COLUMNS: RawBuilder<unknown> = sql`id::text,
  (extract(epoch from at) * 1000000)::bigint::text, actor, actor_id::text, address, request_id,
  action, resource, resource_id, customer_id::text, changes::text, encode(personal, 'hex'), api_token_id::text`;

/** The seal that follows another: HMAC-SHA-256 over JSON, in which no two rows are written alike. */
export function nextSeal(key: Buffer, before: Seal, cells: SealedCells): Seal {
  const sequence = before.sequence + 1;
  // A row without an API token is sealed as rows were before the log had that column.
  const said = cells.at(-1) === null ? cells.slice(0, -1) : cells;
  const mac = createHmac('sha256', key)
    .update(JSON.stringify([sequence, before.mac, ...said]))
    .digest('hex');
  return { sequence, mac };
}
