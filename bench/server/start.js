// The built server as a process of its own, for every measurement that goes through its API.
import { fileURLToPath } from 'node:url';
import { startProgram } from './processes.js';

const START = fileURLToPath(new URL('../../packages/server/test/start-server.js', import.meta.url));

/** Who signs in; made at the first start. */
export const ADMIN = {
  username: 'admin',
  email: 'admin@example.com',
  password: 'correct horse battery',
};

/** What a server needs to know: its folder, and its database unless that is the embedded one. */
export function environmentOf({ dataDir, databaseUrl = '' }) {
  return {
    PATH: process.env.PATH,
    HOME: process.env.HOME,
    PORT: '0',
    MAIA_DATA_DIR: dataDir,
    DATABASE_URL: databaseUrl,
    MAIA_ADMIN_USERNAME: ADMIN.username,
    MAIA_ADMIN_EMAIL: ADMIN.email,
    MAIA_ADMIN_PASSWORD: ADMIN.password,
  };
}

/** Starts it; `url`, `pid` and `stop`. */
export function startServer(place) {
  return startProgram([START], environmentOf(place));
}
