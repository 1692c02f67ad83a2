// Builds packages and console when their sources changed since the last build.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const stamp = join(root, 'node_modules', '.cache', 'maia', 'build');
const outputs = ['packages/server/dist/cli/main.js', 'packages/console/dist/index.html'];
const inputs = ['packages', 'package-lock.json', 'tsconfig.json', 'tsconfig.base.json'];
const skipped = new Set(['node_modules', 'dist', 'dist-types', 'test', 'e2e', 'fixtures']);

function* filesUnder(path) {
  if (statSync(path).isFile()) {
    if (!/\.test\.tsx?$|\.tsbuildinfo$/.test(path)) yield path;
    return;
  }
  for (const name of readdirSync(path).sort())
    if (!skipped.has(name)) yield* filesUnder(join(path, name));
}

/** Names, sizes and times of all sources: equal fingerprints mean that nothing was touched. */
function fingerprint() {
  const hash = createHash('sha256').update(process.version);
  for (const input of inputs)
    for (const file of filesUnder(join(root, input))) {
      const { size, mtimeMs } = statSync(file);
      hash.update(`${relative(root, file)}:${size}:${mtimeMs}\n`);
    }
  return hash.digest('hex');
}

function run(args, cwd) {
  const { status, error } = spawnSync(process.execPath, args, {
    cwd,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  if (error) throw error;
  if (status !== 0) throw new Error('The build failed; its messages are above.');
}

export function build() {
  run([join(root, 'node_modules/typescript/bin/tsc'), '-b'], root);
  const vite = join(root, 'node_modules/vite/bin/vite.js');
  run([vite, 'build', '--logLevel', 'warn'], join(root, 'packages/console'));
}

export function buildStale() {
  const current = fingerprint();
  const isFresh =
    existsSync(stamp) &&
    readFileSync(stamp, 'utf8') === current &&
    outputs.every((output) => existsSync(join(root, output)));
  if (isFresh) return;
  process.stderr.write('Building …\n');
  build();
  mkdirSync(join(stamp, '..'), { recursive: true });
  writeFileSync(stamp, current);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) buildStale();
