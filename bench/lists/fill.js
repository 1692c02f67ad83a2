// A portfolio as an installation holds it after some years: one import of the history, customer by customer, then a
// file a month, in which the instalments of all customers lie beside each other. Straight into the tables.

const CUSTOMERS_SHARE = 1 / 25;
const HISTORY_MONTHS = 15;
const MONTHS = 25;

const AUTHORSHIP = 'published_at, created_by, updated_by, created_at, updated_at';

/** The instant of the import that brought a month. */
const importedAt = (month) =>
  `timestamptz '2024-04-01 08:00:00Z' + interval '1 month' * greatest(0, ${month} - ${HISTORY_MONTHS - 1})`;

const authored = (at) => `${at}, 'admin', 'admin', ${at}, ${at}`;

function customers(count) {
  return `insert into customers (id, uuid, reference_id, date_of_birth, address_street, address_neighborhood,
      address_city, address_state, address_country, gender, marital_status, attributes, ${AUTHORSHIP})
    select uuidv7(), gen_random_uuid()::text, 'C' || i, date '1960-01-01' + (i % 9973) * 7919 % 16000,
      'Rua ' || md5(i::text), 'Bairro ' || i % 700,
      (array['São Paulo', 'Bogotá', 'Ciudad de México', 'Peñalolén', 'Cuiabá'])[1 + i % 5],
      'SP', 'BR', case when i % 2 = 0 then 'male' else 'female' end, 'single',
      jsonb_build_object('income', 800 + i % 5000, 'employment', 'salaried'),
      ${authored(importedAt(0))}
    from generate_series(1, ${count}) i`;
}

/** The instalments of some months; half of the lenders name them, so the later files bring an externalId. */
function payments(from, to, order) {
  return `insert into payments (id, customer_id, external_id, loan, amount_due, amount_paid, due_date, date,
      opened_on, restructured, currency, ${AUTHORSHIP})
    select uuidv7(), c.id, ${from > 0 ? `'F' || m || '-' || c.n` : 'null'}, 'L' || c.n,
      due.amount, case when unpaid then 0 else due.amount end, due.day,
      case when unpaid then null else due.day + (c.n * 31 + m * 17) % 40 - 5 end,
      date '2023-01-01' + c.n % 28, c.n % 100 = 0, case when c.n % 10 = 0 then 'MXN' else 'BRL' end,
      ${authored(importedAt('m'))}
    from numbered c,
      generate_series(${from}, ${to}) m,
      lateral (select round((50 + (c.n % 99991 * 7919 % 100000) / 100.0)::numeric, 2) as amount,
        date '2023-01-01' + (m || ' months')::interval + interval '1 day' * (c.n % 28) as at,
        (c.n * 13 + m * 7) % 10 = 0 as unpaid) raw,
      lateral (select raw.amount, raw.at::date as day) due
    order by ${order}`;
}

const receipts = `insert into receipts (payment_id, sequence, amount, received_on, recorded_at)
  select id, 1, amount_paid, date, created_at from payments order by id`;

function reports(count, customers) {
  return `insert into reports (id, uuid, customer_id, reference_id, type, user_id, as_of, processed, request_hash,
      score, score_probability, score_confidence, score_version, result, processed_at, ${AUTHORSHIP})
    select uuidv7(), 'maia-' || lpad(to_hex(i), 12, '0'), c.id, c.reference_id, 'reference',
      (select id from users limit 1), date '2025-01-01' + i / 3000, true, decode(md5(i::text), 'hex'),
      i % 9973 * 7919 % 101, i % 9967 * 7907 % 101, i % 9949 * 7901 % 101, 'v-ab86',
      jsonb_build_object('pd', 0.03, 'features', (select jsonb_object_agg('f' || f, (i * f) % 97) from generate_series(1, 40) f)),
      at, ${authored('at')}
    from generate_series(1, ${count}) i
      join numbered c on c.n = 1 + i % ${customers},
      lateral (select timestamptz '2025-01-01Z' + interval '29 seconds' * i as at) instant
    order by i`;
}

function logs(count, customers) {
  return `insert into logs (id, at, actor, actor_id, address, request_id, action, resource, resource_id, customer_id, changes,
      chain_sequence, chain_mac)
    select uuidv7(), timestamptz '2025-01-01Z' + interval '29 seconds' * i, 'user' || i % 20, gen_random_uuid(),
      '10.0.0.' || i % 200, 'req-' || i, (array['create', 'update', 'delete'])[1 + i % 3],
      (array['payments', 'reports', 'customers'])[1 + i % 3], gen_random_uuid()::text, c.id, '{"fields": ["amountPaid"]}',
      i, decode(md5(i::text), 'hex')
    from generate_series(1, ${count}) i
      join numbered c on c.n = 1 + i % ${customers}
    order by i`;
}

/** Fills a migrated database with an administrator but nothing else; needs the superuser of the embedded one. */
export async function fill(pool, { rows, onProgress }) {
  const client = await pool.connect();
  const run = async (name, sql) => {
    const startedAt = performance.now();
    await client.query(sql);
    onProgress(`${name}: ${((performance.now() - startedAt) / 1000).toFixed(0)} s`);
  };
  try {
    // The rows below keep to the foreign keys; checking each would take most of the time.
    await client.query(
      `set statement_timeout = 0; set session_replication_role = replica; set synchronous_commit = off;
       set work_mem = '1GB'; set maintenance_work_mem = '512MB'`,
    );
    const customerCount = Math.round(rows * CUSTOMERS_SHARE);
    await run('customers', customers(customerCount));
    await client.query(`create temporary table numbered as
      select id, reference_id, substr(reference_id, 2)::int as n from customers`);
    await client.query('analyze customers, numbered');
    await run('payments of the history', payments(0, HISTORY_MONTHS - 1, 'c.id, m'));
    for (let month = HISTORY_MONTHS; month < MONTHS; month++)
      await run(`payments of month ${month}`, payments(month, month, 'c.n % 9973 * 7919 % 100003'));
    await run('receipts', receipts);
    await run('reports', reports(rows / 10, customerCount));
    await run('logs', logs(rows / 10, customerCount));
    await run('vacuum and analyze', 'vacuum (analyze)');
  } finally {
    client.release(true);
  }
}
