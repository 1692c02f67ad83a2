import type { Context } from '../context.js';
import { InvalidError } from '../errors.js';
import type { ListRequest } from '../lists/request.js';
import { decrypt, unwrap } from '../secrets.js';
import { ORIGIN, type Seal } from './chain.js';
import { countLogs, findHead, findUnsealed, type LogRow, listLogs } from './queries.js';
import type { LogEntryOut, LogHeadOut, LogVerificationOut } from './schemas.js';
import { verifyChain } from './verify.js';

function personalOf(context: Context, row: LogRow): Record<string, unknown> | null {
  if (row.personal === null || row.wrapped_key === null) return null;
  const key = unwrap(context.secrets, row.wrapped_key);
  return JSON.parse(decrypt(key, row.personal).toString('utf8'));
}

function entryOut(context: Context, row: LogRow): LogEntryOut {
  return {
    id: row.id,
    at: row.at,
    actor: row.actor,
    actorId: row.actor_id,
    apiToken: row.api_token_id,
    address: row.address,
    requestId: row.request_id,
    action: row.action,
    resource: row.resource,
    resourceId: row.resource_id,
    customer: row.customer_id,
    changes: row.changes,
    personal: personalOf(context, row),
    erased: row.personal !== null && row.wrapped_key === null,
    sequence: row.chain_sequence === null ? null : Number(row.chain_sequence),
  };
}

/** Log rows, their personal values decrypted for as long as the person has not been erased. */
export async function readLogs(context: Context, list: ListRequest): Promise<LogEntryOut[]> {
  const rows = await listLogs(context.db.kysely, list);
  return rows.map((row) => entryOut(context, row));
}

export async function logCount(context: Context, list: ListRequest): Promise<{ count: number }> {
  return { count: await countLogs(context.db.kysely, list) };
}

export async function readLogHead(context: Context): Promise<LogHeadOut> {
  return (await findHead(context.db.kysely)) ?? { ...ORIGIN, at: null };
}

const SEQUENCE = /^[1-9]\d{0,14}$/;
const MAC = /^[0-9a-f]{64}$/;

/** The exported head in a query string; null without one. Throws InvalidError (400). */
export function exportedHead(query: { sequence?: unknown; mac?: unknown }): Seal | null {
  const { sequence, mac } = query;
  if (sequence === undefined && mac === undefined) return null;
  if (typeof sequence !== 'string' || !SEQUENCE.test(sequence))
    throw InvalidError.field('sequence', 'must be the sequence of an exported head, 1 or more');
  if (typeof mac !== 'string' || !MAC.test(mac))
    throw InvalidError.field('mac', 'must be the mac of the same head: 64 hexadecimal digits');
  return { sequence: Number(sequence), mac };
}

/** Whether the log is as it was written, and continues a head that was exported earlier. */
export async function verifyLogs(
  context: Context,
  exported: Seal | null,
): Promise<LogVerificationOut> {
  const { checked, head, broken } = await verifyChain(context, exported);
  const last = await findHead(context.db.kysely);
  return {
    ok: broken === null,
    checked,
    head: { ...head, at: last?.sequence === head.sequence ? last.at : null },
    problem: broken,
    unsealed: await findUnsealed(context.db.kysely),
  };
}
