import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, expect, it } from 'vitest';
import { type ServerProcess, startServerProcess } from './server-process.js';

// The built command, on embedded databases.

const MAIN = new URL('../dist/cli/main.js', import.meta.url).href;
const SCRIPT = `const { main } = await import('${MAIN}'); await main(process.argv.slice(1));`;

const folder = mkdtempSync(join(tmpdir(), 'maia-backups-'));
const running: ServerProcess[] = [];
afterAll(async () => {
  for (const server of running) await server.stop();
  rmSync(folder, { recursive: true, force: true });
});

async function start(name: string): Promise<ServerProcess> {
  const server = await startServerProcess({ dataDir: join(folder, name) });
  running.push(server);
  return server;
}

function maia(args: string[], dataDir: string): Promise<{ stdout: string; stderr: string }> {
  return promisify(execFile)(
    process.execPath,
    ['--input-type=module', '-e', SCRIPT, '--', ...args],
    { cwd: folder, env: { PATH: process.env.PATH, MAIA_DATA_DIR: join(folder, dataDir) } },
  );
}

it('backs up while the server runs, and restores an installation that works', async () => {
  const server = await start('first');
  await server.call('POST', '/customers', { referenceId: '92442' });
  const { stderr } = await maia(['backup', 'maia.backup'], 'first');
  expect(stderr).toMatch(/secret of the installation/);
  expect((await server.call('POST', '/customers', { referenceId: 'later' })).status).toBe(200);

  await expect(maia(['restore', 'maia.backup'], 'first')).rejects.toThrow(/uses the data dir/);
  const { stdout } = await maia(['restore', 'maia.backup'], 'second');
  expect(stdout).toMatch(/^Restored \d+ rows/);
  const restored = await start('second');
  // The same password and secret: whoever was signed in still is.
  const response = await fetch(`${restored.url}/customers`, {
    headers: { authorization: `Bearer ${server.token}` },
  });
  expect(await response.json()).toMatchObject([{ referenceId: '92442' }]);
  const { body } = await restored.call('GET', '/logs/verify');
  expect(body).toMatchObject({ ok: true });

  await expect(maia(['backup', 'maia.backup'], 'second')).rejects.toThrow(/there already/);
  await expect(maia(['backup', 'a'], 'nowhere')).rejects.toThrow(/no installation/);
  await expect(maia(['backup'], 'first')).rejects.toThrow(/the file to write/);
});
