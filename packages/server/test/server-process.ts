import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { AnswerBody } from './answer-body.js';
import { killNow, processTree } from './process-tree.js';

const MAIN = fileURLToPath(new URL('../dist/cli/main.js', import.meta.url));
const START = fileURLToPath(new URL('./start-server.js', import.meta.url));
const START_TIMEOUT_MS = 60_000;

export const ADMINISTRATOR = {
  username: 'admin',
  email: 'admin@example.com',
  password: 'correct horse battery',
};

/** The built server as a process of its own, in its own process group. */
export interface ServerProcess {
  url: string;
  pid: number;
  /** Bearer token of the administrator. */
  token: string;
  call(method: string, path: string, body?: object | CsvText): Promise<ProcessAnswer>;
  /** Asks it to stop, like Ctrl-C, and waits; the exit code. */
  stop(): Promise<number | null>;
  /** `kill -9` of the server and of everything it started, the database too. */
  killTree(): Promise<void>;
  /** `kill -9` of the server alone; whatever it started stays behind. */
  killServer(): Promise<void>;
}

export interface CsvText {
  csv: string;
}

export interface ProcessAnswer {
  status: number;
  body: AnswerBody;
}

export interface ServerProcessOptions {
  dataDir: string;
  environment?: Readonly<Record<string, string>>;
}

async function readyUrl(child: ChildProcess): Promise<string> {
  let output = '';
  let problems = '';
  child.stderr?.on('data', (chunk) => {
    problems += chunk;
  });
  const ready = new Promise<string>((resolve) => {
    child.stdout?.on('data', (chunk) => {
      output += chunk;
      const url = /Maia Score is ready at (http\S+)/.exec(output)?.[1];
      if (url !== undefined) resolve(url);
    });
  });
  const ended = once(child, 'exit').then(([code]) => {
    throw new Error(`The server ended with ${code} before it was ready:\n${problems}`);
  });
  const late = sleep(START_TIMEOUT_MS, undefined, { ref: false }).then(() => {
    throw new Error(`The server was not ready in time:\n${output}${problems}`);
  });
  // The promises that lose must not be reported when they fail later.
  for (const promise of [ended, late]) promise.catch(() => {});
  return Promise.race([ready, ended, late]);
}

async function callServer(
  target: { url: string; token: string },
  request: { method: string; path: string; body?: object | CsvText },
): Promise<ProcessAnswer> {
  const { body } = request;
  const isCsv = body !== undefined && 'csv' in body;
  const response = await fetch(target.url + request.path, {
    method: request.method,
    headers: {
      ...(target.token === '' ? {} : { authorization: `Bearer ${target.token}` }),
      ...(body === undefined ? {} : { 'content-type': isCsv ? 'text/csv' : 'application/json' }),
    },
    ...(body === undefined ? {} : { body: isCsv ? body.csv : JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, body: text === '' ? null : JSON.parse(text) };
}

/** Starts the built server on a data directory and signs the administrator in. Build before (`npx tsc -b`). */
export async function startServerProcess(options: ServerProcessOptions): Promise<ServerProcess> {
  if (!existsSync(MAIN)) throw new Error('The server is not built; run npx tsc -b.');
  const child = spawn(process.execPath, [START], {
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      PATH: process.env.PATH,
      HOME: process.env.HOME,
      PORT: '0',
      MAIA_DATA_DIR: options.dataDir,
      MAIA_ADMIN_USERNAME: ADMINISTRATOR.username,
      MAIA_ADMIN_EMAIL: ADMINISTRATOR.email,
      MAIA_ADMIN_PASSWORD: ADMINISTRATOR.password,
      ...options.environment,
    },
  });
  const url = await readyUrl(child);
  const exited = once(child, 'exit');
  const pid = child.pid ?? 0;
  const kill = async (pids: readonly number[]): Promise<void> => {
    killNow(pids);
    if (child.exitCode === null && child.signalCode === null) await exited;
  };
  const credentials = { user: ADMINISTRATOR.username, password: ADMINISTRATOR.password };
  const signIn = await callServer(
    { url, token: '' },
    { method: 'POST', path: '/auth/local', body: credentials },
  );
  const token: string = signIn.body.jwt;
  return {
    url,
    pid,
    token,
    call: (method, path, body) =>
      callServer({ url, token }, { method, path, ...(body && { body }) }),
    stop: async () => {
      child.kill('SIGTERM');
      const [code] = await exited;
      return code;
    },
    killTree: () => kill(processTree(pid)),
    killServer: () => kill([pid]),
  };
}
