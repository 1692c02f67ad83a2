import { type Kysely, type Selectable, sql } from 'kysely';
import { copyOut } from '../db/copy.js';
import type { LogsTable, Tables } from '../db/tables.js';
import type { Transaction } from '../db/transaction.js';
import { countOf, rowsOf } from '../lists/apply.js';
import type { ListDefinition } from '../lists/definition.js';
import type { ListRequest } from '../lists/request.js';
import { SEALED_COLUMNS, type Seal, type SealedCells } from './chain.js';

export type LogRow = Selectable<LogsTable> & { wrapped_key: Buffer | null };

export const LOG_LIST: ListDefinition = {
  id: 'logs.id',
  fields: {
    id: { column: 'logs.id', type: 'id' },
    at: { column: 'logs.at', type: 'instant' },
    actor: { column: 'logs.actor', type: 'text' },
    actorId: { column: 'logs.actor_id', type: 'id' },
    apiToken: { column: 'logs.api_token_id', type: 'id' },
    address: { column: 'logs.address', type: 'text' },
    requestId: { column: 'logs.request_id', type: 'text' },
    action: { column: 'logs.action', type: 'text' },
    resource: { column: 'logs.resource', type: 'text' },
    resourceId: { column: 'logs.resource_id', type: 'text' },
    customer: { column: 'logs.customer_id', type: 'id' },
    sequence: { column: 'logs.chain_sequence', type: 'number' },
  },
};

export async function listLogs(db: Kysely<Tables>, list: ListRequest): Promise<LogRow[]> {
  const query = db
    .selectFrom('logs')
    .leftJoin('customer_keys', 'customer_keys.customer_id', 'logs.customer_id')
    .selectAll('logs')
    .select('customer_keys.wrapped_key');
  return rowsOf(db, query, list);
}

export async function countLogs(db: Kysely<Tables>, list: ListRequest): Promise<number> {
  const query = db.selectFrom('logs').select((eb) => eb.fn.countAll<number>().as('count'));
  return countOf(query, list);
}

/** The last seal; null before the first. */
export async function findHead(db: Kysely<Tables>): Promise<(Seal & { at: Date }) | null> {
  const row = await db
    .selectFrom('logs')
    .select(['chain_sequence', 'chain_mac', 'at'])
    .where('chain_sequence', 'is not', null)
    .orderBy('chain_sequence', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (!row || row.chain_mac === null) return null;
  return { sequence: Number(row.chain_sequence), mac: row.chain_mac.toString('hex'), at: row.at };
}

/** How many committed rows wait for their seal, and since when the oldest does. */
export async function findUnsealed(
  db: Kysely<Tables>,
): Promise<{ count: number; oldestAt: Date | null }> {
  return db
    .selectFrom('logs')
    .select((expression) => [
      expression.fn.countAll<number>().as('count'),
      expression.fn.min<Date | null>('at').as('oldestAt'),
    ])
    .where('chain_sequence', 'is', null)
    .executeTakeFirstOrThrow();
}

export async function readUnsealed(trx: Transaction, limit: number): Promise<SealedCells[]> {
  const query = sql`select ${SEALED_COLUMNS} from logs
    where chain_sequence is null order by logs.id limit ${sql.lit(limit)}`;
  const rows: SealedCells[] = [];
  for await (const chunk of copyOut(trx, query.compile(trx))) rows.push(...chunk);
  return rows;
}

/** Every sealed row in the order of the chain, a chunk at a time: sequence, MAC in hexadecimal, and its cells. */
export function readSealed(trx: Transaction): AsyncGenerator<(string | null)[][]> {
  const query = sql`select chain_sequence::text, encode(chain_mac, 'hex'), ${SEALED_COLUMNS}
    from logs where chain_sequence is not null order by logs.chain_sequence`;
  return copyOut(trx, query.compile(trx));
}

export async function storeSeals(
  trx: Transaction,
  sealed: readonly { id: string; seal: Seal }[],
): Promise<void> {
  if (sealed.length === 0) return;
  await sql`update logs set chain_sequence = s.sequence, chain_mac = decode(s.mac, 'hex')
    from unnest(
      ${sealed.map(({ id }) => id)}::uuid[],
      ${sealed.map(({ seal }) => seal.sequence)}::bigint[],
      ${sealed.map(({ seal }) => seal.mac)}::text[]
    ) as s(id, sequence, mac)
    where logs.id = s.id`.execute(trx);
}
