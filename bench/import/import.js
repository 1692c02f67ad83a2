// Imports a generated portfolio through the API of the built server: rows per second and peak memory, of the
// first import, of the same file again, and of the file with every tenth instalment paid further.
//
//   node bench/import/import.js [--payments 1000000] [--data-dir DIR]
//
// Starts the server on a fresh embedded database in a temporary folder, or on DATABASE_URL, which must be
// empty. Build first (npm run build). Memory is the server's own VmHWM; the database's is the largest sum of
// the proportional set sizes of its processes, sampled every half second; processor seconds tell the cost on a
// machine that is not quiet (all Linux only).
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const START = fileURLToPath(new URL('../../packages/server/test/start-server.js', import.meta.url));
const PAYMENTS_PER_CUSTOMER = 20;
const SAMPLE_MS = 500;
const CLOCK_TICKS_PER_SECOND = 100;
const admin = { username: 'admin', email: 'admin@example.com', password: 'correct horse battery' };

const { values: flags } = parseArgs({
  options: {
    payments: { type: 'string', default: '1000000' },
    'data-dir': { type: 'string' },
  },
});
const payments = Number(flags.payments);
const customers = Math.ceil(payments / PAYMENTS_PER_CUSTOMER);
const dataDir = flags['data-dir'] ?? mkdtempSync(join(tmpdir(), 'maia-import-'));

const server = await startServer();
try {
  const token = await signIn();
  await measure(token, 'customers', customers, customerRows);
  await measure(token, 'payments', payments, () => paymentRows(1));
  await measure(token, 'payments', payments, () => paymentRows(1), 'again');
  await measure(token, 'payments', payments, () => paymentRows(10), 'with a tenth paid further');
} finally {
  server.child.kill('SIGTERM');
  await once(server.child, 'exit');
  if (!flags['data-dir']) rmSync(dataDir, { recursive: true, force: true });
}

async function startServer() {
  const child = spawn(process.execPath, [START], {
    stdio: ['ignore', 'pipe', 'ignore'],
    env: {
      ...process.env,
      HOST: '127.0.0.1',
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
      if (ready) resolve(new URL(ready).origin);
    });
    child.once('exit', () => reject(new Error(`The server did not start: ${output}`)));
  });
  return { child, url };
}

async function signIn() {
  const response = await fetch(`${server.url}/auth/local`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ user: admin.username, password: admin.password }),
  });
  return (await response.json()).jwt;
}

async function measure(token, collection, rows, chunks, label = '') {
  const memory = watchMemory();
  const cpuBefore = processorSeconds();
  const started = performance.now();
  const response = await fetch(`${server.url}/${collection}/import`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'text/csv' },
    body: Readable.toWeb(Readable.from(chunks())),
    duplex: 'half',
  });
  const seconds = (performance.now() - started) / 1000;
  const { message } = await response.json();
  const { serverMiB, databaseMiB } = memory.stop();
  const cpu = processorSeconds().map((after, i) => (after - cpuBefore[i]).toFixed(1));
  console.log(
    `${rows} ${collection} ${label}: ${seconds.toFixed(1)} s, ${Math.round(rows / seconds)} rows/s, ` +
      `server ${serverMiB} MiB and ${cpu[0]} processor seconds, database ${databaseMiB} MiB and ${cpu[1]} (${response.status} ${message})`,
  );
}

function* lines(header, count, lineOf) {
  let text = `${header}\n`;
  for (let i = 0; i < count; i++) {
    text += `${lineOf(i)}\n`;
    if (text.length > 1 << 16) {
      yield Buffer.from(text);
      text = '';
    }
  }
  yield Buffer.from(text);
}

function customerRows() {
  return lines(
    'referenceId,dateOfBirth,gender,addressCity,income,employment',
    customers,
    (i) =>
      `C${i},19${60 + (i % 40)}-0${1 + (i % 9)}-15,${i % 2 ? 'female' : 'male'},"São Paulo, SP",${800 + (i % 5000)}.50,salaried`,
  );
}

function dayOf(month, day) {
  return new Date(Date.UTC(2023, month, day)).toISOString().slice(0, 10);
}

/** Instalments in the order of the customers; a late one is paid by half until `further`. */
function paymentRows(further) {
  return lines('customer,loan,amountDue,amountPaid,dueDate,date,currency', payments, (i) => {
    const customer = Math.floor(i / PAYMENTS_PER_CUSTOMER);
    const month = i % PAYMENTS_PER_CUSTOMER;
    const due = `${100 + (customer % 900)}.${String(customer % 100).padStart(2, '0')}`;
    const start = `C${customer},L${customer},${due}`;
    const dueDay = 1 + (customer % 28);
    if (i % 10 === 0 && further === 1)
      return `${start},50,${dayOf(month, dueDay)},${dayOf(month, dueDay + 3)},BRL`;
    const late = i % 10 === 0 ? 40 : i % 7;
    return `${start},${due},${dayOf(month, dueDay)},${dayOf(month, dueDay + late)},BRL`;
  });
}

function descendants(pid) {
  const children = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((name) => parentOf(name) === String(pid));
  return children.flatMap((child) => [child, ...descendants(child)]);
}

function parentOf(pid) {
  const status = readProc(pid, 'status');
  return /^PPid:\s+(\d+)/m.exec(status)?.[1];
}

function readProc(pid, file) {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    // The process has ended since it was listed.
    return '';
  }
}

/** Used so far by the server and by the processes of the database. */
function processorSeconds() {
  const of = (pid) => {
    // After the name in brackets: utime, stime, and those of children that have ended.
    const times = readProc(pid, 'stat').split(') ').at(-1).split(' ').slice(11, 15);
    return times.reduce((sum, ticks) => sum + Number(ticks), 0) / CLOCK_TICKS_PER_SECOND;
  };
  const { pid } = server.child;
  return [of(pid), descendants(pid).reduce((sum, child) => sum + of(child), 0)];
}

function watchMemory() {
  if (!existsSync('/proc/self/smaps_rollup')) return { stop: () => ({}) };
  let databaseKiB = 0;
  const sample = () => {
    const sizes = descendants(server.child.pid).map((pid) =>
      Number(/^Pss:\s+(\d+)/m.exec(readProc(pid, 'smaps_rollup'))?.[1] ?? 0),
    );
    databaseKiB = Math.max(
      databaseKiB,
      sizes.reduce((sum, size) => sum + size, 0),
    );
  };
  const timer = setInterval(sample, SAMPLE_MS);
  return {
    stop: () => {
      clearInterval(timer);
      const peakKiB = Number(/^VmHWM:\s+(\d+)/m.exec(readProc(server.child.pid, 'status'))?.[1]);
      return {
        serverMiB: Math.round(peakKiB / 1024),
        databaseMiB: Math.round(databaseKiB / 1024),
      };
    },
  };
}
