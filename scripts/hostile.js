// Sends hostile requests to the built server: bodies, queries, paths, headers, files and GraphQL that no honest client
// sends. Prints each finding with a command that repeats it, and ends with 1 when there is one.
//
//   npm run hostile [-- --cases 100000 --seed N]
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { buildStale } from './build.js';

const root = fileURLToPath(new URL('..', import.meta.url));
const { values: flags } = parseArgs({
  options: {
    cases: { type: 'string', default: '100000' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000_000) },
  },
});

buildStale();
process.stdout.write(`${flags.cases} cases, seed ${flags.seed}\n`);
const started = performance.now();
const vitest = join(root, 'node_modules/vitest/vitest.mjs');
const test = 'packages/server/test/hostile.test.ts';
const { status } = spawnSync(process.execPath, [vitest, 'run', '--project', 'server', test], {
  cwd: root,
  stdio: 'inherit',
  env: { ...process.env, HOSTILE_CASES: flags.cases, HOSTILE_SEED: flags.seed },
});
process.stdout.write(`${Math.round((performance.now() - started) / 1000)} seconds\n`);
process.exitCode = status ?? 1;
