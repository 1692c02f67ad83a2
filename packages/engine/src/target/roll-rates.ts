import { addMonths } from '../features/calendar.js';
import type { Day } from '../features/history.js';
import { type Standing, standingOn } from './outcome.js';
import type { Repayment } from './repayment.js';

/** Months that are looked at: the last two years tell how customers behave now. */
const MONTHS = 24;

/** Days past due from `from` to `to`; the last bucket is open. */
export interface Bucket {
  from: number;
  to: number | null;
}

/** Where those who began a month in one bucket were at its end. */
export interface RollRow {
  bucket: Bucket;
  /** Customers, once for each month that they began here. */
  customerMonths: number;
  /** Of them, by bucket at the end of the month, and those who owed nothing any more. */
  endedIn: readonly number[];
  settled: number;
}

/** From one month to the next, over the last two years. The first bucket is 0 to 0: nothing past due. */
export interface RollRates {
  rows: readonly RollRow[];
}

/** The buckets of a lender's limits, each the last day of its bucket, with that of nothing past due before them. */
export function bucketsOf(limits: readonly number[]): Bucket[] {
  const ends = [0, ...limits];
  const closed = ends.map((to, index) => ({ from: index === 0 ? 0 : ends[index - 1] + 1, to }));
  return [...closed, { from: ends[ends.length - 1] + 1, to: null }];
}

/** Counts customers' moves between buckets from month to month. */
export class RollRateCollector {
  readonly #buckets: readonly Bucket[];
  /** Oldest first; the last is the last day of complete receipts. */
  readonly #days: readonly Day[];
  readonly #moves: number[][];

  constructor(limits: readonly number[], observedThrough: Day) {
    this.#buckets = bucketsOf(limits);
    this.#days = Array.from({ length: MONTHS + 1 }, (_, index) =>
      addMonths(observedThrough, index - MONTHS),
    );
    this.#moves = this.#buckets.map(() => new Array<number>(this.#buckets.length + 1).fill(0));
  }

  add(repayment: Repayment): void {
    let before: number | null = null;
    for (const day of this.#days) {
      const standing = standingOn(repayment, day);
      const now = standing === null ? null : this.#placeOf(standing);
      if (before !== null && before < this.#buckets.length && now !== null)
        this.#moves[before][now] += 1;
      before = now;
    }
  }

  rates(): RollRates {
    const rows = this.#buckets.map((bucket, index) => {
      const moves = this.#moves[index];
      return {
        bucket,
        customerMonths: moves.reduce((sum, count) => sum + count, 0),
        endedIn: moves.slice(0, -1),
        settled: moves[moves.length - 1],
      };
    });
    return { rows };
  }

  /** Number of the bucket; one beyond the last where nothing is owed. */
  #placeOf({ overdueDays, oldestOwed }: Standing): number {
    if (oldestOwed === null) return this.#buckets.length;
    return this.#buckets.findIndex(({ to }) => to === null || overdueDays <= to);
  }
}
