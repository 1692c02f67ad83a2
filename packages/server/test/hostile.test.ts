import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Finding, hunt } from './hostile/hunt.js';
import { documentedOperations } from './hostile/operations.js';
import { openWorld, type World } from './hostile/world.js';

// `npm run hostile` sets them; alone, the test sends the same cases each time.
const CASES = Number(process.env.HOSTILE_CASES ?? 3000);
const SEED = Number(process.env.HOSTILE_SEED ?? 20261124);
const SHOWS_PROGRESS = process.env.HOSTILE_CASES !== undefined;
const PROGRESS_CASES = 5000;

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world?.close());

/** At once, so that a long hunt can be stopped at the first. */
function show({ problem, operation, answer, reproduction }: Finding): void {
  process.stdout.write(`\n${problem}\n  ${operation}\n  ${answer}\n  ${reproduction}\n`);
}

function tell(done: number, findings: number): void {
  if (!SHOWS_PROGRESS || (done % PROGRESS_CASES !== 0 && done < CASES)) return;
  process.stdout.write(`${done} of ${CASES} cases, ${findings} findings\n`);
}

it(`refuses ${CASES} hostile requests (seed ${SEED}) as documented, in time, without a write`, async () => {
  const { findings, operations, statuses } = await hunt({
    pool: world.context.db.pool,
    known: world.known,
    cases: CASES,
    seed: SEED,
    renewTarget: world.renewTarget,
    onFinding: show,
    onProgress: tell,
  });
  const told = findings.map(({ problem, operation }) => `${problem}: ${operation}`);
  expect(told, `seed ${SEED}`).toEqual([]);
  // A call that is never aimed at, or a token that had died, would make all of it say nothing.
  expect(documentedOperations().filter(({ name }) => !operations.has(name))).toEqual([]);
  expect([...statuses]).toEqual(expect.arrayContaining([200, 400, 403, 404, 409, 415]));
}, 7_200_000);
