// How the database runs what the server's own list code asks of it.
import { customerList } from '../../packages/server/dist/customers/list.js';
import { countCustomers, selectCustomers } from '../../packages/server/dist/customers/queries.js';
import { parseListQuery } from '../../packages/server/dist/lists/parse.js';
import { countLogs, LOG_LIST, listLogs } from '../../packages/server/dist/logs/queries.js';
import { paymentList } from '../../packages/server/dist/payments/list.js';
import { countPayments, selectPayments } from '../../packages/server/dist/payments/queries.js';
import {
  countReports,
  listReports,
  REPORT_LIST,
} from '../../packages/server/dist/reports/queries.js';

const LISTS = {
  payments: [paymentList, selectPayments],
  'payments/count': [paymentList, countPayments],
  customers: [customerList, selectCustomers],
  'customers/count': [customerList, countCustomers],
  reports: [REPORT_LIST, listReports],
  'reports/count': [REPORT_LIST, countReports],
  logs: [LOG_LIST, listLogs],
  'logs/count': [LOG_LIST, countLogs],
};

/** What a framework gives as the query of a request: a text, or a list where a name is repeated. */
function queryOf(text) {
  const query = {};
  for (const [name, value] of new URLSearchParams(text))
    query[name] = name in query ? [query[name], value].flat() : value;
  return query;
}

/** The statement of a list, caught on a connection of the pool that answers nothing. */
async function statementOf(db, collection, text) {
  const caught = [];
  const client = {
    query: async ({ text: sql, values: parameters }) => {
      caught.push({ sql, parameters });
      return { command: 'SELECT', rows: [{ count: 0 }] };
    },
    release: () => {},
  };
  const [definition, read] = LISTS[collection];
  db.pool.connect = async () => client;
  try {
    await read(db.kysely, parseListQuery(definition, queryOf(text)));
  } finally {
    // Its class has the real one.
    delete db.pool.connect;
  }
  return caught[0];
}

/** The node that reads the listed table, below limits, sorts and joins. */
function scanOf(node, table) {
  if (node['Relation Name'] === table)
    return [
      node['Node Type'],
      node['Index Name'],
      node['Scan Direction'] === 'Backward' && 'backward',
    ]
      .filter(Boolean)
      .join(' ');
  if (node['Node Type'] === 'Bitmap Index Scan') return `Bitmap ${node['Index Name']}`;
  for (const child of node.Plans ?? []) {
    const scan = scanOf(child, table);
    if (scan) return scan;
  }
  return '';
}

function hasSort(node) {
  return node['Node Type'] === 'Sort' || (node.Plans ?? []).some(hasSort);
}

/** The plan of a list in a few words, and whole as text. */
export async function explain(db, [collection, text]) {
  const { sql, parameters } = await statementOf(db, collection, text);
  const plan = (await db.pool.query(`explain (format json) ${sql}`, parameters)).rows[0][
    'QUERY PLAN'
  ][0].Plan;
  const lines = (await db.pool.query(`explain ${sql}`, parameters)).rows.map(
    (row) => row['QUERY PLAN'],
  );
  const scan = scanOf(plan, collection.split('/')[0]);
  return { summary: hasSort(plan) ? `Sort over ${scan}` : scan, text: lines.join('\n') };
}
