import { type AttributeValue, type Day, dayFromIso, type Instalment } from '@maia/engine';
import { type RawBuilder, sql } from 'kysely';
import { copyOut } from '../db/copy.js';
import type { Transaction } from '../db/transaction.js';
import { DayReader } from './days.js';
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
  person: Person;
}

/** What is known of a customer that no model may see; read for the audit of fairness alone. */
export interface Person {
  gender: string | null;
  maritalStatus: string | null;
  dateOfBirth: Day | null;
  addressState: string | null;
  addressCity: string | null;
}

const PERSON = sql`c.gender, c.marital_status, c.date_of_birth, c.address_state, c.address_city`;

/** Reads persons whose values repeat: each text is kept once. */
class PersonReader {
  readonly #texts = new Map<string, string>();
  readonly #days = new DayReader();

  read(columns: readonly (string | null)[]): Person {
    const [gender, maritalStatus, dateOfBirth, addressState, addressCity] = columns;
    return {
      gender: this.#text(gender),
      maritalStatus: this.#text(maritalStatus),
      dateOfBirth: dateOfBirth === null ? null : this.#days.read(dateOfBirth),
      addressState: this.#text(addressState),
      addressCity: this.#text(addressCity),
    };
  }

  #text(text: string | null): string | null {
    if (text === null) return null;
    const known = this.#texts.get(text) ?? text;
    this.#texts.set(known, known);
    return known;
  }
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

/** Whether any customer has an outcome. */
export async function hasOutcomes(trx: Transaction): Promise<boolean> {
  const { rows } = await sql`select 1 from outcomes limit 1`.execute(trx);
  return rows.length > 0;
}

/** All customers, with payments or without. */
export async function countCustomers(trx: Transaction): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from customers`.execute(trx);
  return rows[0].count;
}

/** Every customer with a payment, by id; what became of them is still to be told from the payments. */
export async function readCustomersWithPayments(
  trx: Transaction,
): Promise<Map<string, TrainingCustomer>> {
  const customers = new Map<string, TrainingCustomer>();
  const persons = new PersonReader();
  const query = sql`select c.id, c.reference_id, c.attributes, ${PERSON} from customers c
    where exists (select from payments p where p.customer_id = c.id)`;
  await stream(trx, query, ([id, referenceId, attributes, ...person]) => {
    if (id === null || referenceId === null || attributes === null) return;
    customers.set(id, {
      referenceId,
      attributes: JSON.parse(attributes),
      outcomes: [],
      person: persons.read(person),
    });
  });
  return customers;
}

/** Every customer with an outcome, by id. */
export async function readCustomersWithOutcomes(
  trx: Transaction,
): Promise<Map<string, TrainingCustomer>> {
  const customers = new Map<string, TrainingCustomer>();
  const persons = new PersonReader();
  const query = sql`select c.id, c.reference_id, c.attributes, o.as_of, o.bad, ${PERSON}
    from outcomes o join customers c on c.id = o.customer_id order by o.customer_id, o.as_of`;
  await stream(trx, query, ([id, referenceId, attributes, asOf, bad, ...person]) => {
    if (id === null || referenceId === null || attributes === null || asOf === null) return;
    let customer = customers.get(id);
    if (customer === undefined) {
      customer = {
        referenceId,
        attributes: JSON.parse(attributes),
        outcomes: [],
        person: persons.read(person),
      };
      customers.set(id, customer);
    }
    customer.outcomes.push({ asOf: dayFromIso(asOf), bad: bad === 't' });
  });
  return customers;
}

const WHOSE = {
  everyone: sql`p.customer_id is not null`,
  withOutcomes: sql`exists (select from outcomes o where o.customer_id = p.customer_id)`,
};

/** Reads payments, one customer after another; those without any are not called. */
export async function readHistories(
  trx: Transaction,
  whose: keyof typeof WHOSE,
  onCustomer: OnCustomer,
): Promise<void> {
  const reader = new HistoryReader();
  let customerId = '';
  let instalments: Instalment[] = [];
  const flush = (): void => {
    if (instalments.length > 0) onCustomer(customerId, instalments);
  };
  await stream(trx, paymentRowsQuery(WHOSE[whose]), (columns) => {
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
