// `kill -9` of the built server at random moments, under writes and in a training, in turn of the whole process
// tree and of the server alone with the database left behind: what was lost, and how long the restart took.
//
//   node bench/durability/run.js [--rounds 20]
//
// On embedded databases in a temporary folder. Build first (npm run build).
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const { values: flags } = parseArgs({ options: { rounds: { type: 'string', default: '20' } } });
const vitest = fileURLToPath(new URL('../../node_modules/vitest/vitest.mjs', import.meta.url));
const test = 'packages/server/test/durability.test.ts';
const { status } = spawnSync(process.execPath, [vitest, 'run', '--project', 'server', test], {
  stdio: 'inherit',
  cwd: fileURLToPath(new URL('../..', import.meta.url)),
  env: { ...process.env, MAIA_BENCH: '1', KILL_ROUNDS: flags.rounds },
});
process.exitCode = status ?? 1;
