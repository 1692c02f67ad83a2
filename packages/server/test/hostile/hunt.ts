import fc from 'fast-check';
import type { Pool } from 'pg';
import { hostileCase, type KnownIds } from './cases.js';
import { fingerprintOf } from './fingerprint.js';
import { documentedOperations } from './operations.js';
import { type HostileCase, reproduction, type Target } from './request.js';
import { type HostileAnswer, send } from './send.js';
import { isRefused, problemOf } from './verdict.js';

const BLOCK = 250;
const AT_ONCE = 8;
const HANG_MS = 1000;
/** One fault is met again and again; a few of each kind tell enough. */
const FINDINGS_OF_KIND_MAX = 2;

export interface Finding {
  problem: string;
  operation: string;
  answer: string;
  reproduction: string;
}

export interface Hunt {
  pool: Pool;
  known: KnownIds;
  cases: number;
  seed: number;
  /** Tokens may have died since the last block. */
  renewTarget: () => Promise<Target>;
  onFinding: (found: Finding) => void;
  onProgress?: (done: number, findings: number) => void;
}

interface Sent {
  one: HostileCase;
  answer: HostileAnswer;
}

/** What a hunt found, and how far it went. */
export class Bag {
  readonly findings: Finding[] = [];
  /** Calls that were aimed at. */
  readonly operations = new Set<string>();
  readonly statuses = new Set<number>();
  readonly #kinds = new Map<string, number>();
  readonly #tell: (found: Finding) => void;

  constructor(tell: (found: Finding) => void) {
    this.#tell = tell;
  }

  /** How many findings there were, kept or not. */
  get size(): number {
    return [...this.#kinds.values()].reduce((sum, count) => sum + count, 0);
  }

  add(found: Finding): void {
    const kind = `${found.problem.replace(/\d+ ms/g, '')} ${found.operation}`;
    const count = this.#kinds.get(kind) ?? 0;
    this.#kinds.set(kind, count + 1);
    if (count >= FINDINGS_OF_KIND_MAX) return;
    this.findings.push(found);
    this.#tell(found);
  }
}

async function sendAll(cases: readonly HostileCase[], target: Target): Promise<Sent[]> {
  const sent: Sent[] = [];
  const queue = cases.values();
  const client = async (): Promise<void> => {
    // One iterator for all clients, so that each case is taken once.
    for (const one of queue) sent.push({ one, answer: await send(one, target) });
  };
  await Promise.all(Array.from({ length: AT_ONCE }, client));
  return sent;
}

function finding(problem: string, { one, answer }: Sent, target: Target): Finding {
  return {
    problem,
    operation: one.operation,
    answer: `${answer.status} ${answer.text.slice(0, 400)}`,
    reproduction: reproduction(one, target),
  };
}

/** A slow answer among others may be the fault of the others, so it gets a second chance alone. */
async function hangOf(sent: Sent, target: Target): Promise<Finding | null> {
  if (sent.answer.tookMs <= HANG_MS) return null;
  const again = await send(sent.one, target);
  if (again.tookMs <= HANG_MS) return null;
  return finding(`no answer within ${HANG_MS} ms (${Math.round(again.tookMs)} ms)`, sent, target);
}

/** Sends what was refused again, with nothing else going on, and names what changed the database all the same. */
async function writesOf(
  refused: readonly HostileCase[],
  hunt: Hunt,
  target: Target,
): Promise<Finding[]> {
  const before = await fingerprintOf(hunt.pool);
  const sent = await sendAll(refused, target);
  const isQuiet = sent.every(({ one, answer }) => isRefused(one, answer));
  if (before === (await fingerprintOf(hunt.pool))) return [];
  if (refused.length > 1) {
    // Either one of them writes, or one of them is accepted by now; halves tell which.
    const half = Math.ceil(refused.length / 2);
    const first = await writesOf(refused.slice(0, half), hunt, target);
    return [...first, ...(await writesOf(refused.slice(half), hunt, target))];
  }
  return isQuiet
    ? sent.map((one) => finding('a refused request changed the database', one, target))
    : [];
}

/** Sends cases and judges what came back, but for what they wrote. */
async function judge(cases: readonly HostileCase[], target: Target, bag: Bag): Promise<Sent[]> {
  const sent = await sendAll(cases, target);
  if (sent.length > 0 && sent.every(({ answer }) => answer.status === 0))
    throw new Error(
      'The server answers nothing any more; see the first connection that it closed.',
    );
  for (const each of sent) {
    bag.statuses.add(each.answer.status);
    const problem = problemOf(each.one, each.answer);
    if (problem !== null) bag.add(finding(problem, each, target));
    const hang = await hangOf(each, target);
    if (hang !== null) bag.add(hang);
  }
  return sent;
}

async function huntBlock(cases: readonly HostileCase[], options: Hunt, bag: Bag): Promise<void> {
  const target = await options.renewTarget();
  const reads = cases.filter(({ method }) => method === 'GET');
  const before = await fingerprintOf(options.pool);
  await judge(reads, target, bag);
  if (before !== (await fingerprintOf(options.pool)))
    for (const write of await writesOf(reads, options, target)) bag.add(write);
  // Among what is accepted nobody can tell what the refused did, so they are sent again by themselves.
  const writes = cases.filter(({ method }) => method !== 'GET');
  const sent = await judge(writes, target, bag);
  const refused = sent.filter(({ one, answer }) => isRefused(one, answer)).map(({ one }) => one);
  for (const write of await writesOf(refused, options, target)) bag.add(write);
}

/**
 * Sends hostile requests to a server and gives everything that it should not have done. The cases of a block are a
 * function of the seed, of the known ids, and of how many blocks came before.
 */
export async function hunt(options: Hunt): Promise<Bag> {
  const bag = new Bag(options.onFinding);
  const arbitrary = hostileCase(documentedOperations(), options.known);
  for (let done = 0; done < options.cases; done += BLOCK) {
    const numRuns = Math.min(BLOCK, options.cases - done);
    const cases = fc.sample(arbitrary, { seed: options.seed + done / BLOCK, numRuns });
    for (const { operation } of cases) bag.operations.add(operation);
    await huntBlock(cases, options, bag);
    options.onProgress?.(done + numRuns, bag.size);
  }
  return bag;
}
