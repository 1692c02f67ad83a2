import {
  type AttributeValue,
  type Day,
  dayFromIso,
  type Instalment,
  MedianCollector,
  type PortfolioMedians,
} from '@maia/engine';
import { type RawBuilder, sql } from 'kysely';
import { copyOut } from '../db/copy.js';
import type { Transaction } from '../db/transaction.js';
import { DayReader } from './days.js';
import { minorFromText } from './money.js';
import { HistoryReader, type PaymentRow, paymentRowsQuery } from './payment-rows.js';

/** A lender's verdict on one customer as seen on one day. */
export interface Outcome {
  asOf: Day;
  bad: boolean;
}

/** A customer to learn from: everything but the payments, which are streamed. */
export interface TrainingCustomer {
  referenceId: string;
  attributes: Readonly<Record<string, AttributeValue>>;
  outcomes: Outcome[];
}

/** Called with the customer's id and all its instalments. */
type OnCustomer = (customerId: string, instalments: readonly Instalment[]) => void;

async function stream(
  trx: Transaction,
  query: RawBuilder<unknown>,
  onRow: (row: (string | null)[]) => void,
): Promise<void> {
  for await (const rows of copyOut(trx, query.compile(trx))) for (const row of rows) onRow(row);
}

/** Median instalments by month and currency of the whole portfolio. */
export async function readMedians(trx: Transaction): Promise<PortfolioMedians> {
  const days = new DayReader();
  const collector = new MedianCollector();
  const query = sql`select amount_due, due_date, currency from payments where customer_id is not null`;
  await stream(trx, query, ([amountDue, dueDate, currency]) => {
    if (amountDue === null || dueDate === null) return;
    collector.add({
      amountDueMinor: minorFromText(amountDue),
      dueDate: days.read(dueDate),
      receipts: [],
      loan: null,
      openedOn: null,
      restructured: false,
      currency,
    });
  });
  return collector.medians();
}

/** Every customer with an outcome, by id. */
export async function readCustomers(trx: Transaction): Promise<Map<string, TrainingCustomer>> {
  const customers = new Map<string, TrainingCustomer>();
  const query = sql`select c.id, c.reference_id, c.attributes, o.as_of, o.bad
    from outcomes o join customers c on c.id = o.customer_id order by o.customer_id, o.as_of`;
  await stream(trx, query, ([id, referenceId, attributes, asOf, bad]) => {
    if (id === null || referenceId === null || attributes === null || asOf === null) return;
    let customer = customers.get(id);
    if (customer === undefined) {
      customer = { referenceId, attributes: JSON.parse(attributes), outcomes: [] };
      customers.set(id, customer);
    }
    customer.outcomes.push({ asOf: dayFromIso(asOf), bad: bad === 't' });
  });
  return customers;
}

/** Reads the payments of the customers with outcomes, one customer after another. */
export async function readHistories(trx: Transaction, onCustomer: OnCustomer): Promise<void> {
  const reader = new HistoryReader();
  let customerId = '';
  let instalments: Instalment[] = [];
  const flush = (): void => {
    if (instalments.length > 0) onCustomer(customerId, instalments);
  };
  const query = paymentRowsQuery(
    sql`exists (select from outcomes o where o.customer_id = p.customer_id)`,
  );
  await stream(trx, query, (columns) => {
    // The columns are those of the query, in its order.
    const row = columns as readonly (string | null)[] as PaymentRow;
    if (row[0] !== customerId) {
      flush();
      customerId = row[0];
      instalments = [];
    }
    reader.add(instalments, row);
  });
  flush();
}
