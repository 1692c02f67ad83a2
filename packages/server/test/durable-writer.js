// Opens the embedded database of a data directory and inserts numbers for ever, as fast as four
// connections can. A number is appended to the acknowledgement file after its commit has returned.
// It runs from the build, as a process to be killed: node durable-writer.js DATA_DIR ACK_FILE
import { openSync, writeSync } from 'node:fs';
import { openDatabase } from '../dist/db/connect.js';

const [dataDir, acknowledgementFile] = process.argv.slice(2);
const db = await openDatabase({ embedded: { dataDir } });
await db.pool.query('create table if not exists written (n integer primary key)');
const found = await db.pool.query('select coalesce(max(n), 0) as last from written');
const acknowledgements = openSync(acknowledgementFile, 'a');
let last = found.rows[0].last;
process.stdout.write('ready\n');

async function write() {
  for (;;) {
    last += 1;
    const n = last;
    await db.pool.query('insert into written values ($1)', [n]);
    writeSync(acknowledgements, `${n}\n`);
  }
}
await Promise.all([write(), write(), write(), write()]);
