import { addMonths, firstDayOfMonth, isoFromDay, monthOfDay } from '../features/calendar.js';
import type { Day, Instalment, SettlementRule } from '../features/history.js';
import { delinquencyOf, firstDayOverdueBy } from './delinquency.js';
import { openSpans } from './open-spans.js';

/** Months after a loan was opened at which its quarter is looked at. */
export const MONTHS_ON_BOOK = [3, 6, 9, 12, 18, 24] as const;

const MONTHS_PER_QUARTER = 3;

/** The loans opened in one quarter. */
export interface Vintage {
  /** First day of the quarter, YYYY-MM-DD. */
  openedFrom: string;
  loans: number;
  /** Share of loans that were ever this late by each of the months on book; null before all of them are that old. */
  everBadShares: readonly (number | null)[];
}

export interface VintageTable {
  overdueDays: number;
  monthsOnBook: readonly number[];
  vintages: readonly Vintage[];
}

interface Quarter {
  loans: number;
  /** By lateness and months on book. */
  bads: number[][];
}

/**
 * Counts loans that went bad by the quarter in which they were opened (else of their first due date) and their age. Instalments without
 * a loan are those of one loan of the customer.
 */
export class VintageCollector {
  readonly #overdueDays: readonly number[];
  readonly #quarters = new Map<number, Quarter>();
  readonly #sources: { rule: SettlementRule; observedThrough: Day };

  constructor(
    overdueDays: readonly number[],
    sources: { rule: SettlementRule; observedThrough: Day },
  ) {
    this.#overdueDays = overdueDays;
    this.#sources = sources;
  }

  /** All instalments of one customer. */
  add(instalments: readonly Instalment[]): void {
    const loans = new Map<string | null, Instalment[]>();
    for (const instalment of instalments) {
      if (instalment.amountDueMinor <= 0) continue;
      const known = loans.get(instalment.loan);
      if (known === undefined) loans.set(instalment.loan, [instalment]);
      else known.push(instalment);
    }
    for (const loan of loans.values()) this.#addLoan(loan);
  }

  /** Every quarter, by one of the latenesses. */
  table(overdueDays: number): VintageTable {
    const row = this.#overdueDays.indexOf(overdueDays);
    if (row < 0) throw new RangeError(`${overdueDays} days past due were not counted`);
    const vintages = [...this.#quarters]
      .sort(([a], [b]) => a - b)
      .map(([quarter, { loans, bads }]) => ({
        openedFrom: isoFromDay(firstDayOfMonth(quarter * MONTHS_PER_QUARTER)),
        loans,
        everBadShares: MONTHS_ON_BOOK.map((months, column) =>
          this.#isWhole(quarter, months) ? bads[row][column] / loans : null,
        ),
      }));
    return { overdueDays, monthsOnBook: MONTHS_ON_BOOK, vintages };
  }

  #addLoan(instalments: readonly Instalment[]): void {
    const { rule, observedThrough } = this.#sources;
    const openedOn = instalments.reduce(
      (first, { openedOn: day, dueDate }) => Math.min(first, day ?? dueDate),
      Number.POSITIVE_INFINITY,
    );
    if (openedOn > observedThrough) return;
    const quarter = this.#quarterOf(Math.floor(monthOfDay(openedOn) / MONTHS_PER_QUARTER));
    quarter.loans += 1;
    const delinquency = delinquencyOf(instalments.flatMap((each) => openSpans(each, rule)));
    this.#overdueDays.forEach((overdueDays, row) => {
      const badOn = firstDayOverdueBy(delinquency, overdueDays);
      if (badOn === null) return;
      MONTHS_ON_BOOK.forEach((months, column) => {
        if (badOn <= addMonths(openedOn, months)) quarter.bads[row][column] += 1;
      });
    });
  }

  #quarterOf(number: number): Quarter {
    let quarter = this.#quarters.get(number);
    if (quarter === undefined) {
      const bads = this.#overdueDays.map(() => MONTHS_ON_BOOK.map(() => 0));
      quarter = { loans: 0, bads };
      this.#quarters.set(number, quarter);
    }
    return quarter;
  }

  #isWhole(quarter: number, months: number): boolean {
    const lastDay = firstDayOfMonth((quarter + 1) * MONTHS_PER_QUARTER) - 1;
    return addMonths(lastDay, months) <= this.#sources.observedThrough;
  }
}
