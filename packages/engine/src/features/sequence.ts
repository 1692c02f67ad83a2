import type { Entry } from './entries.js';

/** Means in which newer instalments weigh more. NaN without instalments. */
export interface RecentMeans {
  lateDays: number;
  late: number;
  open: number;
  covered: number;
  notFull: number;
}

/** Exponentially weighted means; the weight halves every `halfLife` instalments from the newest on. */
export function recentMeans(entries: readonly Entry[], halfLife: number): RecentMeans {
  const decay = 0.5 ** (1 / halfLife);
  const sums = { lateDays: 0, late: 0, open: 0, covered: 0, notFull: 0 };
  let weight = 1;
  let total = 0;
  for (const entry of entries) {
    sums.lateDays += weight * entry.lateDays;
    if (entry.lateDays > 0) sums.late += weight;
    sums.open += weight * entry.open;
    sums.covered += weight * entry.covered;
    sums.notFull += weight * entry.notFull;
    total += weight;
    weight *= decay;
  }
  return {
    lateDays: sums.lateDays / total,
    late: sums.late / total,
    open: sums.open / total,
    covered: sums.covered / total,
    notFull: sums.notFull / total,
  };
}

/** Late, or rescheduled because it would have been. */
export function isTroubled(entry: Entry): boolean {
  return entry.lateDays > 0 || entry.state.instalment.restructured;
}

export function isOnTime(entry: Entry): boolean {
  return !isTroubled(entry);
}

/** How many of the newest instalments, in a row, have a property. */
export function streakNow(entries: readonly Entry[], has: (entry: Entry) => boolean): number {
  let length = 0;
  while (length < entries.length && has(entries[length]!)) length += 1;
  return length;
}

export function streakLongest(entries: readonly Entry[], has: (entry: Entry) => boolean): number {
  let longest = 0;
  let length = 0;
  for (const entry of entries) {
    length = has(entry) ? length + 1 : 0;
    if (length > longest) longest = length;
  }
  return longest;
}

/** How often an instalment in trouble came right after one on time. */
export function relapses(entries: readonly Entry[]): number {
  let count = 0;
  for (let index = 1; index < entries.length; index++) {
    if (isTroubled(entries[index - 1]!) && isOnTime(entries[index]!)) count += 1;
  }
  return count;
}

/** Share of the months with something due in which something was late. */
export function lateMonthsShare(entries: readonly Entry[]): number {
  let months = 0;
  let lateMonths = 0;
  let counted = false;
  for (let index = 0; index < entries.length; index++) {
    const { month, lateDays } = entries[index]!;
    if (index === 0 || month !== entries[index - 1]!.month) {
      months += 1;
      counted = false;
    }
    if (lateDays > 0 && !counted) {
      lateMonths += 1;
      counted = true;
    }
  }
  return lateMonths / months;
}

/** Least-squares slope per instalment, from the oldest to the newest. NaN under three values. */
export function slope(entries: readonly Entry[], measure: (entry: Entry) => number): number {
  const count = entries.length;
  if (count < 3) return Number.NaN;
  const centre = (count - 1) / 2;
  let sum = 0;
  for (let index = 0; index < count; index++) sum += (centre - index) * measure(entries[index]!);
  return (12 * sum) / (count * (count * count - 1));
}

/** Mean over the entries from `start` up to `end`; NaN without any. */
export function meanOf(
  entries: readonly Entry[],
  measure: (entry: Entry) => number,
  range: { start: number; end: number } = { start: 0, end: entries.length },
): number {
  let sum = 0;
  const end = Math.min(range.end, entries.length);
  for (let index = range.start; index < end; index++) sum += measure(entries[index]!);
  return end > range.start ? sum / (end - range.start) : Number.NaN;
}

/** Standard deviation with n − 1. NaN under two values. */
export function deviation(entries: readonly Entry[], measure: (entry: Entry) => number): number {
  const count = entries.length;
  if (count < 2) return Number.NaN;
  const mean = meanOf(entries, measure);
  let squares = 0;
  for (const entry of entries) squares += (measure(entry) - mean) ** 2;
  return Math.sqrt(squares / (count - 1));
}

/** Days between neighbouring due dates that differ, newest gap first. */
export function dueGaps(entries: readonly Entry[]): number[] {
  const gaps: number[] = [];
  for (let index = 1; index < entries.length; index++) {
    const newer = entries[index - 1]!.state.instalment.dueDate;
    const gap = newer - entries[index]!.state.instalment.dueDate;
    if (gap > 0) gaps.push(gap);
  }
  return gaps;
}
