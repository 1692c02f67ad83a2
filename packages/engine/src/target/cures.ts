import { addMonths } from '../features/calendar.js';
import type { Day } from '../features/history.js';
import { type Delinquency, overdueDaysOn } from './delinquency.js';

/** Months in which a customer may come back, and in which it is seen whether they do. */
export const CURE_MONTHS = 6;

/** How often those who came to be some days past due paid all that was past due. */
export interface CureRow {
  overdueDays: number;
  /** Times that a customer came to be that late, at least six months before the last day of complete receipts. */
  spells: number;
  /** Of them, followed within six months by a day with nothing past due. */
  cured: number;
}

/** Counts how lateness ends, by how far it had gone. */
export class CureCollector {
  readonly #rows: CureRow[];
  readonly #observedThrough: Day;

  constructor(overdueDays: readonly number[], observedThrough: Day) {
    const ascending = [...new Set(overdueDays)].sort((a, b) => a - b);
    this.#rows = ascending.map((days) => ({ overdueDays: days, spells: 0, cured: 0 }));
    this.#observedThrough = observedThrough;
  }

  add(delinquency: Delinquency): void {
    for (let index = 0; index < delinquency.length; index++) {
      const { from, until, dueDate } = delinquency[index];
      const before = overdueDaysOn(delinquency, from - 1);
      const clearOn = firstClearDay(delinquency, index);
      for (const row of this.#rows) {
        const reachedOn = Math.max(from, dueDate + row.overdueDays);
        // One that was as late the day before has only changed the oldest instalment.
        if (reachedOn >= until || (reachedOn === from && before >= row.overdueDays)) continue;
        const seenUntil = addMonths(reachedOn, CURE_MONTHS);
        if (seenUntil > this.#observedThrough) continue;
        row.spells += 1;
        if (clearOn <= seenUntil) row.cured += 1;
      }
    }
  }

  rows(): readonly CureRow[] {
    return this.#rows;
  }
}

/** First day after a stretch on which nothing is past due. */
function firstClearDay(delinquency: Delinquency, index: number): Day {
  let last = index;
  while (delinquency[last + 1]?.from === delinquency[last].until) last += 1;
  return delinquency[last].until;
}
