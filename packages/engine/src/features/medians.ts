import { type Month, monthOfDay } from './calendar.js';
import type { Instalment } from './history.js';

/**
 * Median instalment by currency and month of the due date, in minor units, as plain JSON: an
 * amount is compared with those of its own month, because years of inflation lie between others.
 * The key of instalments without a currency is the empty text.
 */
export type PortfolioMedians = Readonly<Record<string, CurrencyMedians>>;

/** Months in ascending order, each with its median. */
export interface CurrencyMedians {
  months: readonly Month[];
  mediansMinor: readonly number[];
}

/** A median of fewer instalments says more about those few than about the portfolio. */
export const INSTALMENTS_PER_MONTH_MIN = 30;

/** Amounts are counted with eleven significant bits, so that memory does not grow with the portfolio. */
const SIGNIFICANT_STEPS = 2048;

/**
 * Gathers the medians of a portfolio from its instalments in one pass, in any order.
 * A median is exact for amounts below 20.48 and within 0.05 % above.
 */
export class MedianCollector {
  readonly #counts = new Map<string, Map<Month, Map<number, number>>>();

  add(instalment: Instalment): void {
    if (instalment.amountDueMinor <= 0) return;
    const byMonth = entry(this.#counts, instalment.currency ?? '', () => new Map());
    const counts = entry(byMonth, monthOfDay(instalment.dueDate), () => new Map());
    const amountMinor = roundToSignificant(instalment.amountDueMinor);
    counts.set(amountMinor, (counts.get(amountMinor) ?? 0) + 1);
  }

  /** Months with too few instalments are left out. */
  medians(): PortfolioMedians {
    const table: Record<string, CurrencyMedians> = {};
    for (const currency of [...this.#counts.keys()].sort()) {
      const months: Month[] = [];
      const mediansMinor: number[] = [];
      const byMonth = [...this.#counts.get(currency)!].sort(([a], [b]) => a - b);
      for (const [month, counts] of byMonth) {
        const amounts = [...counts].sort(([a], [b]) => a - b);
        const total = amounts.reduce((sum, [, count]) => sum + count, 0);
        if (total < INSTALMENTS_PER_MONTH_MIN) continue;
        months.push(month);
        mediansMinor.push(
          (amountOfRank(amounts, (total - 1) >> 1) + amountOfRank(amounts, total >> 1)) / 2,
        );
      }
      if (months.length > 0) table[currency] = { months, mediansMinor };
    }
    return table;
  }
}

/**
 * The median to compare an instalment with, as known in `asOfMonth`: that of its own month, else of
 * the last month before it. Only months that were over by then count, so a table fitted on later
 * data gives the same value. Older than the table: its first month. NaN when there is none.
 */
export function medianMinor(
  medians: CurrencyMedians | undefined,
  month: Month,
  asOfMonth: Month,
): number {
  if (medians === undefined || medians.months.length === 0) return Number.NaN;
  const newest = Math.min(month, asOfMonth - 1);
  let low = 0;
  let high = medians.months.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (medians.months[middle]! <= newest) low = middle + 1;
    else high = middle;
  }
  if (low > 0) return medians.mediansMinor[low - 1]!;
  return medians.months[0]! < asOfMonth ? medians.mediansMinor[0]! : Number.NaN;
}

function roundToSignificant(amountMinor: number): number {
  let step = 1;
  while (amountMinor >= SIGNIFICANT_STEPS * step) step *= 2;
  return Math.round(amountMinor / step) * step;
}

function amountOfRank(amounts: readonly (readonly [number, number])[], rank: number): number {
  let below = 0;
  for (const [amountMinor, count] of amounts) {
    below += count;
    if (rank < below) return amountMinor;
  }
  throw new RangeError(`There is no rank ${rank} among ${below} amounts.`);
}

function entry<Key, Value>(map: Map<Key, Value>, key: Key, make: () => Value): Value {
  let value = map.get(key);
  if (value === undefined) {
    value = make();
    map.set(key, value);
  }
  return value;
}
