import { randomBytes } from 'node:crypto';
import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import { connect, createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { DataDirectoryInUseError, systemErrorCode } from './embedded-database-error.js';
import { socketPath } from './socket-path.js';

/** The right to be the only process that uses a data directory. */
export interface Ownership {
  release(): Promise<void>;
}

const CLAIM_SUFFIX = '.owner';
const GIVE_UP_AFTER_MS = 2_000;

/**
 * Makes this process the only owner of a data directory, or throws DataDirectoryInUseError.
 *
 * A claim is a listening unix socket in `lock` below it, so the kernel ends it with the process, also
 * after kill -9, and other containers on the same volume see it, where process ids would mean nothing.
 * Each process first publishes its claim and then looks at the others'; of two, the later publisher
 * always sees the earlier, so there are never two owners. Whoever sees a living claim withdraws, and
 * tries again after a random pause, because two that see each other both withdraw.
 */
export async function acquireOwnership(dataDir: string): Promise<Ownership> {
  const directory = join(dataDir, 'lock');
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const claims = socketPath(directory);
  try {
    const claim = await contend(claims.path, dataDir);
    return { release: () => claim.release().finally(() => claims.close()) };
  } catch (error) {
    claims.close();
    throw error;
  }
}

async function contend(directory: string, dataDir: string): Promise<Ownership> {
  const giveUpAt = Date.now() + GIVE_UP_AFTER_MS;
  for (;;) {
    const claim = await publishClaim(directory);
    const rival = await findLivingRival(directory, claim.name);
    if (rival === null) return claim;
    await claim.release();
    if (Date.now() > giveUpAt)
      throw new DataDirectoryInUseError(
        `Another Maia server (process ${Number.parseInt(rival, 10)}) uses the data directory ${dataDir}. Stop it, or set MAIA_DATA_DIR to another directory.`,
      );
    await sleep(20 + Math.random() * 180);
  }
}

async function publishClaim(directory: string): Promise<Ownership & { name: string }> {
  const name = `${process.pid}-${randomBytes(4).toString('hex')}${CLAIM_SUFFIX}`;
  const path = join(directory, name);
  // Listening starts before the name is visible: a claim that refuses connections is a dead one.
  const server = await listen(`${path}.new`);
  await rename(`${path}.new`, path);
  const release = async (): Promise<void> => {
    await rm(path, { force: true });
    await new Promise((resolve) => server.close(resolve));
  };
  return { name, release };
}

function listen(path: string): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = createServer((socket) => socket.destroy());
    server.unref();
    server.once('error', reject);
    server.listen(path, () => resolve(server));
  });
}

async function findLivingRival(directory: string, ownName: string): Promise<string | null> {
  for (const name of await readdir(directory)) {
    if (name === ownName || !name.endsWith(CLAIM_SUFFIX)) continue;
    if (await isAlive(join(directory, name))) return name;
    await rm(join(directory, name), { force: true });
  }
  return null;
}

function isAlive(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(path);
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', (error) => {
      const code = systemErrorCode(error);
      resolve(code !== 'ECONNREFUSED' && code !== 'ENOENT');
    });
  });
}
