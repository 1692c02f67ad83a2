// The features of a training, read from the database: seconds from the first statement to the filled columns. Beside
// each stands, in the same run, PostgreSQL's own COPY of the same payments to nowhere: what reading them must cost.
//
//   node bench/features/run.js [--payments 1000000] [--rounds 3] [--target outcomes|payments] [--data-dir DIR]
//
// Build first (npm run build). Fills an embedded database of its own with as many payments, and a verdict on each
// customer; with --data-dir it stays, and is used again when it is there. A training reads the payments twice.
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { DEFAULT_SETTINGS } from '../../packages/server/dist/company/settings.js';
import { openDatabase } from '../../packages/server/dist/db/connect.js';
import { migrate } from '../../packages/server/dist/db/migrate.js';
import { inTransaction } from '../../packages/server/dist/db/transaction.js';
import { readTrainingTable } from '../../packages/server/dist/scoring/training-table.js';
import { requestOf } from '../../packages/server/dist/trainings/options.js';
import { fill } from '../lists/fill.js';
import { median } from '../median.js';
import { processorSeconds, processTree } from '../server/processes.js';

const MIB = 2 ** 20;

const { values: flags } = parseArgs({
  options: {
    payments: { type: 'string', default: '1000000' },
    rounds: { type: 'string', default: '3' },
    target: { type: 'string', default: 'outcomes' },
    'data-dir': { type: 'string' },
  },
});
const dataDir = flags['data-dir'] ?? mkdtempSync(join(tmpdir(), 'maia-features-'));
const isFilled = existsSync(join(dataDir, 'postgres'));
const db = await openDatabase({ embedded: { dataDir } });
try {
  await migrate(db.pool);
  if (!isFilled) await fillAll();
  console.log(`load ${loadavg()[0].toFixed(1)}`);
  const rounds = [];
  for (let round = 0; round < Number(flags.rounds); round++) {
    const copy = await measure(copyToNowhere);
    rounds.push({ copy, features: await measure(readFeatures) });
  }
  for (const name of ['copy', 'features']) report(name, rounds);
} finally {
  await db.close();
  if (!flags['data-dir']) rmSync(dataDir, { recursive: true, force: true });
}

async function fillAll() {
  await fill(db.pool, {
    rows: Number(flags.payments),
    onProgress: (line) => console.log(line),
  });
  await db.pool.query(`insert into outcomes (id, customer_id, as_of, bad, published_at, created_by, updated_by, created_at, updated_at)
    select gen_random_uuid(), id, date '2024-06-30', substr(reference_id, 2)::int % 10 = 0,
      now(), 'admin', 'admin', now(), now() from customers`);
  await db.pool.query('analyze outcomes');
}

/** Wall and processor seconds of some work; of this process, and of the database that it started. */
async function measure(work) {
  const database = () => processorSeconds(processTree(process.pid).slice(1));
  const before = { wall: performance.now(), own: process.cpuUsage(), database: database() };
  const rows = await work();
  const { user, system } = process.cpuUsage(before.own);
  return {
    wall: (performance.now() - before.wall) / 1000,
    own: (user + system) / 1e6,
    database: database() - before.database,
    rows,
  };
}

async function copyToNowhere() {
  const client = await db.pool.connect();
  try {
    await client.query('set statement_timeout = 0');
    const { rowCount } =
      await client.query(`copy (select p.customer_id, p.id, p.amount_due, p.due_date, p.loan,
        p.opened_on, p.restructured, p.currency, r.amount, r.received_on, r.recorded_at
      from payments p left join receipts r on r.payment_id = p.id where p.customer_id is not null
      order by p.customer_id, p.due_date, p.id, r.sequence) to '/dev/null'`);
    return rowCount;
  } finally {
    client.release(true);
  }
}

async function readFeatures() {
  const request = requestOf({ target: { source: flags.target } }, DEFAULT_SETTINGS);
  const read = (trx) => readTrainingTable(trx, request, () => {});
  const options = { isolation: 'repeatable read', statementTimeoutMs: 0, attemptsMax: 1 };
  const { data } = await inTransaction(db, read, options);
  return data.labels.length;
}

function report(name, rounds) {
  const middle = (key) => median(rounds.map((round) => round[name][key]));
  const memory = name === 'features' ? `, ${Math.round(process.memoryUsage.rss() / MIB)} MiB` : '';
  console.log(
    `${name.padEnd(9)} ${middle('wall').toFixed(1)} s; processor ${middle('own').toFixed(1)} s here, ` +
      `${middle('database').toFixed(1)} s in the database; ${rounds[0][name].rows} rows${memory}`,
  );
}
