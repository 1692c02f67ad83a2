// Imports a generated portfolio through the API of the built server: rows per second and peak memory, of the
// first import, of the same file again, and of the file with every tenth instalment paid further.
//
//   node bench/import/import.js [--payments 1000000] [--data-dir DIR]
//
// After each stands PostgreSQL's own COPY of the same rows, by the same stream of lines, into a table of the same shape
// without what the API does beside it (checks, receipts, log): what storing them must cost.
//
// Starts the server on a fresh embedded database in a temporary folder, or on DATABASE_URL, which must be
// empty. Build first (npm run build). Memory is the server's own VmHWM; the database's is the largest sum of
// the proportional set sizes of its processes, sampled every half second; processor seconds tell the cost on a
// machine that is not quiet (all Linux only).
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { openDatabase } from '../../packages/server/dist/db/connect.js';
import { copyIn } from '../../packages/server/dist/db/copy.js';
import { runningDatabase } from '../../packages/server/dist/db/embedded/start.js';
import { inTransaction } from '../../packages/server/dist/db/transaction.js';
import { importCsv, signIn } from '../server/client.js';
import {
  memoryMiB,
  peakMiB,
  processorSeconds,
  processTree,
  watchPeak,
} from '../server/processes.js';
import { startServer } from '../server/start.js';

const PAYMENTS_PER_CUSTOMER = 20;

const { values: flags } = parseArgs({
  options: {
    payments: { type: 'string', default: '1000000' },
    'data-dir': { type: 'string' },
  },
});
const payments = Number(flags.payments);
const customers = Math.ceil(payments / PAYMENTS_PER_CUSTOMER);
const dataDir = flags['data-dir'] ?? mkdtempSync(join(tmpdir(), 'maia-import-'));

const server = await startServer({ dataDir, databaseUrl: process.env.DATABASE_URL });
const databaseProcesses = () => processTree(server.pid).slice(1);
try {
  const api = { url: server.url, token: await signIn(server.url) };
  await measure(api, 'customers', customers, customerRows());
  await measure(api, 'payments', payments, paymentRows(1));
  await measurePeer();
  await measure(api, 'payments', payments, paymentRows(1), 'again');
  await measurePeer();
  await measure(api, 'payments', payments, paymentRows(10), 'with a tenth paid further');
  await measurePeer();
} finally {
  await server.stop();
  if (!flags['data-dir']) rmSync(dataDir, { recursive: true, force: true });
}

async function measure(api, collection, rows, lines, label = '') {
  const memory = watchPeak(() => memoryMiB(databaseProcesses()));
  const before = processorTimes();
  const startedAt = performance.now();
  const { message } = await importCsv(api, collection, lines);
  const seconds = (performance.now() - startedAt) / 1000;
  const cpu = processorTimes().map((after, i) => (after - before[i]).toFixed(1));
  const [serverMiB, databaseMiB] = [peakMiB(server.pid), memory.stop()].map(Math.round);
  console.log(
    `${rows} ${collection} ${label}: ${seconds.toFixed(1)} s, ${Math.round(rows / seconds)} rows/s, ` +
      `server ${serverMiB} MiB and ${cpu[0]} processor seconds, database ${databaseMiB} MiB and ${cpu[1]} (${message})`,
  );
}

/** COPY of the same lines into a table with the columns and the indexes of payments; it is dropped again. */
async function measurePeer() {
  const running = process.env.DATABASE_URL
    ? { databaseUrl: process.env.DATABASE_URL, close: () => {} }
    : runningDatabase(dataDir);
  const db = await openDatabase(running);
  try {
    await db.pool.query(`create table peer (like payments including indexes);
      alter table peer add column customer text;
      alter table peer alter column id set default gen_random_uuid();
      alter table peer alter column restructured set default false;
      alter table peer alter column published_at set default now();
      alter table peer alter column created_by set default 'admin';
      alter table peer alter column updated_by set default 'admin';
      alter table peer alter column created_at set default now();
      alter table peer alter column updated_at set default now()`);
    const columns = [
      'customer',
      'loan',
      'amount_due',
      'amount_paid',
      'due_date',
      'date',
      'currency',
    ];
    const before = processorTimes();
    const startedAt = performance.now();
    await inTransaction(db, (trx) => copyIn(trx, { table: 'peer', columns }, splitLines()), {
      statementTimeoutMs: 0,
    });
    const seconds = (performance.now() - startedAt) / 1000;
    const cpu = (processorTimes()[1] - before[1]).toFixed(1);
    console.log(
      `  COPY of as many into a table of the same shape: ${seconds.toFixed(1)} s, ` +
        `${Math.round(payments / seconds)} rows/s, database ${cpu} processor seconds`,
    );
    await db.pool.query('drop table peer');
  } finally {
    await db.close();
    running.close();
  }
}

function* splitLines() {
  const lines = paymentRows(1);
  lines.next();
  for (const line of lines) yield line.trimEnd().split(',');
}

/** Used so far by the server and by the processes of the database. */
function processorTimes() {
  return [processorSeconds([server.pid]), processorSeconds(databaseProcesses())];
}

function* lines(header, count, lineOf) {
  yield `${header}\n`;
  for (let i = 0; i < count; i++) yield `${lineOf(i)}\n`;
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
