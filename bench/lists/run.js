// The lists of the API over a large portfolio: milliseconds over HTTP, and the plan by which the database answers.
//
//   node bench/lists/run.js [--rows 10000000] [--rounds 5] [--explain] [--only TEXT] [--data-dir DIR]
//
// Fills an embedded database of its own with payments, with a twenty-fifth of them customers and a tenth of them
// reports and log rows each, and removes it; with --data-dir it stays, and is used again when it is there.
// --only measures the lists whose path contains the text; --explain prints whole plans. Build first (npm run build).
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { openDatabase } from '../../packages/server/dist/db/connect.js';
import { migrate } from '../../packages/server/dist/db/migrate.js';
import { median } from '../median.js';
import { ask, signIn } from '../server/client.js';
import { startServer } from '../server/start.js';
import { fill } from './fill.js';
import { explain } from './plans.js';
import { listsToAsk } from './queries.js';

const MS_PER_CLOCK_TICK = 10;

const { values: flags } = parseArgs({
  options: {
    rows: { type: 'string', default: '10000000' },
    rounds: { type: 'string', default: '5' },
    explain: { type: 'boolean', default: false },
    only: { type: 'string', default: '' },
    'data-dir': { type: 'string' },
  },
});
const rows = Number(flags.rows);
const dataDir = flags['data-dir'] ?? mkdtempSync(join(tmpdir(), 'maia-lists-'));
const isFilled = existsSync(join(dataDir, 'postgres'));
const db = await openDatabase({ embedded: { dataDir } });
try {
  await migrate(db.pool);
  if (!isFilled) await fill(db.pool, { rows, onProgress: (line) => console.log(line) });
  await measureAll();
} finally {
  await db.close();
  if (!flags['data-dir']) rmSync(dataDir, { recursive: true, force: true });
}

async function measureAll() {
  const lists = listsToAsk(await knownRecords()).filter((list) =>
    list.join('?').includes(flags.only),
  );
  // Its secret is not the one with which any earlier administrator was made, which passwords do not mind.
  const secretDir = mkdtempSync(join(tmpdir(), 'maia-lists-server-'));
  const server = await startServer({ dataDir: secretDir, databaseUrl: db.databaseUrl });
  console.log(
    `load ${loadavg()[0].toFixed(1)}; median ms of ${flags.rounds}, first ms, processor ms of the database, rows, plan`,
  );
  try {
    const api = { url: server.url, token: await signIn(server.url) };
    for (const list of lists) await measure(api, list);
  } finally {
    await server.stop();
    rmSync(secretDir, { recursive: true, force: true });
  }
}

async function measure(api, list) {
  const [collection, query] = list;
  const path = `/${collection}${query && '?'}${query}`;
  const times = [];
  const processorBefore = await databaseProcessorMs();
  let answer;
  for (let round = 0; round < Number(flags.rounds); round++) {
    const startedAt = performance.now();
    answer = await ask(api, 'GET', path);
    times.push(performance.now() - startedAt);
  }
  const processorAfter = [...(await databaseProcessorMs())];
  const processor =
    processorAfter.reduce((sum, [pid, ms]) => sum + ms - (processorBefore.get(pid) ?? 0), 0) /
    times.length;
  const { summary, text } = await explain(db, list);
  const found = answer.status === 200 ? (answer.body.count ?? answer.body.length) : answer.status;
  console.log(
    `${median(times).toFixed(1).padStart(8)} ${times[0].toFixed(0).padStart(6)} ${processor.toFixed(0).padStart(6)} ${String(found).padStart(9)}  ${path.padEnd(70)} ${summary}`,
  );
  if (answer.status !== 200) console.log(`         ${answer.body.message}`);
  if (flags.explain) console.log(text.replaceAll(/^/gm, '           '));
}

/** Used so far by each connection to the database, which tells the cost on a machine that is not quiet (Linux only). */
async function databaseProcessorMs() {
  const { rows: backends } = await db.pool.query(
    'select pid from pg_stat_activity where datname = current_database()',
  );
  const ofBackend = ({ pid }) => {
    const stat = existsSync(`/proc/${pid}/stat`) ? readFileSync(`/proc/${pid}/stat`, 'utf8') : '';
    const [user = 0, system = 0] = stat.split(') ').at(-1).split(' ').slice(11, 13);
    return [pid, (Number(user) + Number(system)) * MS_PER_CLOCK_TICK];
  };
  return new Map(backends.map(ofBackend));
}

/** Records that are there, for filters that find something. */
async function knownRecords() {
  const one = async (sql) => Object.values((await db.pool.query(sql)).rows[0])[0];
  const idAt = (share) =>
    one(`select id from payments order by id offset (select reltuples::bigint * ${share} / 100 from pg_class
      where relname = 'payments') limit 1`);
  const reference = 'C1234';
  return {
    rows: await one(`select reltuples::bigint from pg_class where relname = 'payments'`),
    customers: await one('select count(*) from customers'),
    middleId: await idAt(50),
    lateId: await idAt(99),
    reference,
    customerId: await one(`select id from customers where reference_id = '${reference}'`),
    day: '2024-11-05',
    dayAfter: '2024-11-08',
    instant: '2025-01-15T00:00:00Z',
    reportDay: '2025-03-01',
    reportInstant: '2025-03-01T00:00:00Z',
  };
}
