// All checks and all tests; the last line is `N passed, N failed, N skipped`.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { check } from './check.js';

const root = fileURLToPath(new URL('..', import.meta.url));
const scratch = mkdtempSync(join(tmpdir(), 'maia-test-'));
const report = join(scratch, 'vitest.json');

function runChecks() {
  try {
    return check();
  } catch (error) {
    // Without a build nothing below can run; the last line must say so all the same.
    process.stdout.write(`${error.stack}\n0 passed, 1 failed, 0 skipped\n`);
    process.exit(1);
  }
}

const checks = runChecks();
const vitest = spawnSync(
  process.execPath,
  [
    join(root, 'node_modules/vitest/vitest.mjs'),
    'run',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report}`,
    ...process.argv.slice(2),
  ],
  { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] },
);
const tests = existsSync(report)
  ? JSON.parse(readFileSync(report, 'utf8'))
  : { numPassedTests: 0, numFailedTests: 0, numPendingTests: 0, numTodoTests: 0 };
rmSync(scratch, { recursive: true, force: true });

for (const name of checks.failed) process.stdout.write(`FAILED check: ${name}\n`);
// A file that cannot be loaded, or a teardown that fails, is no failed test; it must not pass as none.
const broken = vitest.status !== 0 && tests.numFailedTests === 0 ? 1 : 0;
const passed = checks.passed + tests.numPassedTests;
const failed = checks.failed.length + tests.numFailedTests + broken;
process.stdout.write(
  `${passed} passed, ${failed} failed, ${tests.numPendingTests + tests.numTodoTests} skipped\n`,
);
process.exit(failed === 0 ? 0 : 1);
