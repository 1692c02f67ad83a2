import {
  addMonths,
  firstDayOfMonth,
  isoFromDay,
  type Month,
  monthOfDay,
} from '../features/calendar.js';
import type { Day, Instalment } from '../features/history.js';
import { type Finding, findingOf } from './finding.js';

/** What is known of a portfolio beside its payments. */
export interface PortfolioFacts {
  /** With payments or without. */
  customers: number;
  /** Day as of which receipts should be complete, and the last one up to which they are. */
  asOf: Day;
  observedThrough: Day;
}

/** Paid so many times what was due, an instalment was hardly entered as it was agreed. */
const FAR_OVER_TIMES = 2;
/** Money that comes so long before the due date was more likely entered with a wrong year. */
const LONG_BEFORE_MONTHS = 24;
/** Receipts are usually a few days behind; a month is worth telling. */
const DAYS_BEHIND_MIN = 31;

/** Goes once over a portfolio, customer by customer in any order, and counts what looks wrong. */
export class PaymentChecks {
  readonly #today: Day;
  readonly #receiptsByMonth = new Map<Month, number>();
  readonly #seen = { customers: 0, instalments: 0, receipts: 0 };
  readonly #found = {
    duplicateInstalments: 0,
    instalmentsWithNothingDue: 0,
    instalmentsPaidFarOver: 0,
    receiptsAfterToday: 0,
    receiptsBeforeOpening: 0,
    receiptsLongBeforeDue: 0,
  };

  constructor(today: Day) {
    this.#today = today;
  }

  /** All instalments of one customer. */
  add(instalments: readonly Instalment[]): void {
    this.#seen.customers += 1;
    this.#seen.instalments += instalments.length;
    const different = new Set<string>();
    for (const instalment of instalments) {
      const { amountDueMinor, dueDate, loan, currency } = instalment;
      different.add(`${amountDueMinor} ${dueDate} ${currency} ${loan}`);
      this.#check(instalment);
    }
    this.#found.duplicateInstalments += instalments.length - different.size;
  }

  #check({ amountDueMinor, dueDate, openedOn, receipts }: Instalment): void {
    let paidMinor = 0;
    for (const { amountMinor, receivedOn } of receipts) {
      paidMinor += amountMinor;
      if (amountMinor === 0 || receivedOn === null) continue;
      this.#seen.receipts += 1;
      if (receivedOn > this.#today) this.#found.receiptsAfterToday += 1;
      else this.#countMonth(receivedOn);
      if (openedOn !== null && receivedOn < openedOn) this.#found.receiptsBeforeOpening += 1;
      // The years apart first, because months take a calendar.
      if (receivedOn < dueDate - 700 && receivedOn < addMonths(dueDate, -LONG_BEFORE_MONTHS))
        this.#found.receiptsLongBeforeDue += 1;
    }
    if (amountDueMinor <= 0) this.#found.instalmentsWithNothingDue += 1;
    else if (paidMinor > FAR_OVER_TIMES * amountDueMinor) this.#found.instalmentsPaidFarOver += 1;
  }

  #countMonth(day: Day): void {
    const month = monthOfDay(day);
    this.#receiptsByMonth.set(month, (this.#receiptsByMonth.get(month) ?? 0) + 1);
  }

  /** What was found, of all customers of the portfolio. */
  findings({ customers, asOf, observedThrough }: PortfolioFacts): Finding[] {
    const { instalments, receipts } = this.#seen;
    const found = this.#found;
    const empty = this.#emptyMonths();
    const daysBehind = asOf - observedThrough;
    return [
      ...findingOf('customersWithoutPayments', {
        count: customers - this.#seen.customers,
        all: customers,
      }),
      ...findingOf('duplicateInstalments', { count: found.duplicateInstalments, all: instalments }),
      ...findingOf('instalmentsWithNothingDue', {
        count: found.instalmentsWithNothingDue,
        all: instalments,
      }),
      ...findingOf('instalmentsPaidFarOver', {
        count: found.instalmentsPaidFarOver,
        all: instalments,
      }),
      ...findingOf('receiptsAfterToday', { count: found.receiptsAfterToday, all: receipts }),
      ...findingOf('receiptsBeforeOpening', { count: found.receiptsBeforeOpening, all: receipts }),
      ...findingOf('receiptsLongBeforeDue', { count: found.receiptsLongBeforeDue, all: receipts }),
      ...findingOf('monthsWithoutReceipts', {
        count: empty.length,
        all: empty.length + this.#receiptsByMonth.size,
        examples: empty.map((month) => isoFromDay(firstDayOfMonth(month)).slice(0, 7)),
      }),
      ...findingOf('daysWithoutCompleteReceipts', {
        count: daysBehind < DAYS_BEHIND_MIN ? 0 : daysBehind,
        all: null,
      }),
    ];
  }

  /** Between the first receipt and the last, newest first. */
  #emptyMonths(): Month[] {
    const months = [...this.#receiptsByMonth.keys()].sort((a, b) => b - a);
    return months.slice(1).flatMap((month, at) => {
      const gap = months[at] - month - 1;
      return Array.from({ length: gap }, (_, back) => months[at] - 1 - back);
    });
  }
}
