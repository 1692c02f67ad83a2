import type { Day } from '../features/history.js';
import type { OpenSpan } from './open-spans.js';

/** Days on which the oldest open instalment is one and the same, past due: from `from` to before `until`. */
export interface Stretch {
  from: Day;
  until: Day;
  dueDate: Day;
}

/** Days past due over time, that is since the due date of the oldest open instalment: stretches in order, apart from each other. */
export type Delinquency = readonly Stretch[];

/** One sweep over the days on which an instalment becomes past due or is settled. */
export function delinquencyOf(spans: readonly OpenSpan[]): Delinquency {
  const overdue = spans
    .map(({ dueDate, from, until }) => ({ dueDate, from: Math.max(from, dueDate + 1), until }))
    .filter(({ from, until }) => from < until)
    .sort((a, b) => a.from - b.from || a.dueDate - b.dueDate);
  const turns = [...new Set(overdue.flatMap(({ from, until }) => [from, until]))];
  turns.sort((a, b) => a - b);
  const stretches: Stretch[] = [];
  // The open ones by due date; those that ended are dropped when they come to the front.
  const open: Stretch[] = [];
  let next = 0;
  let first = 0;
  turns.forEach((from, index) => {
    for (; next < overdue.length && overdue[next].from === from; next++) {
      let place = open.length;
      while (place > first && open[place - 1].dueDate > overdue[next].dueDate) place -= 1;
      open.splice(place, 0, overdue[next]);
    }
    while (first < open.length && open[first].until <= from) first += 1;
    if (first === open.length) return;
    const until = turns[index + 1];
    const { dueDate } = open[first];
    const last = stretches.at(-1);
    if (last?.until === from && last.dueDate === dueDate) last.until = until;
    else stretches.push({ from, until, dueDate });
  });
  return stretches;
}

/** Days past due at the end of a day; 0 when nothing is. */
export function overdueDaysOn(delinquency: Delinquency, day: Day): number {
  const stretch = delinquency[firstEndingAfter(delinquency, day)];
  return stretch !== undefined && stretch.from <= day ? day - stretch.dueDate : 0;
}

/** The most days past due on any day after `after` and up to `until`. */
export function overdueDaysMax(delinquency: Delinquency, after: Day, until: Day): number {
  let most = 0;
  for (let at = firstEndingAfter(delinquency, after + 1); at < delinquency.length; at++) {
    const stretch = delinquency[at];
    if (stretch.from > until) break;
    most = Math.max(most, Math.min(until, stretch.until - 1) - stretch.dueDate);
  }
  return most;
}

/** The first day on which this many days past due are reached; null when they never were. */
export function firstDayOverdueBy(delinquency: Delinquency, overdueDays: number): Day | null {
  for (const { from, until, dueDate } of delinquency) {
    const day = Math.max(from, dueDate + overdueDays);
    if (day < until) return day;
  }
  return null;
}

/** Position of the first stretch that lasts beyond the end of a day. */
function firstEndingAfter(delinquency: Delinquency, day: Day): number {
  let low = 0;
  let high = delinquency.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (delinquency[middle].until > day) high = middle;
    else low = middle + 1;
  }
  return low;
}
