// Each call as a share of a bare node:http server that answers 500 bytes, by 32 connections, on the embedded database
// and on an external PostgreSQL; and the memory of server and database, idle and at its peak.
//
//   node bench/api/run.js [--database embedded|external|URL] [--bin /usr/lib/postgresql/15/bin] [--rounds 3]
//                         [--seconds 4] [--only TEXT] [--folder DIR] [--node-options OPTIONS]
//
// Server, database, bare server and this load generator are processes of their own. Bare and ours alternate; the share
// is the quotient of their medians. Every answer must be a 200 of the right shape. Processor time per request is told
// beside, for server and database, because it says on a busy machine what the rate cannot. A `folder` keeps the
// installation of the embedded database for the next run. Memory is proportional set sizes (Linux only).
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import autocannon from 'autocannon';
import { median } from '../median.js';
import { call, signIn } from '../server/client.js';
import {
  memoryMiB,
  processorSeconds,
  processTree,
  startProgram,
  watchPeak,
} from '../server/processes.js';
import { ADMIN, environmentOf } from '../server/start.js';
import { callsOf } from './calls.js';
import { AS_OF, activate, fill } from './portfolio.js';
import { startPostgres } from './postgres.js';

const CONNECTIONS = 32;
const IDLE_SECONDS = 10;
const WARM_SECONDS = 2;
const SHAPES_CHECKED_EVERY = 20;
const MAIA = fileURLToPath(new URL('../../packages/server/bin/maia.js', import.meta.url));
const BARE = fileURLToPath(new URL('bare.js', import.meta.url));

const { values: flags } = parseArgs({
  options: {
    database: { type: 'string', default: 'embedded' },
    bin: { type: 'string', default: '/usr/lib/postgresql/15/bin' },
    rounds: { type: 'string', default: '3' },
    seconds: { type: 'string', default: '4' },
    only: { type: 'string', default: '' },
    folder: { type: 'string' },
    'node-options': { type: 'string', default: '' },
  },
});
const seconds = Number(flags.seconds);
const folder = flags.folder ?? mkdtempSync(join(tmpdir(), 'maia-api-'));
mkdirSync(folder, { recursive: true });
const facts = join(folder, 'portfolio.json');
const postgres = flags.database === 'external' ? await startPostgres(flags.bin, folder) : null;
const databaseUrl = postgres?.url ?? (flags.database === 'embedded' ? '' : flags.database);
const environment = environmentOf({ dataDir: join(folder, 'data'), databaseUrl });
const startServer = () =>
  startProgram([...flags['node-options'].split(' ').filter(Boolean), MAIA, 'start'], environment);
let server = await startServer();
const bare = await startProgram([BARE], { PATH: process.env.PATH });
try {
  const portfolio = await preparedPortfolio();
  // A server that trained has grown; memory is told of one that only serves.
  await server.stop();
  server = await startServer();
  await sleep(IDLE_SECONDS * 1000);
  console.log(`memory idle: ${shownMemory(memory())}`);
  const peak = watchPeak(memory, (size) => size.server + size.database);
  await measureAll(portfolio);
  console.log(`memory at its peak: ${shownMemory(peak.stop())}`);
} finally {
  await server.stop();
  await bare.stop();
  await postgres?.stop();
  if (flags.folder === undefined) rmSync(folder, { recursive: true, force: true });
}

async function preparedPortfolio() {
  if (existsSync(facts)) return JSON.parse(readFileSync(facts, 'utf8'));
  const portfolio = await fill(server.url);
  if (postgres === null) writeFileSync(facts, JSON.stringify(portfolio));
  return portfolio;
}

function databaseProcesses() {
  if (postgres !== null) return processTree(postgres.pid);
  return processTree(server.pid).slice(1);
}

function memory() {
  return { server: memoryMiB([server.pid]), database: memoryMiB(databaseProcesses()) };
}

function shownMemory(size) {
  const sum = size.server + size.database;
  return `${sum.toFixed(0)} MiB, server ${size.server.toFixed(0)} and database ${size.database.toFixed(0)}`;
}

async function measureAll(portfolio) {
  const tokens = {
    admin: await signIn(server.url),
    // Who reads has asked for no reports, which would otherwise be part of the answer of /users/me.
    reader: await signIn(server.url, { ...ADMIN, username: 'reader' }),
    analyst: await signIn(server.url, { ...ADMIN, username: 'analyst' }),
  };
  const api = { url: server.url, token: tokens.admin };
  await activate(api, portfolio.card);
  const reportUuids = [];
  for (const referenceId of portfolio.references.slice(0, CONNECTIONS))
    reportUuids.push((await call(api, 'POST', '/reports', { referenceId, asOf: AS_OF })).uuid);
  const calls = callsOf({ ...portfolio, reportUuids });
  for (const measured of calls.filter(({ name }) => name.includes(flags.only))) {
    if (measured.model) await activate(api, portfolio[measured.model]);
    await measure(measured, tokens[measured.as]);
  }
}

async function measure(measured, token) {
  await load(measured, token, WARM_SECONDS);
  const rounds = [];
  for (let round = 0; round < Number(flags.rounds); round++) {
    const bareRate = await bareLoad();
    rounds.push({ bareRate, ...(await load(measured, token, seconds)) });
  }
  const middle = (key) => median(rounds.map((round) => round[key]));
  const share = (100 * middle('rate')) / middle('bareRate');
  const spread = rounds.map((round) => ((100 * round.rate) / round.bareRate).toFixed(1)).join(' ');
  const goal = measured.goalPercent === undefined ? '' : ` of ${measured.goalPercent} %`;
  console.log(
    `${measured.name.padEnd(26)} ${share.toFixed(1).padStart(5)} %${goal.padEnd(8)} (${spread}), ` +
      `${middle('rate').toFixed(0)}/s of ${middle('bareRate').toFixed(0)}/s, ` +
      `p99 ${middle('p99')} ms, processor ${middle('serverMicros').toFixed(0)} µs server ` +
      `and ${middle('databaseMicros').toFixed(0)} µs database a request`,
  );
}

async function bareLoad() {
  const result = await autocannon({
    url: bare.url,
    connections: CONNECTIONS,
    duration: seconds,
  });
  if (result.errors + result.non2xx > 0) throw new Error('The bare server failed.');
  return result['2xx'] / result.duration;
}

async function load({ name, method = 'GET', requests, isRight }, token, duration) {
  const prepared = requests.map(({ path, body }) => ({
    method,
    path,
    headers: {
      authorization: `Bearer ${token}`,
      ...(body ? { 'content-type': 'application/json' } : {}),
    },
    ...(body ? { body: JSON.stringify(body) } : {}),
  }));
  let connection = 0;
  let answers = 0;
  const before = processorTimes();
  const result = await autocannon({
    url: server.url,
    connections: CONNECTIONS,
    duration,
    setupClient: (client) => {
      // Each connection begins elsewhere, so that no two work on the same record at a time.
      const start = Math.floor((connection++ * prepared.length) / CONNECTIONS);
      client.setRequests([...prepared.slice(start), ...prepared.slice(0, start)]);
    },
    verifyBody: (text) => answers++ % SHAPES_CHECKED_EVERY !== 0 || isRight(JSON.parse(text)),
  });
  const { errors, non2xx, mismatches, latency } = result;
  if (errors + non2xx + mismatches > 0 || result['2xx'] === 0)
    throw new Error(
      `${name}: ${errors} errors, ${non2xx} refusals, ${mismatches} answers of the wrong shape.`,
    );
  const after = processorTimes();
  const micros = (of) => (1e6 * (after[of] - before[of])) / result['2xx'];
  return {
    rate: result['2xx'] / result.duration,
    p99: latency.p99,
    serverMicros: micros('server'),
    databaseMicros: micros('database'),
  };
}

function processorTimes() {
  return {
    server: processorSeconds([server.pid]),
    database: processorSeconds(databaseProcesses()),
  };
}
