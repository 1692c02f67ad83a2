// The Taiwan data set through the API of the built server, on a fresh embedded database: import, training on
// the train part with the payments alone, the test part by /reports/batch; times, memory and AUC.
//
//   node bench/taiwan-api/run.js
//
// The data set must lie in ../shared/data. Build first (npm run build).
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const vitest = fileURLToPath(new URL('../../node_modules/vitest/vitest.mjs', import.meta.url));
const test = 'packages/server/test/taiwan.test.ts';
const { status } = spawnSync(process.execPath, [vitest, 'run', '--project', 'server', test], {
  stdio: 'inherit',
  cwd: fileURLToPath(new URL('../..', import.meta.url)),
  env: { ...process.env, MAIA_BENCH: '1' },
});
process.exitCode = status ?? 1;
