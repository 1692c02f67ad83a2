// Starts the built server on an embedded database that exists already, again and again: seconds from starting the
// program until it says that it is ready, which GET /health/ready then has to confirm, and processor seconds of it and
// its database. Before each, node loads the same modules and ends: what a start cannot take less than.
//
//   node bench/start/run.js [--rounds 7] [--customers 2000]
//
// Build first (npm run build). The database holds a made-up portfolio of so many customers.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { demoFiles } from '../../packages/server/dist/scoring/demo.js';
import { median } from '../median.js';
import { call, importCsv, signIn } from '../server/client.js';
import { processorSeconds, processTree } from '../server/processes.js';
import { startServer } from '../server/start.js';

const MODULES = new URL('../../packages/server/dist/serving.js', import.meta.url).href;

const { values: flags } = parseArgs({
  options: {
    rounds: { type: 'string', default: '7' },
    customers: { type: 'string', default: '2000' },
  },
});
const dataDir = mkdtempSync(join(tmpdir(), 'maia-start-'));
try {
  await fill();
  const rounds = [];
  for (let round = 0; round < Number(flags.rounds); round++) {
    const modules = loadModules();
    rounds.push({ modules, ...(await startOnce()) });
  }
  for (const [name, unit] of [
    ['modules', 's to load the modules alone'],
    ['ready', 's until ready'],
    ['processor', 'processor s until ready'],
  ]) {
    const values = rounds.map((round) => round[name]).sort((a, b) => a - b);
    const spread = `${values[0].toFixed(2)} to ${values.at(-1).toFixed(2)}`;
    console.log(`${median(values).toFixed(2)} ${unit} (median of ${values.length}; ${spread})`);
  }
} finally {
  rmSync(dataDir, { recursive: true, force: true });
}

async function fill() {
  const server = await startServer({ dataDir });
  try {
    const api = { url: server.url, token: await signIn(server.url) };
    const portfolio = { customers: Number(flags.customers), seed: 1, asOf: '2026-06-30' };
    const files = demoFiles(portfolio);
    for (const kind of ['customers', 'payments', 'outcomes'])
      await importCsv(api, kind, files[kind]);
  } finally {
    await server.stop();
  }
}

function secondsSince(startedAt) {
  return (performance.now() - startedAt) / 1000;
}

function loadModules() {
  const startedAt = performance.now();
  execFileSync(process.execPath, ['--input-type=module', '-e', `await import('${MODULES}')`]);
  return secondsSince(startedAt);
}

async function startOnce() {
  const startedAt = performance.now();
  const server = await startServer({ dataDir });
  try {
    const ready = secondsSince(startedAt);
    const processor = processorSeconds(processTree(server.pid));
    const { status } = await call({ url: server.url }, 'GET', '/health/ready');
    if (status !== 'ready') throw new Error(`GET /health/ready says "${status}".`);
    return { ready, processor };
  } finally {
    await server.stop();
  }
}
