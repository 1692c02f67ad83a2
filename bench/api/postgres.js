// A PostgreSQL of its own, as an operator may have one beside the server: reached over TCP, with the settings that a
// new cluster has.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, mkdirSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const NOBODY = 65534;
const POLL_MS = 100;

async function freePort() {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  probe.close();
  return typeof address === 'object' ? address?.port : undefined;
}

/** Starts a cluster in `folder` from the binaries in `bin`; as nobody, where this process is root. */
export async function startPostgres(bin, folder) {
  const directory = join(folder, 'cluster');
  const account = process.getuid?.() === 0 ? { uid: NOBODY, gid: NOBODY } : {};
  const options = { ...account, cwd: '/', env: { PATH: '/usr/bin:/bin', LC_ALL: 'C.UTF-8' } };
  mkdirSync(directory);
  if (account.uid !== undefined) {
    chownSync(folder, NOBODY, NOBODY);
    chownSync(directory, NOBODY, NOBODY);
  }
  const made = spawnSync(
    join(bin, 'initdb'),
    ['-D', directory, '-U', 'maia', '-A', 'trust', '-E', 'UTF8', '--locale=C.UTF-8'],
    { ...options, encoding: 'utf8' },
  );
  if (made.status !== 0) throw new Error(`initdb failed: ${made.stderr}`);
  const port = await freePort();
  const child = spawn(
    join(bin, 'postgres'),
    ['-D', directory, '-p', String(port), '-c', 'unix_socket_directories=', '-h', '127.0.0.1'],
    { ...options, stdio: ['ignore', 'ignore', 'pipe'] },
  );
  let log = '';
  child.stderr.on('data', (text) => {
    log = (log + text).slice(-10_000);
  });
  while (!log.includes('database system is ready')) {
    if (child.exitCode !== null) throw new Error(`PostgreSQL did not start: ${log}`);
    await sleep(POLL_MS);
  }
  const stop = async () => {
    child.kill('SIGINT');
    if (child.exitCode === null) await once(child, 'exit');
  };
  return { pid: child.pid, url: `postgres://maia@127.0.0.1:${port}/postgres`, stop };
}
