// A generated portfolio of about a million payments through the API of the built server, on a fresh embedded
// database: import, training on its outcomes, a batch of reports; seconds, and peak memory of server and database.
//
//   node bench/million/run.js [--customers 70000]
//
// Build first (npm run build). Memory is the largest sum of the proportional set sizes of the server and of
// everything it started, sampled every half second (Linux only).
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { demoFiles } from '../../packages/server/dist/scoring/demo.js';

const START = fileURLToPath(new URL('../../packages/server/test/start-server.js', import.meta.url));
const SAMPLE_MS = 500;
const admin = { username: 'admin', email: 'admin@example.com', password: 'correct horse battery' };

const { values: flags } = parseArgs({
  options: { customers: { type: 'string', default: '70000' } },
});
const dataDir = mkdtempSync(join(tmpdir(), 'maia-million-'));
const server = await startServer();
let token = '';
try {
  token = (await call('POST', '/auth/local', { user: admin.username, password: admin.password }))
    .jwt;
  await wholeJob();
} finally {
  server.child.kill('SIGTERM');
  await once(server.child, 'exit');
  rmSync(dataDir, { recursive: true, force: true });
}

async function wholeJob() {
  const files = demoFiles({ customers: Number(flags.customers), seed: 1, asOf: '2026-06-30' });
  for (const kind of ['customers', 'payments', 'outcomes'])
    await measure(`import of ${kind}`, async () => {
      const { created } = await importCsv(kind, files[kind]);
      return `${created} created`;
    });
  await measure('training', async () => {
    const { id } = await call('POST', '/trainings', {});
    for (;;) {
      const training = await call('GET', `/trainings/${id}`);
      if (training.status !== 'queued' && training.status !== 'running') {
        if (training.status === 'succeeded') await call('POST', `/trainings/${id}/activate`, {});
        return (
          training.error ??
          `AUC ${training.metrics.byCustomer.auc.value.toFixed(4)}, ${training.metrics.rows} rows`
        );
      }
      await sleep(SAMPLE_MS);
    }
  });
  const references = (await call('GET', '/customers?_limit=1000')).map(
    ({ referenceId }) => referenceId,
  );
  await measure('batch of 1,000 reports', async () => {
    const answers = await call('POST', '/reports/batch', { references, asOf: '2026-06-30' });
    return `${answers.filter(({ report }) => report?.processed).length} processed`;
  });
}

async function startServer() {
  const child = spawn(process.execPath, [START], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: {
      PATH: process.env.PATH,
      HOME: process.env.HOME,
      PORT: '0',
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
  return { child, url };
}

async function call(method, path, body) {
  const response = await fetch(server.url + path, {
    method,
    headers: {
      ...(token ? { authorization: `Bearer ${token}` } : {}),
      ...(body ? { 'content-type': 'application/json' } : {}),
    },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  const answer = await response.json();
  if (response.status !== 200) throw new Error(`${method} ${path}: ${JSON.stringify(answer)}`);
  return answer;
}

async function importCsv(kind, lines) {
  const response = await fetch(`${server.url}/${kind}/import`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'text/csv' },
    body: Readable.toWeb(Readable.from(inChunks(lines))),
    duplex: 'half',
  });
  const answer = await response.json();
  if (response.status !== 200) throw new Error(`${kind}: ${JSON.stringify(answer)}`);
  return answer;
}

function* inChunks(lines) {
  let text = '';
  for (const line of lines) {
    text += line;
    if (text.length > 1 << 16) {
      yield Buffer.from(text);
      text = '';
    }
  }
  yield Buffer.from(text);
}

async function measure(name, work) {
  const memory = watchMemory();
  const startedAt = performance.now();
  const note = await work();
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  console.log(
    `${name.padEnd(24)} ${seconds.padStart(7)} s  ${String(memory.stop()).padStart(6)} MiB  ${note}`,
  );
}

function watchMemory() {
  let peakKibibytes = 0;
  const sample = () => {
    const sum = processTree(server.child.pid).reduce((total, pid) => total + sharedSize(pid), 0);
    peakKibibytes = Math.max(peakKibibytes, sum);
  };
  const timer = setInterval(sample, SAMPLE_MS);
  return {
    stop: () => {
      clearInterval(timer);
      sample();
      return Math.round(peakKibibytes / 1024);
    },
  };
}

/** The server and all that it started; the database has a session of its own but is a descendant. */
function processTree(pid) {
  const parents = new Map();
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    try {
      const stat = readFileSync(`/proc/${name}/stat`, 'utf8');
      parents.set(Number(name), Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]));
    } catch {
      // The process ended between the listing and now.
    }
  }
  const tree = [pid];
  for (const id of tree) for (const [child, parent] of parents) if (parent === id) tree.push(child);
  return tree;
}

function sharedSize(pid) {
  try {
    return Number(
      /^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))?.[1] ?? 0,
    );
  } catch {
    return 0;
  }
}
