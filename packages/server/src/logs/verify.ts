import { setImmediate as yieldToOthers } from 'node:timers/promises';
import type { Context } from '../context.js';
import { inTransaction } from '../db/transaction.js';
import type { Secrets } from '../secrets.js';
import { nextSeal, ORIGIN, type Seal, type SealedCells } from './chain.js';
import { readSealed } from './queries.js';

/** The first place where the chain does not hold. */
export interface ChainBreak {
  /** A row is gone; a row, or its order, is not as it was sealed; the log does not continue an exported head. */
  kind: 'missing' | 'changed' | 'truncated' | 'replaced';
  sequence: number;
  /** The row at that place, where there is one. */
  id: string | null;
  message: string;
}

export interface Verified {
  /** Rows that were found as they had been sealed. */
  checked: number;
  head: Seal;
  broken: ChainBreak | null;
}

/** Keys that rows may have been sealed with, the one in use first. */
function sealKeys(secrets: Secrets): Buffer[] {
  return [secrets, ...secrets.earlier].map(({ logKey }) => logKey);
}

/** Follows the chain from its origin, row by row; nothing but the last seal is kept. */
class ChainWalk {
  head: Seal = ORIGIN;

  constructor(
    private readonly keys: readonly Buffer[],
    private readonly exported: Seal | null,
  ) {}

  /** Takes the next sealed row; returns what is wrong with it. */
  follow(row: readonly (string | null)[]): ChainBreak | null {
    const [sequenceText, mac, ...cells] = row;
    const sequence = Number(sequenceText);
    const id = cells[0] ?? null;
    const expected = this.head.sequence + 1;
    if (sequence !== expected)
      return {
        kind: 'missing',
        sequence: expected,
        id: null,
        message: `Row ${expected} of the log is gone: row ${sequence} follows row ${this.head.sequence}.`,
      };
    const seal = this.#sealOf(cells, mac ?? '');
    if (seal === null)
      return {
        kind: 'changed',
        sequence,
        id,
        message: `Row ${sequence} of the log, or its place, is not what was sealed.`,
      };
    this.head = seal;
    if (this.exported?.sequence === sequence && this.exported.mac !== seal.mac)
      return {
        kind: 'replaced',
        sequence,
        id,
        message: `Row ${sequence} is not the one of the exported head: the log was cut before it and continued.`,
      };
    return null;
  }

  /** What is wrong once there are no more rows. */
  end(): ChainBreak | null {
    if (this.exported === null || this.exported.sequence <= this.head.sequence) return null;
    const sequence = this.head.sequence + 1;
    const message = `The log ends at row ${this.head.sequence}, before the exported head at row ${this.exported.sequence}: its tail was cut off.`;
    return { kind: 'truncated', sequence, id: null, message };
  }

  #sealOf(cells: SealedCells, mac: string): Seal | null {
    for (const key of this.keys) {
      const seal = nextSeal(key, this.head, cells);
      if (seal.mac === mac) return seal;
    }
    return null;
  }
}

/** Checks every sealed row, streamed, against its seal, and the whole against a head that was exported earlier. */
export async function verifyChain(
  { db, secrets }: Pick<Context, 'db' | 'secrets'>,
  exported: Seal | null,
): Promise<Verified> {
  const walk = new ChainWalk(sealKeys(secrets), exported);
  const broken = await inTransaction(
    db,
    async (trx) => {
      let found: ChainBreak | null = null;
      for await (const chunk of readSealed(trx)) {
        // What follows a break proves nothing; it is read to its end to keep the connection.
        for (const row of chunk) found ??= walk.follow(row);
        await yieldToOthers();
      }
      return found ?? walk.end();
    },
    { statementTimeoutMs: 0, attemptsMax: 1 },
  );
  return { checked: walk.head.sequence, head: walk.head, broken };
}
