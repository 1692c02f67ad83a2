import { dayOfMonth, firstDayOfMonth, monthOfDay } from '../features/calendar.js';
import type { Day } from '../features/history.js';

/** `month-day` of days on which banks are closed in every country of the portfolio. */
const HOLIDAYS = new Set(['1-1', '5-1', '12-24', '12-25', '12-31']);

/**
 * How readily people pay on a day: wages come on the 15th and on the last day of the month and last
 * for two days more; on Sundays and holidays little is paid.
 */
export function paydayWeight(day: Day): number {
  const month = monthOfDay(day);
  const date = dayOfMonth(day);
  if (HOLIDAYS.has(`${(month % 12) + 1}-${date}`)) return 0.15;
  // 4 January 1970, day 3, was a Sunday.
  if ((day - 3) % 7 === 0) return 0.3;
  const isLastOfMonth = day + 1 === firstDayOfMonth(month + 1);
  if (date === 15 || isLastOfMonth) return 3;
  return date === 1 || date === 16 || date === 30 ? 2 : 1;
}
