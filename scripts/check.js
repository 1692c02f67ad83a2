// The checks that need no running program. `npm test` runs them first; alone they are `npm run check`.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildStale } from './build.js';

const root = fileURLToPath(new URL('..', import.meta.url));
const bin = (path) => join(root, 'node_modules', path);

/** Runs every check, printing what each says, and returns the names of those that failed. */
export function check() {
  buildStale();
  const checks = {
    'types of the tests': [bin('typescript/bin/tsc'), '-p', 'tsconfig.test.json'],
    'format, lint and import rules': [
      bin('@biomejs/biome/bin/biome'),
      'check',
      '--error-on-warnings',
    ],
    'unused files, exports and dependencies': [bin('knip/bin/knip.js')],
    "the engine's compiled kernel is current": [join(root, 'scripts/kernel.js'), '--check'],
    'the figures and tables of docs/methodology.md are current': [
      join(root, 'scripts/methodology.js'),
      '--check',
    ],
    'openapi.json and the generated client are current': [
      join(root, 'scripts/openapi.js'),
      '--check',
    ],
  };
  const failed = [];
  for (const [name, args] of Object.entries(checks)) {
    const { status } = spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit' });
    process.stdout.write(`${status === 0 ? 'ok    ' : 'FAILED'} ${name}\n`);
    if (status !== 0) failed.push(name);
  }
  return { failed, passed: Object.keys(checks).length - failed.length };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) process.exit(check().failed.length ? 1 : 0);
