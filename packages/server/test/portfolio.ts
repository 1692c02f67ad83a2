import { parse } from 'csv-parse/sync';
import { attributeFromText } from '../src/customers/attributes.js';
import type { Database } from '../src/db/connect.js';
import { type CopyTarget, copyIn } from '../src/db/copy.js';
import { newId } from '../src/db/ids.js';
import { inTransaction } from '../src/db/transaction.js';
import { demoFiles } from '../src/scoring/demo.js';

export const DEMO_AS_OF = '2026-06-30';

type Record_ = Readonly<Record<string, string>>;
type Value = string | boolean | Date | null;

const content = (at: Date): Readonly<Record<string, Value>> => ({
  published_at: at,
  created_by: 'test',
  updated_by: 'test',
  created_at: at,
  updated_at: at,
});

async function store(
  db: Database,
  table: CopyTarget['table'],
  rows: readonly Readonly<Record<string, Value | number>>[],
): Promise<void> {
  const columns = Object.keys(rows[0] ?? {});
  await inTransaction(db, (trx) =>
    copyIn(
      trx,
      { table, columns },
      rows.map((row) => columns.map((column) => row[column] ?? null)),
    ),
  );
}

function attributesOf(row: Record_): string {
  const attributes = Object.entries(row)
    .filter(([name, text]) => name.startsWith('attributes.') && text !== '')
    .map(([name, text]) => [name.slice('attributes.'.length), attributeFromText(text)]);
  return JSON.stringify(Object.fromEntries(attributes));
}

function personOf(row: Record_) {
  return {
    date_of_birth: row.dateOfBirth,
    gender: row.gender,
    marital_status: row.maritalStatus,
    address_city: row.addressCity,
    address_state: row.addressState,
  };
}

/**
 * Stores a demo portfolio straight in the database, recorded on the given day, and returns its references. The
 * import has tests of its own.
 */
export async function storeDemoPortfolio(
  db: Database,
  options: { customers: number; seed: number; recordedAt?: Date; asOf?: string; knownOn?: string },
): Promise<string[]> {
  const at = options.recordedAt ?? new Date('2026-07-01T12:00:00Z');
  const files = demoFiles({ asOf: DEMO_AS_OF, ...options });
  const read = (lines: Iterable<string>): Record_[] =>
    parse([...lines].join(''), { columns: true });
  const ids = new Map<string, string>();
  const customers = read(files.customers).map((row) => {
    const id = newId();
    ids.set(row.referenceId, id);
    const attributes = attributesOf(row);
    const reference = { id, uuid: id, reference_id: row.referenceId };
    return { ...reference, ...personOf(row), attributes, ...content(at) };
  });
  const payments = read(files.payments).map((row) => ({
    id: newId(),
    customer_id: ids.get(row.customer) ?? null,
    external_id: row.externalId,
    loan: row.loan,
    amount_due: row.amountDue,
    amount_paid: row.amountPaid,
    due_date: row.dueDate,
    date: row.date || null,
    opened_on: row.openedOn || null,
    restructured: row.restructured === 'true',
    currency: row.currency,
    ...content(at),
  }));
  const receipts = payments.map((payment) => ({
    payment_id: payment.id,
    sequence: 1,
    amount: payment.amount_paid,
    received_on: payment.date,
    recorded_at: at,
  }));
  const outcomes = read(files.outcomes).map((row) => ({
    id: newId(),
    customer_id: ids.get(row.customer) ?? null,
    as_of: row.asOf,
    bad: row.bad,
    ...content(at),
  }));
  await store(db, 'customers', customers);
  await store(db, 'payments', payments);
  await store(db, 'receipts', receipts);
  await store(db, 'outcomes', outcomes);
  return [...ids.keys()];
}
