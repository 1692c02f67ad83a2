import type { Instalment, Receipt } from '@maia/engine';
import { type RawBuilder, sql } from 'kysely';
import { DayReader } from './days.js';
import { InstantReader } from './instants.js';
import { minorFromText } from './money.js';

/**
 * One receipt of one payment, as texts: training reads these columns by COPY and scoring by query, so that
 * both make the same history. A payment without receipts has one row with nulls.
 */
export type PaymentRow = readonly [
  customerId: string,
  paymentId: string,
  amountDue: string,
  dueDate: string,
  loan: string | null,
  openedOn: string | null,
  restructured: string,
  currency: string | null,
  receiptAmount: string | null,
  receivedOn: string | null,
  recordedAt: string | null,
];

/**
 * Selects PaymentRows; `where` speaks of `p`, the payments. Rows of one payment follow each other. They are sorted
 * before they become texts, which takes the database two thirds of the time that sorting texts takes.
 */
export function paymentRowsQuery(where: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`select s.customer_id::text, s.id::text, s.amount_due::text, s.due_date::text, s.loan,
      s.opened_on::text, s.restructured::int::text, s.currency,
      s.amount::text, s.received_on::text, s.recorded_at::text
    from (select p.customer_id, p.id, p.amount_due, p.due_date, p.loan, p.opened_on, p.restructured, p.currency,
        r.amount, r.received_on, r.recorded_at
      from payments p left join receipts r on r.payment_id = p.id
      where ${where}
      order by p.customer_id, p.due_date, p.id, r.sequence) s`;
}

interface OpenInstalment extends Instalment {
  receipts: Receipt[];
}

/** Turns rows, given in the order of the query, into the instalments of one customer after another. */
export class HistoryReader {
  readonly #days = new DayReader();
  readonly #instants = new InstantReader();
  #paymentId = '';

  /** Adds the row to the instalments of its customer, which start empty with each new customer. */
  add(instalments: Instalment[], row: PaymentRow): void {
    if (row[1] !== this.#paymentId || instalments.length === 0) {
      this.#paymentId = row[1];
      instalments.push(this.#instalment(row));
    }
    // Every instalment in the list was made below, with a list of receipts that may grow.
    const last = instalments.at(-1) as OpenInstalment;
    if (row[8] === null || row[10] === null) return;
    last.receipts.push({
      amountMinor: minorFromText(row[8]),
      receivedOn: this.#day(row[9]),
      recordedAt: this.#instants.read(row[10]),
    });
  }

  #instalment(row: PaymentRow): OpenInstalment {
    return {
      amountDueMinor: minorFromText(row[2]),
      dueDate: this.#days.read(row[3]),
      receipts: [],
      loan: row[4],
      openedOn: this.#day(row[5]),
      restructured: row[6] === '1',
      currency: row[7],
    };
  }

  #day(text: string | null): number | null {
    return text === null ? null : this.#days.read(text);
  }
}
