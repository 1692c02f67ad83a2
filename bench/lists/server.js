import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const START = fileURLToPath(new URL('../../packages/server/test/start-server.js', import.meta.url));
const admin = { username: 'admin', email: 'admin@example.com', password: 'correct horse battery' };

/** The built server on a database, and a signed-in administrator's GET. */
export async function startServer(databaseUrl) {
  // Its secret is not the one with which any earlier administrator was made, which passwords do not mind.
  const dataDir = mkdtempSync(join(tmpdir(), 'maia-lists-server-'));
  const child = spawn(process.execPath, [START], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: {
      PATH: process.env.PATH,
      HOME: process.env.HOME,
      PORT: '0',
      DATABASE_URL: databaseUrl,
      MAIA_DATA_DIR: dataDir,
      MAIA_ADMIN_USERNAME: admin.username,
      MAIA_ADMIN_EMAIL: admin.email,
      MAIA_ADMIN_PASSWORD: admin.password,
    },
  });
  let output = '';
  const url = await new Promise((resolve, reject) => {
    child.stdout.on('data', (chunk) => {
      output += chunk;
      const ready = /ready at (http\S+)/.exec(output)?.[1];
      if (ready) resolve(ready);
    });
    child.once('exit', () => reject(new Error(`The server did not start: ${output}`)));
  });
  const signedIn = await fetch(`${url}/auth/local`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ user: admin.username, password: admin.password }),
  });
  const headers = { authorization: `Bearer ${(await signedIn.json()).jwt}` };
  return {
    get: async (path) => {
      const response = await fetch(url + path, { headers });
      return { status: response.status, body: await response.json() };
    },
    stop: async () => {
      child.kill('SIGTERM');
      await once(child, 'exit');
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
