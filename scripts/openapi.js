// Writes openapi.json from the server's schemas and the SDK's types from openapi.json.
// With --check it writes nothing and fails when a committed file is not what would be written.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const description = join(root, 'openapi.json');
const sdk = join(root, 'packages/sdk');
const types = join(sdk, 'src/generated/schema.ts');
const idempotent = join(sdk, 'src/generated/idempotent-posts.ts');

/** The server alone: the console cannot be built while the types that it is checked by are stale. */
function buildServer() {
  const args = [join(root, 'node_modules/typescript/bin/tsc'), '-b', 'packages/server'];
  const { status } = spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit' });
  if (status !== 0) throw new Error('The server could not be built; the messages are above.');
}

/** Routes are described without a database: no handler runs. */
async function describe() {
  const load = (path) => import(join(root, 'packages/server/dist', path));
  const modules = ['app.js', 'config.js', 'log.js', 'secrets.js', 'openapi/describe.js'];
  const [{ buildApp }, { parseConfig }, { openLog }, { deriveSecrets }, { descriptionOf }] =
    await Promise.all(modules.map(load));
  const config = parseConfig({ LOG_LEVEL: 'silent' });
  const secrets = deriveSecrets('describes routes, signs nothing');
  const app = await buildApp({ config, secrets, log: openLog(config), db: {} });
  await app.ready();
  const text = `${JSON.stringify(descriptionOf(app), null, 2)}\n`;
  await app.close();
  return text;
}

function generateTypes(source, target) {
  const require = createRequire(join(sdk, 'package.json'));
  const cli = join(dirname(require.resolve('openapi-typescript/package.json')), 'bin/cli.js');
  const { status } = spawnSync(process.execPath, [cli, source, '-o', target], { stdio: 'pipe' });
  if (status !== 0) throw new Error('openapi-typescript could not read the description');
}

/** The SDK may repeat a POST only where the server promises to do its work once. */
function idempotentPosts(text) {
  const paths = Object.entries(JSON.parse(text).paths)
    .filter(([, { post }]) => post?.parameters?.some(({ name }) => name === 'idempotency-key'))
    .map(([path]) => `  '${path}',\n`);
  const list = paths.length === 0 ? '[]' : `[\n${paths.join('')}]`;
  return `// Generated from openapi.json: the POST calls that take an Idempotency-Key.
export const IDEMPOTENT_POSTS: ReadonlySet<string> = new Set(${list});
`;
}

function write(text) {
  writeFileSync(idempotent, idempotentPosts(text));
  writeFileSync(description, text);
  generateTypes(description, types);
}

function check(text) {
  const scratch = mkdtempSync(join(tmpdir(), 'maia-openapi-'));
  try {
    const fresh = join(scratch, 'openapi.json');
    writeFileSync(fresh, text);
    generateTypes(fresh, join(scratch, 'schema.ts'));
    const stale = [
      [description, text],
      [idempotent, idempotentPosts(text)],
      [types, readFileSync(join(scratch, 'schema.ts'), 'utf8')],
    ].filter(([path, expected]) => readFileSync(path, 'utf8') !== expected);
    for (const [path] of stale) process.stdout.write(`${path} is stale: run npm run openapi\n`);
    process.exitCode = stale.length === 0 ? 0 : 1;
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

buildServer();
const text = await describe();
if (process.argv.includes('--check')) check(text);
else write(text);
